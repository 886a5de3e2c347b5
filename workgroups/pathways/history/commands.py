from typing import Any

from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.pathways import commands as pathways
from workgroups.pathways import policy
from workgroups.pathways import queries as drafts
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.document import Step, inserted, replaced
from workgroups.pathways.history import queries
from workgroups.pathways.history.forms import RestoringPart
from workgroups.pathways.models import Pathway, PathwayVersion
from workgroups.pathways.problems import MESSAGES, fresh


@command(policy.edit)
def restore(work: Work, pathway: Pathway, restoring: RestoringPart) -> None:
    """Bring a step, or what the pathway says of itself, back as it was, as a new version.

    A step that was removed stands in its stage again, before the first step that waits for it; what was counted for one
    stays. Raises `Invalid` for a version of another pathway, for one that does not fit the pathway of today, and when
    somebody has changed the same since the history was read.
    """
    version = work.session.get(PathwayVersion, restoring.restored)
    if version is None or version.pathway_id != pathway.id or version.content is None:
        raise Invalid(restored=gettext_noop("Choose a version of this pathway or of one of its steps."))
    pathways.locked(work, pathway.id)
    if restoring.latest != queries.latest_of(work, version):
        raise Invalid(restored=gettext_noop("Somebody has changed this meanwhile. Read its history again first."))
    before = drafts.document(work, pathway.id)
    if version.step_key:
        after = standing(before, Step.model_validate(version.content), restoring.ahead)
    else:
        after = saying(work, pathway, before, version.content)
    if broken := fresh(before, after):
        raise Invalid(restored=MESSAGES[broken[0].code])
    pathways.store(work, pathway, after)


def standing(document: Document, step: Step, ahead: str | None) -> Document:
    """The document with this step: where it is, or before the one named or the first that waits, or last.

    Both are looked for in its stage.
    """
    if now := document.step(step.key):
        step = step.model_copy(update={"facts": now.facts})
        return document.having(replaced(document.steps, step))
    beside = [other for other in document.steps if other.stage == step.stage] or list(document.steps)
    waiting = next((other.key for other in beside if other.key == ahead), None)
    waiting = waiting or next((other.key for other in beside if step.key in other.after), None)
    keys = [None, *document.keys]
    behind = keys[keys.index(waiting) - 1] if waiting else beside[-1].key if beside else None
    return document.having(inserted(document.steps, step, behind))


def saying(work: Work, pathway: Pathway, document: Document, head: dict[str, Any]) -> Document:
    """The document with this title, summary, destination and stages.

    Raises `Invalid` when a step stands in another stage, or when another pathway leads there by now.
    """
    after = Document.model_validate(head).having(document.steps)
    if {step.stage for step in document.steps} - {stage.key for stage in after.stages}:
        raise Invalid(restored=gettext_noop("Steps stand in a stage that this version does not have. Move them first."))
    try:
        pathways.tell_apart(work, pathway, after.destination or {})
    except Invalid as refused:
        raise Invalid(restored=next(iter(refused.fields.values()))) from refused
    return after
