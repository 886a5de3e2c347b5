"""The way of a proposal until now: each state it came to, what its bodies said, when, and how long each took."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.events import Event
from workgroups.core.languages import gettext, gettext_noop
from workgroups.core.work import Work
from workgroups.pathways.proposals import events
from workgroups.pathways.proposals.amendments.events import ProposalAmended
from workgroups.pathways.proposals.answers.events import AdoptionConfirmed
from workgroups.pathways.proposals.answers.forms import WORDS as ENTRY_WORDS
from workgroups.pathways.proposals.answers.queries import EntryView, Standing
from workgroups.pathways.proposals.forwarding.events import ProposalForwarded
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.onward import Owed, owed
from workgroups.pathways.proposals.queries import About
from workgroups.pathways.proposals.verdicts.events import ChairsDiffer, ProposalDecided
from workgroups.pathways.proposals.verdicts.models import VerdictValue
from workgroups.pathways.proposals.verdicts.queries import VerdictView
from workgroups.web.pages import localized

STOPS = {
    events.ProposalDrafted: gettext_noop("Drafted"),
    events.ProposalOpened: gettext_noop("Opened to the group"),
    events.PositionsCalled: gettext_noop("Positions called for"),
    events.DeadlineExtended: gettext_noop("Deadline extended"),
    events.PositionsShown: gettext_noop("Positions shown"),
    ChairsDiffer: gettext_noop("The co-chairs differed"),
    ProposalDecided: gettext_noop("Decided by both co-chairs"),
    events.ProposalWithdrawn: gettext_noop("Withdrawn"),
    ProposalAmended: gettext_noop("Amendment %(number)s accepted"),
    AdoptionConfirmed: gettext_noop("Adoption confirmed"),
    ProposalForwarded: gettext_noop("Forwarded to another group"),
}
"""What the ledger says of a proposal's way, in words."""

DECIDED: dict[Any, str] = {
    VerdictValue.RECOMMENDED: gettext_noop("Recommended by both co-chairs"),
    VerdictValue.NOT_RECOMMENDED: gettext_noop("Not recommended by both co-chairs"),
    VerdictValue.DEFERRED: gettext_noop("Deferred by both co-chairs"),
}
LEAVES = {events.PositionsCalled.__name__, events.ProposalWithdrawn.__name__}
"""After these a proposal is not deferred any more."""


class Stop(NamedTuple):
    """Something that a proposal came to; `words` is a msgid."""

    words: str
    on: date
    days: int
    """How long after the one before."""
    given: dict[str, Any]
    """What the words have to be filled in with."""


class Happened(NamedTuple):
    on: date
    at: datetime
    """In which order things of one day come."""
    words: str
    given: dict[str, Any]


WAY = (
    select(col(Event.fact), col(Event.at), col(Event.payload))
    .where(
        col(Event.kind) == Proposal.__name__,
        col(Event.about) == bindparam("key"),
        col(Event.fact).in_([fact.__name__ for fact in STOPS]),
    )
    .order_by(col(Event.id))
)


class Way(NamedTuple):
    """How a proposal came where it is, for how many days it has been there, and who owes the next step."""

    stops: list[Stop]
    lasts: int
    owed: list[Owed]


def way(
    work: Work,
    proposal: Proposal,
    about: About,
    responsible: Sequence[Standing],
    verdicts: Sequence[VerdictView],
) -> Way:
    """The way of a proposal that I see; in a closed group nobody owes anything."""
    zone = about.group.timezone
    entries = [entry for standing in responsible for entry in standing.entries]
    owing = [standing.body.name for standing in responsible if standing.body.asked_at]
    pending = any(entry.is_pending for entry in entries)
    stops = course(work, proposal, zone, entries, verdicts)
    lasts = (clock.today(work.now, zone) - stops[-1].on).days
    return Way(stops, lasts, [*owed(proposal, work.now, is_pending=pending, owing=owing)] if about.is_open else [])


def course(
    work: Work, proposal: Proposal, zone: str, entries: Sequence[EntryView], verdicts: Sequence[VerdictView]
) -> list[Stop]:
    """The stops, the first one first: from the ledger, and from what the bodies answered."""
    ledger = work.rows(WAY, key=proposal.id).all()
    found = [*decided(ledger, zone), *returned(work, ledger, zone, verdicts), *answered(entries)]
    found.sort(key=lambda one: (one.on, one.at))
    before = [None, *found]
    return [
        Stop(one.words, one.on, (one.on - last.on).days if last else 0, one.given)
        for last, one in zip(before, found, strict=False)
    ]


def decided(ledger: Sequence[Any], zone: str) -> Iterator[Happened]:
    words = {fact.__name__: said for fact, said in STOPS.items()}
    for fact, at, payload in ledger:
        told = DECIDED.get((payload or {}).get("value"), words[fact])
        yield Happened(clock.today(at, zone), at, told, payload or {})


def returned(work: Work, ledger: Sequence[Any], zone: str, verdicts: Sequence[VerdictView]) -> Iterator[Happened]:
    """The days on which it was back from being deferred, where it still was."""
    for place, (_, at, payload) in enumerate(ledger):
        until = next((view.until for view in verdicts if view.until and view.at == at), None)
        if until is None or (payload or {}).get("value") != VerdictValue.DEFERRED:
            continue
        back = clock.local(until, datetime.min.time(), zone)
        left = any(fact in LEAVES and later < back for fact, later, _ in ledger[place + 1 :])
        if back <= work.now and not left:
            yield Happened(until, back, gettext_noop("Back from deferral"), {})


def answered(entries: Sequence[EntryView]) -> Iterator[Happened]:
    """What was recorded of the bodies' answers and stands."""
    for entry in entries:
        if entry.withdrawn_at is None:
            given = {"body": localized(entry.body), "answer": gettext(ENTRY_WORDS[entry.kind])}
            yield Happened(entry.on_day, entry.recorded_at, gettext_noop("%(body)s: %(answer)s"), given)
