"""What of a proposal no longer fits the working draft, in words of the language in force."""

from collections.abc import Sequence

from workgroups.core.languages import gettext
from workgroups.pathways import drawing
from workgroups.pathways.document import Pathway
from workgroups.pathways.operations import Conflict, Operation, apply
from workgroups.pathways.phrases import LABELS


def left_out(now: Pathway, operations: Sequence[Operation]) -> list[str]:
    """Where what no longer fits stands: step and field."""
    return [place_of(now, conflict) for conflict in apply(now, operations).conflicts]


def place_of(document: Pathway, conflict: Conflict) -> str:
    voice = drawing.voice_of(document)
    step = voice.step(conflict.step) if conflict.step else gettext("The pathway")
    label = LABELS.get(conflict.field.rpartition(".")[2])
    return gettext("%(step)s: %(field)s", step=step, field=gettext(label)) if label else step
