from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class TermsChanged(Fact):
    """How the group works was changed; says which settings, and never what they are."""

    changed: tuple[str, ...]
