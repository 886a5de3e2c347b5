from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.events import Event
from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import Group, Profession
from workgroups.pathways import document as documents
from workgroups.pathways import policy
from workgroups.pathways.models import Confirmation, Confirms, Pathway, PathwayVersion, Step
from workgroups.people.models import Organisation, Person


class Head(NamedTuple):
    """A pathway in a list, without its steps."""

    id: int
    title: LanguageMap
    head: dict[str, Any]
    profession_id: int
    profession: LanguageMap
    jurisdiction: str
    group_id: int
    group: LanguageMap
    is_own: bool
    """Of the group's own jurisdiction: another one is kept for comparison only."""

    @property
    def destination(self) -> LanguageMap:
        return self.head.get("destination") or {}


HEADS = (
    select(  # type: ignore[call-overload]
        Pathway.id,
        Pathway.title,
        Pathway.head,
        Pathway.profession_id,
        Profession.name,
        Pathway.jurisdiction,
        Pathway.group_id,
        Group.name,
        policy.is_own(),
    )
    .join(Profession, col(Profession.id) == col(Pathway.profession_id))
    .join(Group, col(Group.id) == col(Pathway.group_id))
    .order_by(col(Pathway.group_id), col(Pathway.id))
)
OF_GROUP = HEADS.where(col(Pathway.group_id) == bindparam("group_id"))
SEEN = HEADS.where(policy.see())


def of_group(work: Work, group_id: int) -> list[Head]:
    """The pathways of a group, the first begun first, those kept for comparison last."""
    heads = [Head(*row) for row in work.rows(OF_GROUP, group_id=group_id)]
    return sorted(heads, key=lambda head: not head.is_own)


def seen(work: Work) -> list[Head]:
    """The pathways of every room that I am in."""
    return [Head(*row) for row in work.rows(SEEN)]


def destinations(
    work: Work, group_id: int, profession_id: int, jurisdiction: str, *, besides: int = 0
) -> list[LanguageMap]:
    """Where the pathways of a group for one profession and jurisdiction lead, but for one of them."""
    place = profession_id, jurisdiction
    heads = [head for head in of_group(work, group_id) if (head.profession_id, head.jurisdiction) == place]
    return [head.destination for head in heads if head.id != besides]


CHANGES = union_all(
    select(col(PathwayVersion.pathway_id).label("key"), col(PathwayVersion.at).label("at")).where(
        col(PathwayVersion.group_id) == bindparam("group_id"),
        col(PathwayVersion.person_id).is_not(None),  # the others say since when versions are kept
    ),
    select(col(Event.about), col(Event.at)).where(
        col(Event.chain) == bindparam("group_id"), col(Event.fact).in_(("PathwayBegun", "PathwayChanged"))
    ),
).subquery()
CHANGED = select(CHANGES.c.key, func.max(CHANGES.c.at)).group_by(CHANGES.c.key)


def changed(work: Work, group_id: int) -> dict[int, datetime]:
    """When each pathway of a group was last changed."""
    return dict(tuple(row) for row in work.rows(CHANGED, group_id=group_id))


STEPS = (
    select(Step.pathway_id, Step.content)  # type: ignore[call-overload]
    .where(col(Step.group_id) == bindparam("group_id"))
    .order_by(col(Step.position), col(Step.id))
)


def documents_of(work: Work, group_id: int, heads: Iterable[Head]) -> dict[int, documents.Pathway]:
    """The working drafts of a group as documents."""
    steps: dict[int, list[Any]] = {}
    for key, content in work.rows(STEPS, group_id=group_id):
        steps.setdefault(key, []).append(content)
    return {head.id: documents.Pathway.model_validate({**head.head, "steps": steps.get(head.id, [])}) for head in heads}


def step_asked(work: Work, group_id: int, asked: str) -> Step | None:
    """The step of a pathway that a group can change that an address names by its number, when there is one."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    found = select(Step).join(Pathway, col(Pathway.id) == col(Step.pathway_id)).where(policy.is_own())
    found = found.where(col(Step.id) == int(asked), col(Step.group_id) == group_id)
    return work.rows(found).scalar_one_or_none()


HEAD = select(Pathway.head).where(col(Pathway.id) == bindparam("key"))  # type: ignore[call-overload]
CONTENTS = (
    select(Step.id, Step.key, Step.content)  # type: ignore[call-overload]
    .where(col(Step.pathway_id) == bindparam("key"))
    .order_by(col(Step.position), col(Step.id))
)


class Draft(NamedTuple):
    """A working draft as a document, with the ids of its rows by the keys of the steps."""

    document: documents.Pathway
    ids: dict[str, int]


def draft(work: Work, pathway_id: int) -> Draft:
    """The working draft of a pathway that I may see."""
    head = work.rows(HEAD, key=pathway_id).scalar_one()
    steps = work.rows(CONTENTS, key=pathway_id).all()
    document = documents.Pathway.model_validate({**head, "steps": [step.content for step in steps]})
    return Draft(document, {step.key: step.id for step in steps})


def document(work: Work, pathway_id: int) -> documents.Pathway:
    """The working draft as a document."""
    return draft(work, pathway_id).document


WRITTEN = aliased(PathwayVersion)
LAST = (
    select(func.max(col(WRITTEN.id)))
    .where(col(WRITTEN.pathway_id) == bindparam("key"), col(WRITTEN.step_key) != "", col(WRITTEN.content).is_not(None))
    .group_by(col(WRITTEN.step_key))
)
REMOVED = (
    select(col(PathwayVersion.step_key), col(PathwayVersion.content))
    .where(
        col(PathwayVersion.id).in_(LAST),
        col(PathwayVersion.step_key).not_in(select(col(Step.key)).where(col(Step.pathway_id) == bindparam("key"))),
    )
    .order_by(col(PathwayVersion.id))
)


def gone(work: Work, pathway_id: int) -> dict[str, documents.Step]:
    """The steps that a working draft had once, by key, each as it was at last."""
    return {key: documents.Step.model_validate(content) for key, content in work.rows(REMOVED, key=pathway_id)}


def removed(work: Work, pathway_id: int) -> dict[str, LanguageMap]:
    """What they were called."""
    return {key: step.title for key, step in gone(work, pathway_id).items()}


class ConfirmationView(NamedTuple):
    """What a responsible body says of a step as it stands."""

    step: str
    state: Confirms
    body: LanguageMap
    note: str
    person: str
    at: datetime

    @property
    def is_confirmed(self) -> bool:
        return self.state is Confirms.CONFIRMED


CONFIRMATIONS = (
    select(  # type: ignore[call-overload]
        Step.key,
        Confirmation.state,
        Organisation.name,
        Confirmation.note,
        Person.name,
        Confirmation.at,
    )
    .join(
        Confirmation,
        and_(
            col(Confirmation.pathway_id) == col(Step.pathway_id),
            col(Confirmation.step_key) == col(Step.key),
            col(Confirmation.digest) == col(Step.digest),
            col(Confirmation.organisation_id) == col(Step.body_id),
        ),
    )
    .join(Organisation, col(Organisation.id) == col(Confirmation.organisation_id))
    .join(Person, col(Person.id) == col(Confirmation.person_id))
    .where(col(Step.pathway_id) == bindparam("key"))
    .order_by(col(Confirmation.id))
)


def confirmations(work: Work, pathway_id: int) -> dict[str, ConfirmationView]:
    """By step: what its body says of it as it stands now; nothing for steps that changed since."""
    views = [ConfirmationView(*row) for row in work.rows(CONFIRMATIONS, key=pathway_id)]
    return {view.step: view for view in views}


BODIES = (
    select(Organisation.id, Organisation.name)  # type: ignore[call-overload]
    .join(Step, col(Step.body_id) == col(Organisation.id))
    .where(col(Step.pathway_id) == bindparam("key"))
    .distinct()
)


def bodies(work: Work, pathway_id: int) -> dict[int, LanguageMap]:
    """The names of the bodies that are responsible for steps of a pathway."""
    return {row.id: row.name for row in work.rows(BODIES, key=pathway_id)}
