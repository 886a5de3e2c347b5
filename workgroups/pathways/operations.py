"""A proposal as structured operations on a pathway, each of which knows what it was made against.

Laws, for documents with unique keys: `apply(base, diff(base, x))` is x, without conflicts; operations and then
their `inverse` give the base again; operations that touch nothing in common can be applied in either order.
"""

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, get_type_hints

from pydantic import Field, PlainSerializer, TypeAdapter, field_validator, model_validator

from workgroups.pathways.document import (
    Conditions,
    K,
    Key,
    Option,
    Part,
    Pathway,
    Step,
    find,
    inserted,
    previous,
    replaced,
    without,
)

WholeStep = Annotated[Step, PlainSerializer(Part.data)]
WholeOption = Annotated[Option, PlainSerializer(Part.data)]

CHANGEABLE: dict[type[Part], dict[str, TypeAdapter[Any]]] = {
    part: {name: TypeAdapter(hints[name]) for name in part.model_fields if name not in fixed}
    for part, fixed in (
        (Pathway, {"steps"}),
        (Step, {"key", "options", *Conditions.model_fields}),
        (Option, {"key"}),
    )
    for hints in (get_type_hints(part, include_extras=True),)
}
"""The fields that are changed one by one, with what reads and writes their values."""

Code = Literal["changed", "missing", "exists", "no_place"]


class Conflict(NamedTuple):
    """A part of an operation that no longer fits; nothing of that part was applied.

    `code` is "changed" (neither as expected nor as wanted), "missing" (the step or option is gone), "exists" (its key
    is taken) or "no_place" (what it should stand behind is gone). `step` is None for the pathway itself. `field` is
    a field of it, "place", "conditions", "options.interview" or "options.interview.cost", or "" for the whole step.
    The three values are JSON values.
    """

    operation: "Operation"
    code: Code
    step: str | None
    field: str
    expected: Any
    found: Any
    wanted: Any


class Applied(NamedTuple):
    document: Pathway
    conflicts: tuple[Conflict, ...] = ()


def apply(document: Pathway, operations: Iterable["Operation"]) -> Applied:
    """The document after the operations, in their order, and what did not fit.

    What already stands as wanted is no conflict. Fields are taken one by one: those that fit are applied although
    others of the same operation do not. Whether the result makes sense is for `problems` to say.
    """
    conflicts: list[Conflict] = []
    for operation in operations:
        document, unfit = operation.on(document)
        conflicts += unfit
    return Applied(document, tuple(conflicts))


def touches(operations: Iterable["Operation"]) -> set[str]:
    """The anchors of all these operations."""
    return {anchor for operation in operations for anchor in operation.touches}


def inverse(base: Pathway, operations: Iterable["Operation"]) -> list["Operation"]:
    """The operations that lead from `apply(base, operations)` back to the base; they carry what was removed."""
    return diff(apply(base, operations).document, base)


def read(data: Any) -> list["Operation"]:
    """Operations from stored JSON values; raises Pydantic's ValidationError when they are malformed."""
    return STORED.validate_python(data)


def data(operations: Iterable["Operation"]) -> list[dict[str, Any]]:
    """Operations as JSON values, for `read`."""
    return [operation.model_dump(mode="json") for operation in operations]


class Operation(Part):
    """One change. `previous` is always the key of what something stands behind; None is the beginning."""

    @property
    @abstractmethod
    def touches(self) -> set[str]:
        """Anchors: "step:exam" is the step, "after:exam" the place behind it, "pathway:title" a field."""

    @abstractmethod
    def on(self, document: Pathway) -> Applied:
        """The document after this operation alone."""

    def unfit(
        self, code: Code | None, step: str, field: str, *, expected: Any = None, found: Any = None, wanted: Any = None
    ) -> tuple[Conflict, ...]:
        """The conflict with this code; nothing when there is no code."""
        if code is None:
            return ()
        values = (value.data() if isinstance(value, Part) else value for value in (expected, found, wanted))
        return (Conflict(self, code, step, field, *values),)


class AddStep(Operation):
    kind: Literal["add_step"] = "add_step"
    step: WholeStep
    previous: Key | None

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.step.key}", f"after:{self.step.key}", f"after:{self.previous or ''}"}

    def on(self, document: Pathway) -> Applied:
        steps, code = _add(document.steps, self.step, self.previous)
        found = document.step(self.step.key)
        return Applied(document.having(steps), self.unfit(code, self.step.key, "", found=found, wanted=self.step))


class RemoveStep(Operation):
    """`step` is the step as it was: it can be put back, and what changed in between is noticed."""

    kind: Literal["remove_step"] = "remove_step"
    step: WholeStep

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.step.key}", f"after:{self.step.key}"}

    def on(self, document: Pathway) -> Applied:
        steps, code = _remove(document.steps, self.step)
        found = document.step(self.step.key)
        return Applied(document.having(steps), self.unfit(code, self.step.key, "", expected=self.step, found=found))


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
        step, rest = document.step(self.key), without(document.steps, self.key)
        found = previous(document.steps, self.key) if step else None
        code: Code | None = None
        if step is None:
            code = "missing"
        elif found not in (self.before, self.previous):
            code = "changed"
        elif self.previous and not find(rest, self.previous):
            code = "no_place"
        else:
            document = document.having(inserted(rest, step, self.previous))
        values = {"expected": self.before, "found": found, "wanted": self.previous}
        return Applied(document, self.unfit(code, self.key, "place", **values))


class Change(Operation):
    """New values of fields with the values they had, by name, as JSON values."""

    OF: ClassVar[type[Part]]

    fields: dict[str, Any]
    before: dict[str, Any]

    @field_validator("fields", "before")
    @classmethod
    def _readable(cls, values: dict[str, Any]) -> dict[str, Any]:
        known = CHANGEABLE[cls.OF]
        if strange := values.keys() - known.keys():
            raise ValueError(f"cannot be changed: {', '.join(sorted(strange))}")
        return {name: known[name].dump_python(_load(cls.OF, name, value), mode="json") for name, value in values.items()}

    @model_validator(mode="after")
    def _paired(self) -> Self:
        if self.fields.keys() != self.before.keys():
            raise ValueError("each new value goes with the value before it")
        return self

    def change(self, part: P, step: str | None, path: str = "") -> tuple[P, tuple[Conflict, ...]]:
        """The part with the values that fit, and a conflict for each of the others."""
        new: dict[str, Any] = {}
        conflicts: list[Conflict] = []
        for name, wanted in self.fields.items():
            found = _value(part, name)
            if found == self.before[name]:
                new[name] = CHANGEABLE[self.OF][name].validate_python(wanted)
            elif found != wanted:
                conflicts += self.unfit("changed", step, f"{path}{name}", expected=self.before[name], found=found, wanted=wanted)
        return part.model_copy(update=new), tuple(conflicts)


class ChangePathway(Change):
    OF = Pathway

    kind: Literal["change_pathway"] = "change_pathway"

    @property
    def touches(self) -> set[str]:
        return {f"pathway:{name}" for name in self.fields}

    def on(self, document: Pathway) -> Applied:
        return Applied(*self.change(document, None))


class OnStep(Operation):
    """What changes one step and nothing around it."""

    key: Key

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.key}"}

    def on(self, document: Pathway) -> Applied:
        step = document.step(self.key)
        if step is None:
            return Applied(document, self.unfit("missing", self.key, ""))
        step, conflicts = self.within(step)
        return Applied(document.having(replaced(document.steps, step)), conflicts)

    @abstractmethod
    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        """The step after this operation."""


class ChangeStep(OnStep, Change):
    OF = Step

    kind: Literal["change_step"] = "change_step"

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        return self.change(step, self.key)


class ChangeConditions(OnStep):
    """What comes before a step, and how many of its options are done, as one value."""

    kind: Literal["change_conditions"] = "change_conditions"
    conditions: Conditions
    before: Conditions

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        found, wanted = step.conditions, self.conditions
        if found not in (self.before, wanted):
            values = {"expected": self.before, "found": found, "wanted": wanted}
            return step, self.unfit("changed", self.key, "conditions", **values)
        return step.model_copy(update=dict(wanted)), ()


class ChangeOption(OnStep, Change):
    OF = Option

    kind: Literal["change_option"] = "change_option"
    option: Key

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        option, field = step.option(self.option), f"options.{self.option}"
        if option is None:
            return step, self.unfit("missing", self.key, field)
        option, conflicts = self.change(option, self.key, f"{field}.")
        return step.model_copy(update={"options": replaced(step.options, option)}), conflicts


class AddOption(OnStep):
    kind: Literal["add_option"] = "add_option"
    option: WholeOption
    previous: Key | None

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        options, code = _add(step.options, self.option, self.previous)
        found, field = step.option(self.option.key), f"options.{self.option.key}"
        return (
            step.model_copy(update={"options": options}),
            self.unfit(code, self.key, field, found=found, wanted=self.option),
        )


class RemoveOption(OnStep):
    """`option` is the option as it was."""

    kind: Literal["remove_option"] = "remove_option"
    option: WholeOption

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        options, code = _remove(step.options, self.option)
        found, field = step.option(self.option.key), f"options.{self.option.key}"
        return (
            step.model_copy(update={"options": options}),
            self.unfit(code, self.key, field, expected=self.option, found=found),
        )


AnyOperation = Annotated[
    ChangePathway
    | AddStep
    | RemoveStep
    | MoveStep
    | ChangeStep
    | ChangeConditions
    | ChangeOption
    | AddOption
    | RemoveOption,
    Field(discriminator="kind"),
]
STORED: TypeAdapter[list[AnyOperation]] = TypeAdapter(list[AnyOperation])


def _add(parts: tuple[K, ...], part: K, behind: str | None) -> tuple[tuple[K, ...], Code | None]:
    found = find(parts, part.key)
    if found:
        return parts, None if found == part else "exists"
    if behind and not find(parts, behind):
        return parts, "no_place"
    return inserted(parts, part, behind), None


def _remove(parts: tuple[K, ...], part: K) -> tuple[tuple[K, ...], Code | None]:
    found = find(parts, part.key)
    return (parts, "changed") if found and found != part else (without(parts, part.key), None)
