from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.pathways import commands as pathways
from workgroups.pathways import policy
from workgroups.pathways import queries as drafts
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.document import Step, inserted, replaced
from workgroups.pathways.history import queries
from workgroups.pathways.history.forms import RestoringStep
from workgroups.pathways.models import Pathway, StepVersion
from workgroups.pathways.problems import MESSAGES, fresh


@command(policy.edit)
def restore(work: Work, pathway: Pathway, restoring: RestoringStep) -> None:
    """Bring a step back as it was, as a new version; one that was removed stands at the end of its stage again.

    What was counted for it stays. Raises `Invalid` for a version of another pathway, for one that does not fit the
    pathway of today, and when somebody has changed the step since the history was read.
    """
    version = work.session.get(StepVersion, restoring.restored)
    if version is None or version.pathway_id != pathway.id or version.content is None:
        raise Invalid(restored=gettext_noop("Choose a version of a step of this pathway."))
    pathways.locked(work, pathway.id)
    if restoring.latest != queries.latest_of(work, version):
        raise Invalid(restored=gettext_noop("Somebody has changed this step meanwhile. Read its history again first."))
    before = drafts.document(work, pathway.id)
    after = standing(before, Step.model_validate(version.content))
    if broken := fresh(before, after):
        raise Invalid(restored=MESSAGES[broken[0].code])
    pathways.store(work, pathway, after)


def standing(document: Document, step: Step) -> Document:
    """The document with this step, in its place or behind the last one of its stage."""
    if now := document.step(step.key):
        step = step.model_copy(update={"facts": now.facts})
        return document.having(replaced(document.steps, step))
    beside = [other.key for other in document.steps if other.stage == step.stage] or document.keys
    return document.having(inserted(document.steps, step, beside[-1] if beside else None))
