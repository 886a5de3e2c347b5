from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.db import UtcDateTime
from workgroups.core.languages import LanguageMap
from workgroups.core.policy import ME, apart
from workgroups.core.work import Work
from workgroups.groups.policy import arranges, in_room, is_open, sits_for_body
from workgroups.links.papers.queries import PaperRow, by_thing
from workgroups.pathways.models import PathwayVersion
from workgroups.pathways.operations import Operation, read
from workgroups.pathways.proposals.answers import policy
from workgroups.pathways.proposals.answers.models import ADOPTIONS, ENDS, BodyEntry, Conflict, EntryKind
from workgroups.pathways.proposals.models import Proposal, ResponsibleBody
from workgroups.pathways.proposals.queries import BodyView
from workgroups.people.models import Organisation, Person
from workgroups.publishing.models import Edition, Output


class EntryView(NamedTuple):
    """One entry of a responsible body's answer."""

    id: int
    kind: EntryKind
    organisation_id: int
    body: LanguageMap
    on_day: date
    note: str
    promised_on: date | None
    effective_on: date | None
    document_title: str
    document_url: str
    document_text: str
    operations: list[int] | None
    recorder: str
    recorded_at: datetime
    confirmer: str | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawer: str | None
    withdrawn_reason: str
    may_confirm: bool
    may_take_back: bool

    @property
    def is_pending(self) -> bool:
        """It is an adoption that waits for a second person."""
        return self.kind in ADOPTIONS and self.confirmed_at is None and self.withdrawn_at is None


CONFIRMER, WITHDRAWER = aliased(Person), aliased(Person)
ENTRIES = (
    select(  # type: ignore[call-overload, misc]
        BodyEntry.id,
        BodyEntry.kind,
        BodyEntry.organisation_id,
        Organisation.name,
        BodyEntry.on_day,
        BodyEntry.note,
        BodyEntry.promised_on,
        BodyEntry.effective_on,
        BodyEntry.document_title,
        BodyEntry.document_url,
        BodyEntry.document_text,
        BodyEntry.operations,
        Person.name,
        BodyEntry.recorded_at,
        CONFIRMER.name,
        BodyEntry.confirmed_at,
        BodyEntry.withdrawn_at,
        WITHDRAWER.name,
        BodyEntry.withdrawn_reason,
        policy.confirm(),
        policy.take_back(),
    )
    .join(Organisation, col(Organisation.id) == col(BodyEntry.organisation_id))
    .join(Person, col(Person.id) == col(BodyEntry.recorded_by_id))
    .outerjoin(CONFIRMER, col(CONFIRMER.id) == col(BodyEntry.confirmed_by_id))
    .outerjoin(WITHDRAWER, col(WITHDRAWER.id) == col(BodyEntry.withdrawn_by_id))
    .where(col(BodyEntry.proposal_id) == bindparam("key"))
    .order_by(col(BodyEntry.on_day), col(BodyEntry.id))
)


def entries(work: Work, proposal_id: int) -> list[EntryView]:
    """What the responsible bodies answered, by its dates."""
    return [EntryView(*row) for row in work.rows(ENTRIES, key=proposal_id)]


def taken_back(work: Work, proposal: Proposal, asked: str) -> BodyEntry | None:
    """The entry that an address names, when it was taken back from this proposal."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    found = select(BodyEntry).where(
        col(BodyEntry.id) == int(asked),
        col(BodyEntry.proposal_id) == proposal.id,
        col(BodyEntry.withdrawn_at).is_not(None),
    )
    return work.rows(found).scalar_one_or_none()


class Standing(NamedTuple):
    """A body with what it answered."""

    body: BodyView
    entries: Sequence[EntryView]
    proposal: Proposal

    @property
    def answer(self) -> EntryKind | None:
        """Its latest entry in a word. Parts that it adopted one after another can make up the whole."""
        latest = self.latest
        if latest and latest.kind is EntryKind.ADOPTED_IN_PART and latest.confirmed_at:
            adopted = [entry.operations for entry in self.entries if entry.confirmed_at]
            if len(together(self.proposal, adopted)) == len(self.proposal.operations):
                return EntryKind.ADOPTED
        return latest and latest.kind

    @property
    def latest(self) -> EntryView | None:
        """The entry that says where it stands: its last answer, or else the last thing that happened."""
        said = [entry for entry in self.entries if not entry.withdrawn_at]
        ended = [entry for entry in said if entry.kind in ENDS]
        return next(reversed(ended or said), None)


def standings(of: Sequence[BodyView], said: Sequence[EntryView], proposal: Proposal) -> list[Standing]:
    """Each body with its own entries."""
    return [Standing(body, [entry for entry in said if entry.organisation_id == body.id], proposal) for body in of]


OWING = (
    select(col(ResponsibleBody.proposal_id), col(Organisation.name))
    .join(Organisation, col(Organisation.id) == col(ResponsibleBody.organisation_id))
    .where(
        col(ResponsibleBody.asked_at).is_not(None),
        is_open(col(ResponsibleBody.group_id)),
        in_room(col(ResponsibleBody.group_id), ME),
    )
    .order_by(col(ResponsibleBody.id))
)


def owing(work: Work) -> dict[int, list[LanguageMap]]:
    """By proposal, over all my groups: the bodies that owe an answer."""
    found: dict[int, list[LanguageMap]] = {}
    for proposal_id, name in work.rows(OWING):
        found.setdefault(proposal_id, []).append(name)
    return found


def documents(work: Work, of: Sequence[EntryView]) -> dict[int, list[PaperRow]]:
    """The files that came with entries, by entry."""
    return by_thing(work, policy.KIND.name, [entry.id for entry in of])


ADOPTED_PLACES = select(col(BodyEntry.operations)).where(
    col(BodyEntry.proposal_id) == bindparam("key"),
    col(BodyEntry.kind).in_(ADOPTIONS),
    col(BodyEntry.confirmed_at).is_not(None),
)


def adopted_places(work: Work, proposal: Proposal, by: int | None = None) -> frozenset[int]:
    """Which operations the bodies adopted, or one of them did, as a second person confirmed it, by their place."""
    if proposal.adopted_at is None:
        return frozenset()
    chosen = ADOPTED_PLACES if by is None else ADOPTED_PLACES.where(col(BodyEntry.organisation_id) == by)
    return together(proposal, work.rows(chosen, key=proposal.id).scalars())


def together(proposal: Proposal, parts: Iterable[Sequence[int] | None]) -> frozenset[int]:
    """The places of the operations that several entries adopt; None adopts them all."""
    every = range(len(proposal.operations))
    return frozenset().union(*(every if part is None else part for part in parts))


class Parts(NamedTuple):
    """The operations of a proposal that were adopted, and those that are recommended only."""

    adopted: list[Operation]
    others: list[Operation]


def parts(proposal: Proposal, adopted: Collection[int]) -> Parts:
    every = list(enumerate(read(proposal.operations)))
    return Parts(
        [operation for place, operation in every if place in adopted],
        [operation for place, operation in every if place not in adopted],
    )


def conflicts(work: Work, proposal_id: int) -> Sequence[Conflict]:
    """What did not fit when the proposal was adopted, resolved or not."""
    found = select(Conflict).where(col(Conflict.proposal_id) == proposal_id).order_by(col(Conflict.id))
    return work.rows(found).scalars().all()


def held_places(work: Work, proposal: Proposal) -> frozenset[int]:
    """Which adopted operations did not fit the working draft and are not in it, by their place."""
    if proposal.adopted_at is None:
        return frozenset()
    unfit = read([conflict.operation for conflict in conflicts(work, proposal.id) if not conflict.taken])
    return frozenset(place for place, operation in enumerate(read(proposal.operations)) if operation in unfit)


def is_all_recorded(work: Work, proposal: Proposal, organisation_id: int) -> bool:
    """Has this body adopted everything already, at once or in parts, confirmed or waiting to be?"""
    found = select(col(BodyEntry.operations)).where(
        col(BodyEntry.proposal_id) == proposal.id,
        col(BodyEntry.organisation_id) == organisation_id,
        col(BodyEntry.kind).in_(ADOPTIONS),
        col(BodyEntry.withdrawn_at).is_(None),
    )
    return together(proposal, work.rows(found).scalars()) == {*range(len(proposal.operations))}


CHANGED_EDITION = (
    select(func.max(col(Edition.published_at)))
    .join(Output, col(Output.id) == col(Edition.output_id))
    .where(
        col(Output.kind) == "pathway",
        col(Output.subject_id) == bindparam("pathway"),
        col(Edition.published_at) <= bindparam("before", type_=UtcDateTime),
    )
)


def changed_edition(work: Work, proposal: Proposal) -> datetime | None:
    """When the edition was published that the public read as the proposal was opened; None when there was none."""
    before = proposal.opened_at or proposal.drafted_at
    found: datetime | None = work.rows(CHANGED_EDITION, pathway=proposal.pathway_id, before=before).scalar_one()
    return found


def as_adopted(work: Work, proposal: Proposal) -> set[str]:
    """The steps that nobody has changed since an adoption of this proposal did."""
    later = apart(PathwayVersion)
    same = and_(later.c.pathway_id == col(PathwayVersion.pathway_id), later.c.step_key == col(PathwayVersion.step_key))
    changed_since = exists().where(same, later.c.id > col(PathwayVersion.id)).correlate_except(later)
    found = select(col(PathwayVersion.step_key)).where(
        col(PathwayVersion.pathway_id) == proposal.pathway_id,
        col(PathwayVersion.proposal_id) == proposal.id,
        ~changed_since,
    )
    return set(work.rows(found).scalars())


def who_sits(work: Work, entry: BodyEntry) -> int | None:
    """Of the two persons of an adoption, one who sits for the body: the confirming one first."""
    for person in (work.me, entry.recorded_by_id):
        found = select(sits_for_body(entry.group_id, entry.organisation_id, person))
        if work.rows(found).scalar_one():
            return person
    return None


class Unpublished(NamedTuple):
    """An adopted proposal of which no edition tells yet."""

    may_submit: bool


UNPUBLISHED = select(arranges(col(Proposal.group_id), ME)).where(
    col(Proposal.id) == bindparam("key"), policy.not_public_yet()
)


def unpublished(work: Work, proposal: Proposal) -> Unpublished | None:
    """None when it was not adopted, and when the public reads it."""
    row = work.rows(UNPUBLISHED, key=proposal.id).one_or_none()
    return Unpublished(*row) if row else None
