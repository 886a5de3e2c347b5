"""A proposal as structured operations on a pathway, each of which knows what it was made against.

Laws, for documents with unique keys: `apply(base, diff(base, x))` is x, without conflicts; operations and then their
`inverse` give the base again; operations that touch nothing in common can be applied in either order.
"""

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Self, get_type_hints

from pydantic import Field, PlainSerializer, TypeAdapter, ValidationInfo, field_validator, model_validator

from workgroups.pathways.document import Conditions, Key, Option, Part, Pathway, Step

WholeStep = Annotated[Step, PlainSerializer(Part.data)]
WholeOption = Annotated[Option, PlainSerializer(Part.data)]

CHANGEABLE: dict[type[Part], dict[str, TypeAdapter[Any]]] = {
    part: {name: TypeAdapter(hint) for name, hint in hints.items() if name in part.model_fields and name not in fixed}
    for part, fixed in (
        (Pathway, {"steps"}),
        (Step, {"key", "options", *Conditions.model_fields}),
        (Option, {"key"}),
    )
    for hints in (get_type_hints(part, include_extras=True),)
}
"""The fields that are changed one by one, with what reads and writes their values."""


class Conflict(NamedTuple):
    """A part of an operation that no longer fits; nothing of it was applied.

    `code` is "changed" (neither as expected nor as wanted), "missing" (the step or option is gone), "exists" (its key
    is taken) or "no_place" (what it should stand behind is gone). `field` is "place" for the order, "conditions" for
    what comes before, "" for a step or option as a whole. The three values are JSON values.
    """

    operation: "Operation"
    code: Literal["changed", "missing", "exists", "no_place"]
    step: str | None
    field: str
    expected: Any
    found: Any
    wanted: Any


class Applied(NamedTuple):
    document: Pathway
    conflicts: list[Conflict]


def apply(document: Pathway, operations: Iterable["Operation"]) -> Applied:
    """The document after the operations, in their order, and what did not fit.

    What already stands as wanted is no conflict. Fields are taken one by one: those that fit are applied although
    others of the same operation do not. Whether the result makes sense is for `problems` to say.
    """
    conflicts = []
    for operation in operations:
        document, unfit = operation.on(document)
        conflicts += unfit
    return Applied(document, conflicts)


def touches(operations: Iterable["Operation"]) -> set[str]:
    """The anchors of all these operations."""
    return set().union(*(operation.touches for operation in operations))


def inverse(base: Pathway, operations: Iterable["Operation"]) -> list["Operation"]:
    """The operations that lead from `apply(base, operations)` back to the base; they carry what was removed."""
    return diff(apply(base, operations).document, base)


def diff(base: Pathway, target: Pathway) -> list["Operation"]:
    """The operations that lead from one document to another: removals, then along the order of the target.

    As few steps as possible move. Keys are unique in both documents.
    """
    operations: list[Operation] = []
    if changes := _changes(base, target):
        operations.append(ChangePathway(**changes))
    operations += [RemoveStep(step=step) for step in base.steps if target.step(step.key) is None]
    now = apply(base, operations).document
    old = {step.key: step for step in base.steps}
    moving = _moving(base.keys, target.keys)
    previous = None
    for step in target.steps:
        placing: Operation | None = None
        if step.key not in old:
            placing = AddStep(step=step, previous=previous)
        elif step.key in moving and now.previous(step.key) != previous:
            placing = MoveStep(key=step.key, previous=previous, before=now.previous(step.key))
        if placing:
            operations.append(placing)
            now = placing.on(now).document
        if step.key in old:
            operations += _step_diff(old[step.key], step)
        previous = step.key
    return operations


def _step_diff(old: Step, new: Step) -> Iterator["Operation"]:
    if changes := _changes(old, new):
        yield ChangeStep(key=new.key, **changes)
    if old.conditions != new.conditions:
        yield ChangeConditions(key=new.key, conditions=new.conditions, before=old.conditions)
    moving = _moving([option.key for option in old.options], [option.key for option in new.options])
    for option in old.options:
        if option.key in moving or new.option(option.key) is None:
            yield RemoveOption(key=new.key, option=option)
    previous = None
    for option in new.options:
        before = old.option(option.key)
        if before is None or option.key in moving:
            yield AddOption(key=new.key, option=option, previous=previous)
        elif changes := _changes(before, option):
            yield ChangeStep(key=new.key, option=option.key, **changes)
        previous = option.key


def _changes(old: Part, new: Part) -> dict[str, dict[str, Any]]:
    """`fields` and `before` of the changeable fields that differ; empty when none does."""
    names = [name for name in CHANGEABLE[type(old)] if getattr(old, name) != getattr(new, name)]
    pair = {"fields": {n: _value(new, n) for n in names}, "before": {n: _value(old, n) for n in names}}
    return pair if names else {}


def _moving(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The keys in both that have to move: those outside a longest run that keeps its order."""
    place = {key: position for position, key in enumerate(old)}
    kept = [key for key in new if key in place]
    ends: list[int] = []  # ends[k]: the smallest place at which a run of k + 1 keys can end
    lengths = []
    for key in kept:
        length = bisect_left(ends, place[key])
        ends[length : length + 1] = [place[key]]
        lengths.append(length)
    moving, wanted = set(), len(ends) - 1
    for key, length in zip(reversed(kept), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            moving.add(key)
    return moving


class Operation(Part):
    """One change. `previous` is always the key of what something stands behind; None is the beginning."""

    @property
    @abstractmethod
    def touches(self) -> set[str]:
        """Anchors: "step:exam" is the step, "after:exam" the place behind it, "pathway:title" a field."""

    @abstractmethod
    def on(self, document: Pathway) -> Applied:
        """The document after this operation alone."""

    def unfit(  # noqa: PLR0917
        self, document: Pathway, code: Code, step: str | None, field: str, expected: Any, found: Any, wanted: Any
    ) -> Applied:
        values = (value.data() if isinstance(value, Part) else value for value in (expected, found, wanted))
        return Applied(document, (Conflict(self, code, step, field, *values),))


class AddStep(Operation):
    kind: Literal["add_step"] = "add_step"
    step: WholeStep
    previous: Key | None

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.step.key}", f"after:{self.step.key}", f"after:{self.previous or ''}"}

    def on(self, document: Pathway) -> Applied:
        key, found = self.step.key, document.step(self.step.key)
        if found == self.step:
            return Applied(document)
        if found:
            return self.unfit(document, "exists", key, "", None, found, self.step)
        if self.previous and not document.step(self.previous):
            return self.unfit(document, "no_place", key, "place", self.previous, None, self.step)
        return Applied(document.inserting(self.step, self.previous))


class RemoveStep(Operation):
    """`step` is the step as it was, so that it can be put back, and what changed since is noticed."""

    kind: Literal["remove_step"] = "remove_step"
    step: WholeStep

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.step.key}", f"after:{self.step.key}"}

    def on(self, document: Pathway) -> Applied:
        found = document.step(self.step.key)
        if found and found != self.step:
            return self.unfit(document, "changed", found.key, "", self.step, found, None)
        return Applied(document.without(self.step.key))


class MoveStep(Operation):
    """`before` is what the step stood behind until now."""

    kind: Literal["move_step"] = "move_step"
    key: Key
    previous: Key | None
    before: Key | None

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.key}", *(f"after:{key or ''}" for key in (self.key, self.previous, self.before))}

    def on(self, document: Pathway) -> Applied:
        step = document.step(self.key)
        if step is None:
            return self.unfit(document, "missing", self.key, "place", self.before, None, self.previous)
        found, rest = document.previous(self.key), document.without(self.key)
        if found not in {self.before, self.previous}:
            return self.unfit(document, "changed", self.key, "place", self.before, found, self.previous)
        if self.previous and not rest.step(self.previous):
            return self.unfit(document, "no_place", self.key, "place", self.before, found, self.previous)
        return Applied(rest.inserting(step, self.previous))


class Change(Operation):
    """New values of fields with the values they had, by name, as JSON values."""

    OF: ClassVar[type[Part]]

    fields: dict[str, Any]
    before: dict[str, Any]

    @field_validator("fields", "before")
    @classmethod
    def _readable(cls, values: dict[str, Any]) -> dict[str, Any]:
        if strange := values.keys() - CHANGEABLE[cls.OF].keys():
            raise ValueError(f"cannot be changed: {', '.join(sorted(strange))}")
        return {name: _dump(cls.OF, name, _load(cls.OF, name, value)) for name, value in values.items()}

    @model_validator(mode="after")
    def _paired(self) -> Self:
        if self.fields.keys() != self.before.keys():
            raise ValueError("each new value goes with the value before it")
        return self

    def change(self, part: P | None, step: str | None, path: str = "") -> tuple[P | None, tuple[Conflict, ...]]:
        """The part with the values that fit, and a conflict for each of the others."""
        new, conflicts = {}, []
        for name, wanted in self.fields.items():
            expected, found = self.before[name], part and _dump(self.OF, name, getattr(part, name))
            if part is None or found not in (expected, wanted):
                code: Code = "changed" if part else "missing"
                conflicts.append(Conflict(self, code, step, path + name, expected, found, wanted))
            elif found != wanted:
                new[name] = _load(self.OF, name, wanted)
        return part and part.model_copy(update=new), tuple(conflicts)


class ChangePathway(Change):
    OF = Pathway

    kind: Literal["change_pathway"] = "change_pathway"

    @property
    def touches(self) -> set[str]:
        return {f"pathway:{name}" for name in self.fields}

    def on(self, document: Pathway) -> Applied:
        changed, conflicts = self.change(document, None)
        return Applied(changed or document, conflicts)


class ChangeStep(Change):
    OF = Step

    kind: Literal["change_step"] = "change_step"
    key: Key

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.key}"}

    def on(self, document: Pathway) -> Applied:
        step, conflicts = self.change(document.step(self.key), self.key)
        return Applied(document.replacing(step) if step else document, conflicts)


class ChangeConditions(Operation):
    """What comes before a step, and how many of its options are done, as one value."""

    kind: Literal["change_conditions"] = "change_conditions"
    key: Key
    conditions: Conditions
    before: Conditions

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.key}"}

    def on(self, document: Pathway) -> Applied:
        step = document.step(self.key)
        if step is None:
            return self.unfit(document, "missing", self.key, "conditions", self.before, None, self.conditions)
        found = step.conditions
        if found not in (self.before, self.conditions):
            return self.unfit(document, "changed", self.key, "conditions", self.before, found, self.conditions)
        return Applied(document.replacing(step.model_copy(update=dict(self.conditions))))


class ChangeOption(Change):
    OF = Option

    kind: Literal["change_option"] = "change_option"
    key: Key
    option: Key

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.key}"}

    def on(self, document: Pathway) -> Applied:
        step = document.step(self.key)
        option, conflicts = self.change(step and step.option(self.option), self.key, f"options.{self.option}.")
        if step and option:
            document = document.replacing(_with_options(step, replace(step.options, option)))
        return Applied(document, conflicts)


class AddOption(Operation):
    kind: Literal["add_option"] = "add_option"
    key: Key
    option: WholeOption
    previous: Key | None

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.key}"}

    def on(self, document: Pathway) -> Applied:
        step, field = document.step(self.key), f"options.{self.option.key}"
        if step is None:
            return self.unfit(document, "missing", self.key, field, None, None, self.option)
        found = step.option(self.option.key)
        if found and found != self.option:
            return self.unfit(document, "exists", self.key, field, None, found, self.option)
        if self.previous and not step.option(self.previous):
            return self.unfit(document, "no_place", self.key, field, self.previous, None, self.option)
        ...


class RemoveOption(Operation):
    ...
