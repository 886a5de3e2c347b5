from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class CalendarAddressMade(Fact):
    """A person made an address for her calendar; an earlier one has ended with it. About the link."""


@dataclass(frozen=True)
class CalendarAddressEnded(Fact): ...
