"""Operations made from two documents.

Laws, for documents with unique keys: `apply(base, diff(base, x))` is x, without conflicts; operations and
then their `inverse` give the base again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workgroups.pathways.document import Part, Pathway, Step, previous
from workgroups.pathways.operations import (
    CHANGEABLE,
    AddOption,
    AddStep,
    ChangeConditions,
    ChangeOption,
    ChangePathway,
    ChangeStep,
    MoveStep,
    Operation,
    RemoveOption,
    RemoveStep,
    apply,
    value,
)


def inverse(base: Pathway, operations: Iterable[Operation]) -> list[Operation]:
    """The operations that lead from `apply(base, operations)` back; they carry what was removed."""
    return diff(apply(base, operations).document, base)


def diff(base: Pathway, target: Pathway) -> list[Operation]:
    """The operations that lead from one document to another: removals, then along the order of the target.

    As few steps as possible move. Keys are unique in both documents.
    """
    operations: list[Operation] = []
    if changes := _changes(base, target):
        operations.append(ChangePathway(**changes))
    old, new = ({step.key: step for step in document.steps} for document in (base, target))
    operations += [RemoveStep(step=step) for key, step in old.items() if key not in new]
    now = apply(base, operations).document
    moving = _moving(list(old), list(new))
    behind = None
    for key, step in new.items():
        placing: Operation | None = None
        if key not in old:
            placing = AddStep(step=step, previous=behind)
        elif key in moving and (before := previous(now.steps, key)) != behind:
            placing = MoveStep(key=key, previous=behind, before=before)
        if placing:
            operations.append(placing)
            now = placing.on(now).document
        if key in old and old[key] != step:
            operations += _step_diff(old[key], step)
        behind = key
    return operations


def _step_diff(old: Step, new: Step) -> Iterator[Operation]:
    if changes := _changes(old, new):
        yield ChangeStep(key=new.key, **changes)
    if old.conditions != new.conditions:
        yield ChangeConditions(key=new.key, conditions=new.conditions, before=old.conditions)
    moving = _moving([option.key for option in old.options], [option.key for option in new.options])
    for option in old.options:
        if option.key in moving or not new.option(option.key):
            yield RemoveOption(key=new.key, option=option)
    behind = None
    for option in new.options:
        before = old.option(option.key)
        if before is None or option.key in moving:
            yield AddOption(key=new.key, option=option, previous=behind)
        elif changes := _changes(before, option):
            yield ChangeOption(key=new.key, option=option.key, **changes)
        behind = option.key


def _changes(old: Part, new: Part) -> dict[str, Any]:
    """The arguments `fields` and `before` for the changeable fields that differ; empty when none does."""
    names = [name for name in CHANGEABLE[type(old)] if getattr(old, name) != getattr(new, name)]
    both = {"fields": new, "before": old}
    return {side: {name: value(part, name) for name in names} for side, part in both.items()} if names else {}


def _moving(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The keys in both that have to move: those outside a longest run of keys that stays in order."""
    place = {key: position for position, key in enumerate(old)}
    kept = [key for key in new if key in place]
    ends: list[int] = []  # the smallest place at which a run of each length can end
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
