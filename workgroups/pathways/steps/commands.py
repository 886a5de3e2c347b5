from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.pathways import commands as pathways
from workgroups.pathways import policy as pathway_policy
from workgroups.pathways import queries
from workgroups.pathways.events import StepConfirmed
from workgroups.pathways.models import Confirmation, Confirms, Pathway, Step
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


def known_body(work: Work, describing: Describing) -> None:
    """Raises `Invalid` when the responsible body is no organisation of this platform."""
    if describing.body is not None and work.session.get(Organisation, describing.body) is None:
        raise Invalid(body=gettext_noop("Choose an organisation."))


@command(policy.edit)
def describe(work: Work, step: Step, editing: Editing) -> None:
    """Describe a step of the working draft anew."""
    known_body(work, editing)
    pathway = pathways.locked(work, step.pathway_id)
    document, gone = queries.document(work, pathway.id), queries.removed(work, pathway.id)
    pathways.store(work, pathway, changes.edited(document, step.key, editing, gone))


@command(pathway_policy.edit)
def add(work: Work, pathway: Pathway, adding: Adding) -> Step:
    """Add a step to the working draft."""
    known_body(work, adding)
    document, gone = queries.document(work, pathway.id), queries.removed(work, pathway.id)
    document, key = changes.added(document, adding, adding.behind, gone)
    return pathways.store(work, pathway, document)[key]


@command(policy.edit)
def move(work: Work, step: Step, moving: Moving) -> Step:
    """Move a step of the working draft one place up or down."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.moved(queries.document(work, pathway.id), step.key, up=moving.to == "up"))
    return step


@command(policy.edit)
def remove(work: Work, step: Step, _: Nothing) -> Pathway:
    """Remove a step from the working draft."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.removed(queries.document(work, pathway.id), step.key))
    return pathway


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


@command(policy.edit)
def add_option(work: Work, step: Step, offering: Offering) -> None:
    """Add a way of doing a step."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.offered(queries.document(work, pathway.id), step.key, offering))


@command(policy.edit)
def describe_option(work: Work, step: Step, offering: Offering, option: str) -> None:
    """Describe a way of doing a step anew."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.offered(queries.document(work, pathway.id), step.key, offering, option))


@command(policy.edit)
def remove_option(work: Work, step: Step, _: Nothing, option: str) -> None:
    """Remove a way of doing a step."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.withdrawn(queries.document(work, pathway.id), step.key, option))


@command(policy.edit)
def count(work: Work, step: Step, counting: Counting) -> None:
    """Say what was counted for a step on a day."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.counted(queries.document(work, pathway.id), step.key, counting))


@command(policy.edit)
def uncount(work: Work, step: Step, uncounting: Uncounting) -> None:
    """Take a figure away."""
    pathway = pathways.locked(work, step.pathway_id)
    pathways.store(work, pathway, changes.uncounted(queries.document(work, pathway.id), step.key, uncounting))
