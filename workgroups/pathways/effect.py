"""What a pathway takes: time, money, steps, and how much of it can be done before coming.

Two routes are added up. *Everything* holds all steps. The *required* route holds the required steps and what
these cannot do without: each step of an "all" condition, and where an "any" or "n of" condition is not met,
the lightest or the heaviest steps that meet it; the range then covers both.

- Time: a step begins as soon as enough of what comes before it is done. Steps that do not wait for each other
  run side by side, so a route takes as long as its longest chain.
- Money: added up per currency, never across currencies.
- Options: as many as the step's rule asks for, the lightest at the low end and the heaviest at the high end.
  What an option leaves open is as the step says.
- A figure that nobody gives adds nothing and is counted as unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import NamedTuple, TypeVar

from workgroups.pathways.document import Cost, Option, Pathway, Step
from workgroups.pathways.problems import require_structure

T = TypeVar("T")


class Span(NamedTuple):
    """A range, both ends included: weeks, or hundredths of a currency."""

    min: int
    max: int


@dataclass(frozen=True)
class Totals:
    """A route added up."""

    weeks: Span
    costs: dict[str, Span]
    """By ISO 4217 code, in hundredths."""
    weeks_unknown: int
    """Steps, or steps with an option, that do not say how long they take."""
    costs_unknown: int
    longest: tuple[str, ...]
    """The chain of steps that decides the high end of the time, in order."""


@dataclass(frozen=True)
class Effect:
    required: Totals
    everything: Totals
    steps_required: int
    steps_optional: int
    """Optional and elective steps."""
    from_abroad: int
    """Steps that can be done before coming; those where only a part can are in the next figure."""
    from_abroad_in_part: int


@dataclass(frozen=True)
class Difference:
    """By how much the ends of a route's ranges differ; negative is less."""

    weeks: Span
    costs: dict[str, Span]


@dataclass(frozen=True)
class Comparison:
    before: Effect
    after: Effect
    required: Difference
    everything: Difference
    steps_required: int
    steps_optional: int
    from_abroad: int
    from_abroad_in_part: int


def effect(document: Pathway) -> Effect:
    """What a pathway takes; raises `Unsound` when its structure has problems."""
    require_structure(document)
    abroad = [step.from_abroad or _best_option(step) for step in document.steps]
    required = sum(step.designation == "required" for step in document.steps)
    known = {step.key: step for step in document.steps}
    order = TopologicalSorter({key: step.after for key, step in known.items()}).static_order()
    steps = {key: known[key] for key in order}
    return Effect(
        required=_totals(steps, everything=False),
        everything=_totals(steps, everything=True),
        steps_required=required,
        steps_optional=len(document.steps) - required,
        from_abroad=abroad.count("yes"),
        from_abroad_in_part=abroad.count("part"),
    )


def compare(before: Effect, after: Effect) -> Comparison:
    """Two effects and by how much the second differs from the first."""
    return Comparison(
        before=before,
        after=after,
        required=_difference(before.required, after.required),
        everything=_difference(before.everything, after.everything),
        steps_required=after.steps_required - before.steps_required,
        steps_optional=after.steps_optional - before.steps_optional,
        from_abroad=after.from_abroad - before.from_abroad,
        from_abroad_in_part=after.from_abroad_in_part - before.from_abroad_in_part,
    )


def _difference(before: Totals, after: Totals) -> Difference:
    nothing = Span(0, 0)
    return Difference(
        weeks=_minus(after.weeks, before.weeks),
        costs={
            currency: _minus(after.costs.get(currency, nothing), before.costs.get(currency, nothing))
            for currency in sorted({*before.costs, *after.costs})
        },
    )


def _minus(one: Span, other: Span) -> Span:
    return Span(one.min - other.min, one.max - other.max)


def _best_option(step: Step) -> str | None:
    said = {option.from_abroad for option in step.options}
    return next((answer for answer in ("yes", "part", "no") if answer in said), None)


Figure = Callable[[Step | Option], Span | None]
"""One figure of a step or option as it stands there; None when it is not given."""


def _weeks(part: Step | Option) -> Span | None:
    return Span(part.weeks.min, part.weeks.max) if part.weeks else None


def _cost(part: Step | Option) -> Cost | None:
    return part.cost


def _currencies(step: Step) -> set[str]:
    return {cost.currency for cost in _ways(step, _cost) if cost}


def _cents(currency: str) -> Figure:
    def figure(part: Step | Option) -> Span | None:
        if part.cost is None:
            return None
        if part.cost.currency != currency:
            return Span(0, 0)
        return Span(part.cost.min_cents, part.cost.max_cents)

    return figure


def _totals(steps: dict[str, Step], *, everything: bool) -> Totals:
    """The totals of one route through steps, which stand behind those that they wait for."""

    def ends(figure: Figure) -> tuple[list[set[str]], dict[str, int], dict[str, int]]:
        """The routes whose sums are the ends of a range, and what each step adds at the low and high end."""
        spans = {key: _span(step, figure) for key, step in steps.items()}
        low, high = ({key: span[end] for key, span in spans.items()} for end in (0, 1))
        if everything:
            return [set(steps)], low, high
        return [_taken(steps, low), _taken(steps, {key: -most for key, most in high.items()})], low, high

    routes, low, high = ends(_weeks)
    shortest = min(_chain(steps, route, low)[0] for route in routes)
    longest, chain = max(_chain(steps, route, high) for route in routes)
    used = set().union(*routes)
    costs = {}
    for currency in sorted(set().union(*map(_currencies, steps.values()))):
        routes, low, high = ends(_cents(currency))
        if any(currency in _currencies(steps[key]) for route in routes for key in route):
            sums = [[sum(cents[key] for key in route) for route in routes] for cents in (low, high)]
            costs[currency] = Span(min(sums[0]), max(sums[1]))
    return Totals(
        weeks=Span(shortest, longest),
        costs=costs,
        weeks_unknown=sum(None in _ways(steps[key], _weeks) for key in used),
        costs_unknown=sum(None in _ways(steps[key], _cost) for key in used),
        longest=chain,
    )


def _taken(steps: dict[str, Step], weight: dict[str, int]) -> set[str]:
    """The required steps, and of those that they cannot do without the ones with the least weight."""
    queue = [key for key, step in steps.items() if step.designation == "required"]
    taken = set(queue)
    for key in queue:  # It grows while it is read.
        step = steps[key]
        lacking = step.needed - len(taken.intersection(step.after))
        if lacking > 0:
            more = sorted((other for other in step.after if other not in taken), key=lambda other: weight[other])
            queue += more[:lacking]
            taken.update(more[:lacking])
    return taken


def _chain(steps: dict[str, Step], route: set[str], length: dict[str, int]) -> tuple[int, tuple[str, ...]]:
    """How long a route takes when each step begins as soon as it can, and the steps that decide it."""
    done: dict[str, tuple[int, tuple[str, ...]]] = {}
    for key, step in steps.items():
        if key in route:
            before = sorted(done[other] for other in step.after if other in route)
            start, chain = before[step.needed - 1] if step.needed else (0, ())
            done[key] = start + length[key], (*chain, key)
    return max(done.values(), default=(0, ()))


def _ways(step: Step, figure: Callable[[Step | Option], T | None]) -> list[T | None]:
    """A figure of each way of doing a step: of its options, or of itself when there are none."""
    own = figure(step)
    return [figure(option) or own for option in step.options] or [own]


def _span(step: Step, figure: Figure) -> Span:
    """What a step adds: as many of its ways as its rule asks for, the lightest and the heaviest."""
    ways = [way or Span(0, 0) for way in _ways(step, figure)]
    count = step.chosen if step.options else 1
    low, high = sorted(way.min for way in ways), sorted((way.max for way in ways), reverse=True)
    return Span(sum(low[:count]), sum(high[:count]))
