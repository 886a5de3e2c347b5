from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from workgroups.core import canonical
from workgroups.core.errors import Invalid
from workgroups.core.languages import LANGUAGES, LanguageMap, gettext_noop, language_map, pick
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, Profession
from workgroups.pathways import document as documents
from workgroups.pathways import events, policy, queries
from workgroups.pathways.forms import AddingStage, Beginning, MovingStage, NamingStage, RemovingStage, Titling
from workgroups.pathways.keys import key_for
from workgroups.pathways.models import Pathway, PathwayVersion, Step


def draft(work: Work, group: Group, profession_id: int, document: documents.Pathway, jurisdiction: str = "") -> Pathway:
    """Store a document as a working draft of a group, for its own jurisdiction unless another is given."""
    pathway = work.add(
        Pathway(
            group_id=group.id,
            profession_id=profession_id,
            jurisdiction=jurisdiction or group.jurisdiction,
            title=document.title,
            head=document.head,
            digest=canonical.digest(document.data()),
        )
    )
    work.record(events.PathwayBegun(profession_id=profession_id), about=pathway)
    keep(work, pathway, None, document.head)
    store(work, pathway, document)
    return pathway


def store(work: Work, pathway: Pathway, document: documents.Pathway, proposal_id: int | None = None) -> dict[str, Step]:
    """Write a changed document back to its rows, only to those that differ; returns the steps by key.

    `proposal_id` is the adopted proposal that changes it, if one does. Every change of a step is a version of it, and
    so is every change of what the pathway says of itself: nothing else changes either.
    A step that only moved keeps its own version, so that nobody who edits its text meets a conflict.
    """
    found = select(Step).where(col(Step.pathway_id) == pathway.id).with_for_update()
    found = found.execution_options(populate_existing=True)
    rows = {row.key: row for row in work.rows(found).scalars()}
    if pathway.head != document.head:
        pathway.title, pathway.head = document.title, document.head
        work.record(events.PathwayChanged(), about=pathway)
        keep(work, pathway, None, document.head, proposal_id)
    for key in rows.keys() - set(document.keys):
        gone = rows.pop(key)
        work.session.delete(gone)
        work.record(events.StepRemoved(step_id=gone.id), about=pathway)
        keep(work, pathway, gone, None, proposal_id)
    order = {row.key: row.position for row in rows.values()}
    numbers = former(work, pathway) if set(document.keys) - rows.keys() else {}
    for position, step in enumerate(document.steps):
        row = rows.get(step.key)
        digest = digest_of(step)
        if row is None:
            row = rows[step.key] = work.add(
                Step(
                    id=numbers.get(step.key),  # type: ignore[arg-type]  # without one the database gives it
                    pathway_id=pathway.id, group_id=pathway.group_id, position=position,
                    **columns(step),
                )
            )  # fmt: skip
            work.record(events.StepAdded(pathway_id=pathway.id), about=row)
            keep(work, pathway, row, step.data(), proposal_id)
        elif row.content != step.data():
            for name, value in columns(step).items():
                setattr(row, name, value)
            work.record(events.StepChanged(digest=digest), about=row)
            keep(work, pathway, row, step.data(), proposal_id)
        if order.get(step.key, position) != position:
            moved = update(Step).where(col(Step.id) == rows[step.key].id).values(position=position)
            work.session.execute(moved.execution_options(synchronize_session=False))
    if [key for key in document.keys if key in order] != sorted(order, key=lambda key: order[key]):
        work.record(events.PathwayChanged(), about=pathway)
    # Not through the row: who edits the title should meet no conflict because a step changed.
    digest = canonical.digest(document.data())
    work.session.execute(
        update(Pathway)
        .where(col(Pathway.id) == pathway.id)
        .values(digest=digest)
        .execution_options(synchronize_session=False)
    )
    set_committed_value(pathway, "digest", digest)
    work.session.flush()
    return rows


def former(work: Work, pathway: Pathway) -> dict[str, int]:
    """The numbers of the steps that stand or stood there, by key. Comments and links are by number."""
    found = select(col(PathwayVersion.step_key), col(PathwayVersion.step_id)).where(
        col(PathwayVersion.pathway_id) == pathway.id, col(PathwayVersion.step_id).is_not(None)
    )
    return dict(work.rows(found.distinct()).all())


def keep(
    work: Work, pathway: Pathway, step: Step | None, content: dict[str, Any] | None, proposal_id: int | None = None
) -> None:
    """One more version of a step, or of what the pathway says of itself; without content it was removed."""
    work.session.add(
        PathwayVersion(
            pathway_id=pathway.id,
            group_id=pathway.group_id,
            step_key=step.key if step else "",
            step_id=step.id if step else None,
            content=content,
            person_id=work.me or None,
            proposal_id=proposal_id,
            at=work.now,
        )
    )


def columns(step: documents.Step) -> dict[str, Any]:
    """What the row of a step holds: its content, and what queries ask for of it."""
    return {
        "key": step.key,
        "stage": step.stage,
        "title": step.title,
        "body_id": step.body,
        "content": step.data(),
        "digest": digest_of(step),
    }


def digest_of(step: documents.Step) -> str:
    """Of what is required: what somebody counted changes nothing that a body has confirmed."""
    return canonical.digest(documents.required(step).data())


def locked(work: Work, pathway_id: int) -> Pathway:
    """The pathway of a step that I have taken: changes of its order and stages wait for each other."""
    found = select(Pathway).where(col(Pathway.id) == pathway_id).with_for_update()
    pathway: Pathway = work.rows(found.execution_options(populate_existing=True)).scalar_one()
    return pathway


@command(policy.begin)
def begin(work: Work, group: Group, beginning: Beginning) -> Pathway:
    """Begin the working draft of a pathway of the group, with its first stage."""
    profession = served(work, group, beginning.profession)
    jurisdiction = beginning.jurisdiction or group.jurisdiction
    title = language_map(en=beginning.stage_en, fr=beginning.stage_fr)
    document = documents.Pathway(
        title=language_map(en=beginning.title_en, fr=beginning.title_fr),
        summary=language_map(en=beginning.summary_en, fr=beginning.summary_fr),
        destination=language_map(en=beginning.destination_en, fr=beginning.destination_fr),
        stages=(documents.Stage(key=key_for(title, ()), title=title),),
    )
    refuse_the_same(queries.destinations(work, group.id, profession.id, jurisdiction), document.destination or {})
    return draft(work, group, profession.id, document, jurisdiction)


def served(work: Work, group: Group, asked: int | None) -> Profession:
    """The profession of a new pathway; not asked where the group serves only one."""
    professions = {profession.id: profession for profession in groups.professions_of(work, group.id)}
    if not professions:
        raise Invalid(form=gettext_noop("This group serves no profession yet. Ask an administrator."))
    found = professions.get(asked or 0) if asked or len(professions) > 1 else next(iter(professions.values()))
    if found is None:
        raise Invalid(profession=gettext_noop("Choose one of the professions that this group serves."))
    return found


def refuse_the_same(others: Sequence[LanguageMap], destination: LanguageMap) -> None:
    """Pathways of one profession and jurisdiction are told apart by where they lead; `others` is where those do.

    Raises `Invalid` when it is not said, when another one reads the same to readers of either language, or when
    another one says it in no language of this one, so that nobody could tell.
    """
    if others and not destination:
        message = gettext_noop("Say where it leads: the group has another pathway for this profession and province.")
        raise Invalid(destination_en=message)
    for other in filter(None, others):
        if not other.keys() & destination.keys():
            message = gettext_noop(
                "Another pathway of this group says where it leads in one language only, and this one in the other. "
                "Say it in both, so that the two can be told apart."
            )
            raise Invalid(**{f"destination_{next(iter(other))}": message})
    for lang in LANGUAGES:
        text, said_in = pick(destination, lang)
        if any(folded(pick(other, lang)[0]) == folded(text) for other in filter(None, others)):
            message = gettext_noop("Another pathway of this group leads there already. Say how this one differs.")
            raise Invalid(**{f"destination_{said_in}": message})


def folded(text: str) -> str:
    """What counts of a text that is compared: neither capitals nor spaces."""
    return " ".join(text.split()).casefold()


def tell_apart(work: Work, pathway: Pathway, destination: LanguageMap) -> None:
    """Raises `Invalid` as `refuse_the_same` does, for a pathway that is there already."""
    place = (pathway.group_id, pathway.profession_id, pathway.jurisdiction)
    refuse_the_same(queries.destinations(work, *place, besides=pathway.id), destination)


@command(policy.edit)
def describe(work: Work, pathway: Pathway, titling: Titling) -> None:
    """Change title, summary and destination."""
    destination = language_map(en=titling.destination_en, fr=titling.destination_fr)
    tell_apart(work, pathway, destination)
    document = queries.document(work, pathway.id).model_copy(
        update={
            name: language_map(en=getattr(titling, f"{name}_en"), fr=getattr(titling, f"{name}_fr")) or None
            for name in ("title", "summary", "destination")
        }
    )
    store(work, pathway, document)


def restaged(work: Work, pathway: Pathway, stages: list[documents.Stage]) -> None:
    document = queries.document(work, pathway.id)
    store(work, pathway, document.model_copy(update={"stages": tuple(stages)}))


def stages_of(work: Work, pathway: Pathway, key: str) -> tuple[list[documents.Stage], int]:
    """The stages, and the place of the one with this key. Raises `Invalid` when there is none."""
    stages = list(queries.document(work, pathway.id).stages)
    for place, stage in enumerate(stages):
        if stage.key == key:
            return stages, place
    raise Invalid(stage=gettext_noop("Choose one of the stages of this pathway."))


@command(policy.edit)
def add_stage(work: Work, pathway: Pathway, adding: AddingStage) -> None:
    """Add a stage at the end."""
    stages = list(queries.document(work, pathway.id).stages)
    title = language_map(en=adding.title_en, fr=adding.title_fr)
    key = key_for(title, [stage.key for stage in stages])
    restaged(work, pathway, [*stages, documents.Stage(key=key, title=title)])


@command(policy.edit)
def rename_stage(work: Work, pathway: Pathway, naming: NamingStage) -> None:
    """Give a stage another title."""
    stages, place = stages_of(work, pathway, naming.stage)
    title = language_map(en=naming.title_en, fr=naming.title_fr)
    stages[place] = documents.Stage(key=naming.stage, title=title)
    restaged(work, pathway, stages)


@command(policy.edit)
def move_stage(work: Work, pathway: Pathway, moving: MovingStage) -> None:
    """Move a stage one place up or down; at the end of the line nothing happens."""
    stages, place = stages_of(work, pathway, moving.stage)
    other = place + (-1 if moving.to == "up" else 1)
    if 0 <= other < len(stages):
        stages[place], stages[other] = stages[other], stages[place]
        restaged(work, pathway, stages)


@command(policy.edit)
def remove_stage(work: Work, pathway: Pathway, removing: RemovingStage) -> None:
    """Remove a stage without steps."""
    stages, place = stages_of(work, pathway, removing.stage)
    if any(step.stage == removing.stage for step in queries.document(work, pathway.id).steps):
        raise Invalid(stage=gettext_noop("Steps stand in this stage. Move them to another one first."))
    restaged(work, pathway, [*stages[:place], *stages[place + 1 :]])
