"""Operations as rows: for each changed step and field, how it is now and how it is proposed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, NamedTuple

from workgroups.core.differences import Segment, words
from workgroups.core.languages import LANGUAGES, LanguageMap
from workgroups.pathways.document import Pathway, Stage, Step, previous
from workgroups.pathways.operations import CHANGEABLE, MoveStep, Operation, P, apply
from workgroups.pathways.phrases import WORDS, Translate, Voice

Change = Literal["added", "removed", "changed"]


class ChangedField(NamedTuple):
    """A row: both sides of a field, in segments that are the same on the other side or not.

    `field` is a path such as "weeks" or "options.interview.cost". `language` is set where the text is written
    in one language.
    """

    field: str
    label: str
    language: str | None
    now: tuple[Segment, ...]
    proposed: tuple[Segment, ...]


class ChangedStep(NamedTuple):
    """A step with its rows; `key` is "" for what belongs to the pathway itself."""

    key: str
    title: str
    change: Change
    fields: tuple[ChangedField, ...]


def rows(
    base: Pathway,
    operations: Iterable[Operation],
    language: str,
    translate: Translate,
    bodies: Mapping[int, LanguageMap] | None = None,
) -> list[ChangedStep]:
    """What operations change, along the order of the pathway, with removed steps where they stood.

    `translate` is the gettext function of the language; `bodies` are the names of organisations by id. What
    does not fit the base changes nothing and has no row.
    """
    operations = list(operations)
    target = apply(base, operations).document
    lines = Lines(language, translate, [base, target], bodies)
    old, new = ({step.key: step for step in document.steps} for document in (base, target))
    moved = {operation.key for operation in operations if isinstance(operation, MoveStep)}
    whole = compare(lines.of(base, target), lines.of(target, base))
    changed = [ChangedStep("", lines._("The pathway"), "changed", whole)]
    for key in in_order(base, target):
        before, after = old.get(key), new.get(key)
        if before is after and key not in moved:
            continue
        now, proposed = lines.of_step(before, after), lines.of_step(after, before)
        if before and after and key in moved:
            now, proposed = lines.of_place(base, key) | now, lines.of_place(target, key) | proposed
        change: Change = "changed" if before and after else "added" if after else "removed"
        changed.append(ChangedStep(key, lines.steps[key], change, compare(now, proposed)))
    return [step for step in changed if step.fields]


class Line(NamedTuple):
    label: str = ""
    text: str = ""


Said = dict[tuple[str, str | None], Line]
"""Lines by field, and by language where the text is written in one."""


def compare(old: Said, new: Said) -> tuple[ChangedField, ...]:
    """The rows of the lines that differ."""
    fields = []
    for field, language in {**new, **old}:
        now, proposed = (lines.get((field, language), Line()) for lines in (old, new))
        if now.text != proposed.text:
            segments = words(now.text, proposed.text)
            sides = (tuple(part for part in segments if part.kind != other) for other in ("added", "removed"))
            fields.append(ChangedField(field, proposed.label or now.label, language, *sides))
    return tuple(fields)


def without_options(fields: Iterable[ChangedField], keys: Collection[str]) -> tuple[ChangedField, ...]:
    """The rows but for those inside these options of the step."""
    within = {f"options.{key}." for key in keys}
    return tuple(field for field in fields if not field.field.startswith(tuple(within)))


def new_or_gone(old: Step | None, new: Step | None) -> set[str]:
    """The options that one of two versions of a step has and the other has not."""
    before, after = ({option.key for option in step.options} if step else set() for step in (old, new))
    return before ^ after


def in_order(base: Pathway, target: Pathway) -> list[str]:
    """The keys of both in the order of the target; what it lacks stands behind what it stood behind."""
    keys = target.keys
    for key in base.keys:
        if key not in keys:
            behind = previous(base.steps, key)
            keys.insert(keys.index(behind) + 1 if behind else 0, key)
    return keys


def maps_of(value: Any) -> list[LanguageMap]:
    """The language maps of a text, of documents or of stages."""
    items = value if isinstance(value, tuple) else (value or {},)
    return [item.title if isinstance(item, Stage) else item for item in items]


class Lines(Voice):
    """Says each field of a part that differs from another part as a line of its own."""

    def of(self, part: P, other: P | None, path: str = "", title: str = "") -> Said:
        """The fields of a part, texts in the language of the page first; `title` is that of an option."""
        said: Said = {}
        for name in CHANGEABLE[type(part)]:
            value = getattr(part, name)
            if other and value == getattr(other, name):
                continue
            said |= self.of_value(name, value, path, title)
        return said

    def of_value(self, name: str, value: Any, path: str = "", title: str = "") -> Said:
        """A field, a text in each language."""
        label = self.label(name)
        if title:
            label = self._("%(option)s: %(field)s", option=title, field=label)
        if name in WORDS or name in self.say:
            return {(path + name, None): Line(label, self.value(name, value))}
        said: Said = {}
        for language in sorted(LANGUAGES, key=lambda language: language != self.language):
            text = "\n".join(texts[language] for texts in maps_of(value) if language in texts)
            said[path + name, language] = Line(label, text)
        return said

    def of_step(self, step: Step | None, other: Step | None) -> Said:
        if step is None:
            return {}
        said = self.of(step, other)
        said["conditions", None] = Line(self.label("conditions"), self.conditions(step))
        ways = "\n".join(self.option(step.key, option.key) for option in step.options)
        said["options", None] = Line(self.label("options"), ways)
        said["choice", None] = Line(self.label("choice"), self.choice(step) if step.options else "")
        for option in step.options:
            before = other.option(option.key) if other else None
            title = self.option(step.key, option.key)
            said |= self.of(option, before, f"options.{option.key}.", title)
        return said

    def of_place(self, document: Pathway, key: str) -> Said:
        step = document.step(key)
        behind = document.behind(step) if step else None
        text = self._("right after %(step)s", step=self.step(behind)) if behind else self._("first in its stage")
        return {("place", None): Line(self.label("place"), text)}
