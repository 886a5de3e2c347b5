from dataclasses import dataclass
from datetime import date

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ProcedureProposed(Fact):
    """About the proposal; never what it says, as the table may see it later only."""

    shown_on: date
