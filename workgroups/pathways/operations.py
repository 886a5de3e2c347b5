"""A proposal as structured operations on a pathway, each of which knows what it was made against.

Operations that touch nothing in common can be applied in either order. They are made by `diff.diff`, from the
document as it is and as it should be.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, TypeVar, get_type_hints

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
    required,
    without,
)

P = TypeVar("P", Pathway, Step, Option)

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


def value(part: Part, name: str) -> Any:
    """A changeable field's value as a JSON value."""
    return CHANGEABLE[type(part)][name].dump_python(getattr(part, name), mode="json")


def typed(of: type[Part], name: str, value: Any) -> Any:
    """A changeable field's value from a JSON value; raises Pydantic's ValidationError when it is none."""
    return CHANGEABLE[of][name].validate_python(value)


Code = Literal["changed", "missing", "exists", "no_place", "breaks"]


class Conflict(NamedTuple):
    """A part of an operation that no longer fits; nothing of that part was applied.

    `code` is "changed" (neither as expected nor as wanted), "missing" (the step or option is gone), "exists"
    (its key is taken), "no_place" (what it should stand behind is gone) or "breaks" (it fits, but
    nobody could follow the pathway with it; `apply` does not look at that). `step` is None for the pathway.
    `field` is one of the step or pathway, or "place", "conditions", "options.interview", a field of that
    option as in "options.interview.cost", or "" for the whole step. The three values are JSON values.
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

    What already stands as wanted is no conflict. Fields are taken one by one: those that fit are applied even
    when others of the same operation do not. Whether the result makes sense is for `problems` to say.
    """
    conflicts: list[Conflict] = []
    for operation in operations:
        document, unfit = operation.on(document)
        conflicts += unfit
    return Applied(document, tuple(conflicts))


def touches(operations: Iterable["Operation"]) -> set[str]:
    """The anchors of all these operations."""
    return {anchor for operation in operations for anchor in operation.touches}


def keys_of(operations: Iterable["Operation"]) -> set[str]:
    """The keys of the steps that operations touch."""
    return {anchor.partition(":")[2] for anchor in touches(operations) if anchor.startswith("step:")}


def touched(stored: Iterable[Mapping[str, Any]]) -> set[str]:
    """The keys of the steps that stored operations touch, without reading the whole of them."""
    return {each.get("key") or each["step"]["key"] for each in stored if "key" in each or "step" in each}


def anchors(stored: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The step that each stored operation touches, and what names the operation however its new value is reworded.

    The step is "" for an operation on the pathway itself.
    """
    named = []
    for each in stored:
        key = each.get("key") or (each.get("step") or {"key": ""})["key"]
        option = each.get("option") or ""
        option = option["key"] if isinstance(option, Mapping) else option
        about = (each["kind"], key, option, *sorted(each.get("fields", ())))
        named.append((key, blake2b("/".join(about).encode(), digest_size=8).hexdigest()))
    return named


def read(data: Any) -> list["Operation"]:
    """Operations from stored JSON values; raises Pydantic's ValidationError when they are malformed."""
    return [*STORED.validate_python(data)]


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

    @abstractmethod
    def held(self, document: Pathway, code: Code | None) -> tuple[Conflict, ...]:
        """All of it as conflicts with what a document has; nothing without a code."""

    def unfit(self, code: Code | None, step: str | None, field: str, *values: Any) -> tuple[Conflict, ...]:
        """The conflict with this code and the values expected, found and wanted; nothing without a code."""
        if code is None:
            return ()
        plain = (value.data() if isinstance(value, Part) else value for value in values)
        return (Conflict(self, code, step, field, *plain),)


class AddStep(Operation):
    kind: Literal["add_step"] = "add_step"
    step: WholeStep
    previous: Key | None

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.step.key}", f"after:{self.step.key}", f"after:{self.previous or ''}"}

    def on(self, document: Pathway) -> Applied:
        steps, code = _add(document.steps, self.step, self.previous)
        return Applied(document.having(steps), self.held(document, code))

    def held(self, document: Pathway, code: Code | None) -> tuple[Conflict, ...]:
        return self.unfit(code, self.step.key, "", None, document.step(self.step.key), self.step)


class RemoveStep(Operation):
    """`step` is the step as it was: it can be put back, and what changed in between is noticed."""

    kind: Literal["remove_step"] = "remove_step"
    step: WholeStep

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.step.key}", f"after:{self.step.key}"}

    def on(self, document: Pathway) -> Applied:
        steps, code = _remove(document.steps, self.step)
        return Applied(document.having(steps), self.held(document, code))

    def held(self, document: Pathway, code: Code | None) -> tuple[Conflict, ...]:
        return self.unfit(code, self.step.key, "", self.step, document.step(self.step.key), None)


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
        steps, code = _move(document.steps, self.key, self.previous, self.before)
        return Applied(document.having(steps), self.held(document, code))

    def held(self, document: Pathway, code: Code | None) -> tuple[Conflict, ...]:
        found = previous(document.steps, self.key) if document.step(self.key) else None
        return self.unfit(code, self.key, "place", self.before, found, self.previous)


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
        return {n: known[n].dump_python(typed(cls.OF, n, value), mode="json") for n, value in values.items()}

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
            expected, found = self.before[name], value(part, name)
            if found == expected:
                new[name] = typed(self.OF, name, wanted)
            elif found != wanted:
                conflicts += self.unfit("changed", step, path + name, expected, found, wanted)
        return part.model_copy(update=new), tuple(conflicts)

    def fields_of(self, part: Part | None, code: Code | None, step: str | None, path: str = "") -> tuple[Conflict, ...]:
        """A conflict for each field, with what the part has; None when it is gone."""
        found = {name: value(part, name) if part else None for name in self.fields}
        conflicts = (
            self.unfit(code, step, path + name, self.before[name], found[name], wanted)
            for name, wanted in self.fields.items()
        )
        return tuple(conflict for one in conflicts for conflict in one)


class ChangePathway(Change):
    OF = Pathway

    kind: Literal["change_pathway"] = "change_pathway"

    @property
    def touches(self) -> set[str]:
        return {f"pathway:{name}" for name in self.fields}

    def on(self, document: Pathway) -> Applied:
        return Applied(*self.change(document, None))

    def held(self, document: Pathway, code: Code | None) -> tuple[Conflict, ...]:
        return self.fields_of(document, code, None)


class OnStep(Operation):
    """What changes one step and nothing around it."""

    key: Key

    @property
    def touches(self) -> set[str]:
        return {f"step:{self.key}"}

    def on(self, document: Pathway) -> Applied:
        step = document.step(self.key)
        if step is None:
            return Applied(document, self.held_in(None, "missing"))
        step, conflicts = self.within(step)
        return Applied(document.having(replaced(document.steps, step)), conflicts)

    def held(self, document: Pathway, code: Code | None) -> tuple[Conflict, ...]:
        return self.held_in(document.step(self.key), code)

    @abstractmethod
    def held_in(self, step: Step | None, code: Code | None) -> tuple[Conflict, ...]:
        """All of it as conflicts with what the step has."""

    @abstractmethod
    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        """The step after this operation."""


class ChangeStep(OnStep, Change):
    OF = Step

    kind: Literal["change_step"] = "change_step"

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        return self.change(step, self.key)

    def held_in(self, step: Step | None, code: Code | None) -> tuple[Conflict, ...]:
        return self.fields_of(step, code, self.key)


class ChangeConditions(OnStep):
    """What comes before a step, and how many of its options are done, as one value."""

    kind: Literal["change_conditions"] = "change_conditions"
    conditions: Conditions
    before: Conditions

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        if step.conditions not in (self.before, self.conditions):
            return step, self.held_in(step, "changed")
        return step.model_copy(update=dict(self.conditions)), ()

    def held_in(self, step: Step | None, code: Code | None) -> tuple[Conflict, ...]:
        found = step and step.conditions
        return self.unfit(code, self.key, "conditions", self.before, found, self.conditions)


class ChangeOption(OnStep, Change):
    OF = Option

    kind: Literal["change_option"] = "change_option"
    option: Key

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        option = step.option(self.option)
        if option is None:
            return step, self.held_in(step, "missing")
        option, conflicts = self.change(option, self.key, f"options.{self.option}.")
        return step.having(replaced(step.options, option)), conflicts

    def held_in(self, step: Step | None, code: Code | None) -> tuple[Conflict, ...]:
        return self.fields_of(step and step.option(self.option), code, self.key, f"options.{self.option}.")


class AddOption(OnStep):
    kind: Literal["add_option"] = "add_option"
    option: WholeOption
    previous: Key | None

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        options, code = _add(step.options, self.option, self.previous)
        return step.having(options), self.held_in(step, code)

    def held_in(self, step: Step | None, code: Code | None) -> tuple[Conflict, ...]:
        found = step and step.option(self.option.key)
        return self.unfit(code, self.key, f"options.{self.option.key}", None, found, self.option)


class RemoveOption(OnStep):
    """`option` is the option as it was."""

    kind: Literal["remove_option"] = "remove_option"
    option: WholeOption

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        options, code = _remove(step.options, self.option)
        return step.having(options), self.held_in(step, code)

    def held_in(self, step: Step | None, code: Code | None) -> tuple[Conflict, ...]:
        found = step and step.option(self.option.key)
        return self.unfit(code, self.key, f"options.{self.option.key}", self.option, found, None)


class MoveOption(OnStep):
    """`before` is what the option stood behind until now."""

    kind: Literal["move_option"] = "move_option"
    option: Key
    previous: Key | None
    before: Key | None

    def within(self, step: Step) -> tuple[Step, tuple[Conflict, ...]]:
        options, code = _move(step.options, self.option, self.previous, self.before)
        return step.having(options), self.held_in(step, code)

    def held_in(self, step: Step | None, code: Code | None) -> tuple[Conflict, ...]:
        found = previous(step.options, self.option) if step and step.option(self.option) else None
        return self.unfit(code, self.key, f"options.{self.option}.place", self.before, found, self.previous)


AnyOperation = Annotated[
    ChangePathway
    | AddStep
    | RemoveStep
    | MoveStep
    | ChangeStep
    | ChangeConditions
    | ChangeOption
    | AddOption
    | RemoveOption
    | MoveOption,
    Field(discriminator="kind"),
]
STORED: TypeAdapter[list[AnyOperation]] = TypeAdapter(list[AnyOperation])


def _add(parts: tuple[K, ...], part: K, behind: str | None) -> tuple[tuple[K, ...], Code | None]:
    found = find(parts, part.key)
    if found:
        return parts, None if required(found) == required(part) else "exists"
    if behind and not find(parts, behind):
        return parts, "no_place"
    return inserted(parts, part, behind), None


def _remove(parts: tuple[K, ...], part: K) -> tuple[tuple[K, ...], Code | None]:
    found = find(parts, part.key)
    if found and required(found) != required(part):
        return parts, "changed"
    return without(parts, part.key), None


def _move(parts: tuple[K, ...], key: str, behind: str | None, before: str | None) -> tuple[tuple[K, ...], Code | None]:
    """The parts with one at another place, or why not."""
    part, rest = find(parts, key), without(parts, key)
    if part is None:
        return parts, "missing"
    found = previous(parts, key)
    if found not in (before, behind):
        return parts, "changed"
    if behind and not find(rest, behind):
        return parts, "no_place"
    return inserted(rest, part, behind), None
