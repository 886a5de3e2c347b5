"""Operations one by one in words of the language in force, for the people who write a proposal."""

from collections.abc import Mapping, Sequence

from workgroups.core.languages import LanguageMap, current, gettext
from workgroups.pathways import drawing
from workgroups.pathways.document import Pathway
from workgroups.pathways.operations import Conflict, Operation, apply
from workgroups.pathways.phrases import LABELS
from workgroups.pathways.sentences import Speaker


def told(base: Pathway, operations: Sequence[Operation], bodies: Mapping[int, LanguageMap]) -> list[list[str]]:
    """The sentences of each operation."""
    documents = [base, apply(base, operations).document]
    speaker = Speaker(current(), gettext, documents, bodies)
    return [list(speaker.tell(operation)) for operation in operations]


def left_out(now: Pathway, operations: Sequence[Operation]) -> list[str]:
    """What no longer fits the working draft: step and field."""
    return [place_of(now, conflict) for conflict in apply(now, operations).conflicts]


def place_of(document: Pathway, conflict: Conflict) -> str:
    """Where a part of an operation belongs: the step and its field."""
    voice = drawing.voice_of(document)
    step = voice.step(conflict.step) if conflict.step else gettext("The pathway")
    label = LABELS.get(conflict.field.rpartition(".")[2])
    return gettext("%(step)s: %(field)s", step=step, field=gettext(label)) if label else step
