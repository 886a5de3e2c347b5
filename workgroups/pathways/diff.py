"""Operations made from two documents.

Laws, for documents with unique keys: `apply(base, diff(base, x))` is x, without conflicts; operations and
then their `inverse` give the base again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workgroups.pathways.document import K, Part, Pathway, Step, inserted, previous, without
from workgroups.pathways.operations import (
    CHANGEABLE,
    AddOption,
    AddStep,
    ChangeConditions,
    ChangeOption,
    ChangePathway,
    ChangeStep,
    MoveOption,
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
    operations += [RemoveStep(step=step) for step in base.steps if step.key not in target.keys]
    for step, old, behind, before in _walk(base.steps, target.steps):
        if old is None:
            operations.append(AddStep(step=step, previous=behind))
        elif before != behind:
            operations.append(MoveStep(key=step.key, previous=behind, before=before))
        if old and old != step:
            operations += _step_diff(old, step)
    return operations


def _step_diff(old: Step, new: Step) -> Iterator[Operation]:
    key = new.key
    if changes := _changes(old, new):
        yield ChangeStep(key=key, **changes)
    if old.conditions != new.conditions:
        yield ChangeConditions(key=key, conditions=new.conditions, before=old.conditions)
    yield from (RemoveOption(key=key, option=option) for option in old.options if not new.option(option.key))
    for option, was, behind, before in _walk(old.options, new.options):
        if was is None:
            yield AddOption(key=key, option=option, previous=behind)
        elif before != behind:
            yield MoveOption(key=key, option=option.key, previous=behind, before=before)
        if was and (changes := _changes(was, option)):
            yield ChangeOption(key=key, option=option.key, **changes)


def _walk(old: tuple[K, ...], new: tuple[K, ...]) -> Iterator[tuple[K, K | None, str | None, str | None]]:
    """Each new part, the old one with its key, what it stands behind, and what it stood behind until then.

    The last two differ for the parts that have to move, and only for those.
    """
    known = {part.key: part for part in old}
    wanted = {part.key for part in new}
    now = tuple(part for part in old if part.key in wanted)
    moving = _moving(list(known), [part.key for part in new])
    behind = None
    for part in new:
        before = behind
        if part.key in moving:
            before = previous(now, part.key)
        if part.key not in known or before != behind:
            now = inserted(without(now, part.key), part, behind)
        yield part, known.get(part.key), behind, before
        behind = part.key


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
