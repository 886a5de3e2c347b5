from datetime import date

from sqlalchemy import select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.pathways import commands as pathways
from workgroups.pathways import policy as pathway_policy
from workgroups.pathways import queries
from workgroups.pathways.events import StepConfirmed
from workgroups.pathways.models import Confirmation, Confirms, Pathway, Step
from workgroups.pathways.problems import MESSAGES
from workgroups.pathways.steps import changes, policy
from workgroups.pathways.steps.forms import (
    Adding,
    Confirming,
    Counting,
    Describing,
    Editing,
    Moving,
    Offering,
    Uncounting,
)
from workgroups.people.models import Organisation


def refuse_unknown(work: Work, group_id: int, describing: Describing) -> None:
    """Raises `Invalid` for a body that is no organisation of this platform, and a source looked at on a day to come."""
    if describing.body is not None and work.session.get(Organisation, describing.body) is None:
        raise Invalid(body=gettext_noop("Choose an organisation."))
    if describing.source_checked:
        refuse_to_come(work, group_id, source_checked=describing.source_checked)


def refuse_to_come(work: Work, group_id: int, **days: date) -> None:
    """Raises `Invalid` for days that have not come where the group is."""
    today = clock.today(work.now, groups.group_of(work, group_id).timezone)
    if wrong := [name for name, day in days.items() if day > today]:
        raise Invalid(**dict.fromkeys(wrong, MESSAGES["to_come"]))


def lock_pathway(work: Work, key: int | str) -> None:
    """Wait for whoever changes the pathway of a step: everybody locks that before its steps."""
    its = select(col(Step.pathway_id)).where(col(Step.id) == key).scalar_subquery()
    work.rows(select(Pathway).where(col(Pathway.id) == its).with_for_update()).all()


@command(policy.edit, first=lock_pathway)
def describe(work: Work, step: Step, editing: Editing) -> None:
    """Describe a step of the working draft anew."""
    refuse_unknown(work, step.group_id, editing)
    pathway = pathways.locked(work, step.pathway_id)
    document, gone = queries.document(work, pathway.id), queries.removed(work, pathway.id)
    pathways.store(work, pathway, changes.edited(document, step.key, editing, gone))


@command(pathway_policy.edit)
def add(work: Work, pathway: Pathway, adding: Adding) -> Step:
    """Add a step to the working draft."""
    refuse_unknown(work, pathway.group_id, adding)
    document, gone = queries.document(work, pathway.id), queries.removed(work, pathway.id)
    document, key = changes.added(document, adding, adding.behind, gone)
    return pathways.store(work, pathway, document)[key]


@command(policy.edit, first=lock_pathway)
def move(work: Work, step: Step, moving: Moving) -> tuple[Step, Moving]:
    """Move a step of the working draft one place up or down."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.moved(queries.document(work, pathway.id), step.key, up=moving.to == "up"))
    return step, moving


@command(policy.edit, first=lock_pathway)
def remove(work: Work, step: Step, _: Nothing) -> tuple[Pathway, str]:
    """Remove a step from the working draft; the key of the next one in its stage, "" for none, says where it stood."""
    pathway = pathways.locked(work, step.pathway_id)
    document = queries.document(work, pathway.id)
    beside = [other.key for other in document.within(step.stage)]
    behind = [*beside[beside.index(step.key) + 1 :], ""] if step.key in beside else [""]
    pathways.store(work, pathway, changes.removed(document, step.key))
    return pathway, behind[0]


@command(policy.confirm)
def confirm(work: Work, step: Step, confirming: Confirming) -> None:
    """The responsible body confirms or disputes the step exactly as it stands."""
    if confirming.state is Confirms.DISPUTED and not confirming.note:
        raise Invalid(note=gettext_noop("Say what is wrong, so that it can be put right."))
    put_confirmation(work, step, confirming.state, confirming.note)


def put_confirmation(
    work: Work, step: Step, state: Confirms, note: str | None = None, person_id: int | None = None
) -> None:
    """Keep what the body of a step says of it as it stands now; `person_id` speaks for the body, or I do."""
    if step.body_id is None:
        raise WrongState(gettext_noop("No body is named as responsible for this step."))
    work.session.add(
        Confirmation(
            pathway_id=step.pathway_id,
            group_id=step.group_id,
            step_key=step.key,
            digest=step.digest,
            organisation_id=step.body_id,
            state=state,
            note=note or "",
            person_id=person_id or work.me,
            at=work.now,
        )
    )
    work.record(StepConfirmed(step.body_id, step.digest, state.value), about=step)


@command(policy.edit, first=lock_pathway)
def add_option(work: Work, step: Step, offering: Offering) -> None:
    """Add a way of doing a step."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.offered(queries.document(work, pathway.id), step.key, offering))


@command(policy.edit, first=lock_pathway)
def describe_option(work: Work, step: Step, offering: Offering, option: str) -> None:
    """Describe a way of doing a step anew."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.offered(queries.document(work, pathway.id), step.key, offering, option))


@command(policy.edit, first=lock_pathway)
def remove_option(work: Work, step: Step, _: Nothing, option: str) -> None:
    """Remove a way of doing a step."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.withdrawn(queries.document(work, pathway.id), step.key, option))


@command(policy.edit, first=lock_pathway)
def count(work: Work, step: Step, counting: Counting) -> None:
    """Say what was counted for a step on a day."""
    refuse_to_come(work, step.group_id, on=counting.on)
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.counted(queries.document(work, pathway.id), step.key, counting))


@command(policy.edit, first=lock_pathway)
def uncount(work: Work, step: Step, uncounting: Uncounting) -> None:
    """Take a figure away."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.uncounted(queries.document(work, pathway.id), step.key, uncounting))
