"""What of a proposal no longer fits the working draft, in words of the language in force."""

from collections.abc import Sequence

from workgroups.core.languages import current, gettext
from workgroups.pathways.document import Pathway
from workgroups.pathways.operations import Conflict, Operation, apply
from workgroups.pathways.phrases import LABELS, Voice


def left_out(now: Pathway, base: Pathway, operations: Sequence[Operation]) -> list[str]:
    """Where what no longer fits stands: step and field. `base` names the steps that are gone by now."""
    voice = Voice(current(), gettext, [now, base, apply(base, operations).document], None)
    return [place_of(voice, conflict) for conflict in apply(now, operations).conflicts]


def place_of(voice: Voice, conflict: Conflict) -> str:
    step = voice.step(conflict.step) if conflict.step else gettext("The pathway")
    label = LABELS.get(conflict.field.rpartition(".")[2])
    return gettext("%(step)s: %(field)s", step=step, field=gettext(label)) if label else step
