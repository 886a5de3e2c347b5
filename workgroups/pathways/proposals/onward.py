"""Who owes the next step on a proposal; nobody when it has come to its end."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.pathways.proposals.models import ProposalState


class Standing(Protocol):
    """As a proposal has it, and what a list selects of one."""

    @property
    def state(self) -> ProposalState: ...
    @property
    def deadline_on(self) -> date | None: ...
    @property
    def deadline_at(self) -> datetime | None: ...
    @property
    def deferred_until(self) -> date | None: ...
    @property
    def returns_at(self) -> datetime | None: ...


class Owed(NamedTuple):
    """Who owes what: a msgid, and the day and the bodies with which it is filled in."""

    words: str
    day: date | None = None
    bodies: Sequence[LanguageMap] = ()


def owed(at: Standing, now: datetime, *, is_pending: bool, owing: Sequence[LanguageMap]) -> Iterator[Owed]:
    """What comes next; `is_pending` says that an adoption waits to be confirmed, `owing` which bodies owe an answer."""
    match at.state:
        case ProposalState.DRAFT:
            yield Owed(gettext_noop("whoever proposes it: open it to the group"))
        case ProposalState.OPEN:
            yield Owed(gettext_noop("the co-chairs: call for positions"))
        case ProposalState.POSITIONS_CALLED if at.deadline_at and at.deadline_at <= now:
            yield Owed(gettext_noop("the co-chairs: decide"))
        case ProposalState.POSITIONS_CALLED:
            yield Owed(gettext_noop("the seats: positions until %(day)s"), at.deadline_on)
        case ProposalState.DEFERRED if at.returns_at and at.returns_at <= now:
            yield Owed(gettext_noop("the co-chairs: call again"))
        case ProposalState.DEFERRED:
            yield Owed(gettext_noop("the co-chairs, from %(day)s: call again"), at.deferred_until)
        case ProposalState.RECOMMENDED:
            if is_pending:
                yield Owed(gettext_noop("the adoption waits for a second person"))
            if owing:
                yield Owed(gettext_noop("answer owed: %(body)s"), bodies=owing)
