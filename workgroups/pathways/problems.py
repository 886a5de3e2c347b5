"""What is wrong in a well-formed pathway, as codes that a page can put into words beside the right field."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from pydantic import BaseModel

from workgroups.core.errors import DomainError
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.text import REFUSED
from workgroups.pathways.document import Cost, Option, Pathway, Step, Weeks

LONGEST_TEXT = 4_000
"""Characters in one text in one language."""

MOST_BEFORE = 30
MOST_OPTIONS = 26

LONGEST_WEEKS = 52 * 50
LARGEST_CENTS = 10**10
LARGEST_FACT = 10**7

WEB = re.compile("https?://")

FRESH = timedelta(days=365)
"""For so long a source counts as looked at, and nobody misses a figure of what a change did."""

MESSAGES = {
    "duplicate_key": gettext_noop("This stands here twice."),
    "unknown_stage": gettext_noop("Choose one of the stages of this pathway."),
    "unknown_step": gettext_noop("This names a step that the pathway does not have."),
    "cycle": gettext_noop("These steps wait for each other in a circle, so that nobody could begin them."),
    "unreachable": gettext_noop("Nobody could begin this step: what comes before it cannot be done."),
    "bad_count": gettext_noop("Enter how many of them are needed, at most as many as there are."),
    "many_before": gettext_noop("At most 30 steps can come before one."),
    "many_options": gettext_noop("A step has at most 26 options."),
    "negative": gettext_noop("Enter zero or more."),
    "reversed": gettext_noop("The smaller figure comes first."),
    "too_large": gettext_noop("This figure is too large to be right."),
    "bad_currency": gettext_noop("Enter a currency by its three letters, like CAD."),
    "missing_text": gettext_noop("Fill this in, in English or French."),
    "too_long": gettext_noop("Keep it to 4,000 characters or fewer in each language."),
    "bad_link": gettext_noop("Enter a web address that starts with https:// or http://."),
    "bad_rate": gettext_noop("A rate is at most 100 per cent."),
    "to_come": gettext_noop("Enter today or an earlier day."),
    "old_source": gettext_noop("The source was last looked at more than twelve months ago."),
    "uncounted": gettext_noop("It was counted before it changed, more than twelve months ago, and not since."),
    "past_cost": gettext_noop("The cost was known until a day that is over."),
    "one_way": gettext_noop("Any one of its options is needed, and there is one only."),
    "one_before": gettext_noop("Any one of the steps before it is needed, and there is one only."),
    "early": gettext_noop("It stands before a step that has to be done first."),
} | {code: message for code, (_, message) in REFUSED.items()}
"""What each code says to a person, in the words of the catalogue."""


class Problem(NamedTuple):
    """One thing to put right.

    `code` is a key of `MESSAGES`. `step` is None for the pathway. `field` is one of the step or pathway, with
    the keys and positions inside it: "weeks", "options.interview.cost", "documents.1".
    """

    code: str
    step: str | None
    field: str


class Unsound(DomainError):
    """A pathway with problems, where one without is needed; `problems` lists them."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{problem.code} {problem.step} {problem.field}" for problem in problems))
        self.problems = problems


def problems(document: Pathway) -> list[Problem]:
    """Everything that is wrong in a document; empty when it is sound.

    Beyond its structure: titles are there, no text is too long or hides characters, links lead to the web.
    """
    found = [*_texts(None, document, "title", "summary", "destination", "stages")]
    for step in document.steps:
        found += _texts(step.key, step, *Step.model_fields)
        links = [("source.url", step.source and step.source.url), *(("facts", fact.url) for fact in step.facts)]
        found += [Problem("bad_link", step.key, field) for field, link in links if link and not WEB.match(link)]
    return found + structure(document)


class Told(NamedTuple):
    """A problem for readers: of which step, or of the pathway, and the msgid of what is wrong with it."""

    title: LanguageMap
    message: str
    step: str | None


def told(document: Pathway, found: Iterable[Problem]) -> list[Told]:
    titles = {step.key: step.title for step in document.steps}
    codes = dict.fromkeys((problem.step, problem.code) for problem in found)
    return [Told(titles.get(step or "", document.title), MESSAGES[code], step) for step, code in codes]


def fresh(before: Pathway, after: Pathway) -> list[Problem]:
    """What a change would make wrong: the problems that were not there before it."""
    known = set(problems(before))
    return [problem for problem in problems(after) if problem not in known]


def to_come(before: Step | None, after: Step, today: date) -> list[str]:
    """The fields that a change makes say what was looked at or counted on a day that has not come."""
    found = []
    if after.source and after.source.checked and after.source.checked > today:
        found += ["source.checked"] if before is None or before.source != after.source else []
    known = before.facts if before else ()
    if any(fact.on > today and fact not in known for fact in after.facts):
        found.append("facts")
    return found


def broken(before: Pathway, after: Pathway) -> list[Problem]:
    """What of the structure a change would break."""
    known = set(structure(before))
    return [problem for problem in structure(after) if problem not in known]


def advice(document: Pathway, on: date) -> list[Problem]:
    """What is not wrong in a document, but worth a look on this day."""
    found = []
    along = [step.key for _, steps in document.staged() for step in steps]
    for step in document.steps:
        ahead = along[along.index(step.key) :] if step.key in along else []
        checked = step.source and step.source.checked
        costs = [step.cost, *(option.cost for option in step.options)]
        seen = {
            "old_source": bool(checked and on - checked > FRESH),
            "uncounted": bool(step.valid_from and on - step.valid_from > FRESH and _uncounted(step, step.valid_from)),
            "past_cost": any(cost and cost.valid_until and cost.valid_until < on for cost in costs),
            "one_way": step.rule == "any" and len(step.options) == 1,
            "early": len(step.after) - len(set(ahead).intersection(step.after)) < step.needed,
            "one_before": step.after_rule == "any" and len(step.after) == 1,
        }
        found += [Problem(code, step.key, "") for code, holds in seen.items() if holds]
    return found


def _uncounted(step: Step, since: date) -> bool:
    """Is there a kind of figure that was counted before this day only?"""
    last: dict[str, date] = {}
    for fact in step.facts:
        last[fact.kind] = max(fact.on, last.get(fact.kind, fact.on))
    return any(on < since for on in last.values())


def structure(document: Pathway) -> list[Problem]:
    """What keeps a pathway from being followed and added up.

    Keys are unique and known, counts lie within what there is, ranges are neither negative nor reversed, and
    every step can be begun: there is no cycle and nothing unreachable.
    """
    found = [*_duplicates(None, "stages", (stage.key for stage in document.stages))]
    found += _duplicates(None, "steps", document.keys)
    stages, steps = {stage.key for stage in document.stages}, set(document.keys)
    for step in document.steps:
        if step.stage not in stages:
            found.append(Problem("unknown_stage", step.key, "stage"))
        if step.counts_towards and step.counts_towards not in steps:
            found.append(Problem("unknown_step", step.key, "counts_towards"))
        found += _within(step)
    return [*found, *_order(document)]


def require_structure(document: Pathway) -> None:
    """Raises `Unsound` when the structure of the document has problems."""
    if found := structure(document):
        raise Unsound(found)


def _within(step: Step) -> Iterator[Problem]:
    """Problems that one step has on its own."""
    yield from _duplicates(step.key, "after", step.after)
    yield from _duplicates(step.key, "options", (option.key for option in step.options))
    yield from crowded(step)
    for field, rule, n, of in (
        ("after_n", step.after_rule, step.after_n, len(step.after)),
        ("n", step.rule, step.n, len(step.options)),
    ):
        if (rule == "n_of") != (n is not None) or (n is not None and not 1 <= n <= of):
            yield Problem("bad_count", step.key, field)
    yield from _figures(step.key, "", step)
    for fact in step.facts:
        if fact.value < 0:
            yield Problem("negative", step.key, "facts")
        if fact.value > LARGEST_FACT:
            yield Problem("too_large", step.key, "facts")
        if fact.kind == "pass_rate" and fact.value > 100:
            yield Problem("bad_rate", step.key, "facts")
    for option in step.options:
        yield from _figures(step.key, f"options.{option.key}.", option)


def crowded(step: Step) -> Iterator[Problem]:
    """More stands before a step, or more options in it, than a page can show or an order be worked out of."""
    if len(step.after) > MOST_BEFORE:
        yield Problem("many_before", step.key, "after")
    if len(step.options) > MOST_OPTIONS:
        yield Problem("many_options", step.key, "options")


def _figures(key: str, path: str, part: Step | Option) -> Iterator[Problem]:
    if part.weeks:
        yield from _range(key, f"{path}weeks", part.weeks, LONGEST_WEEKS)
    if part.cost:
        yield from _range(key, f"{path}cost", part.cost, LARGEST_CENTS)
        currency = part.cost.currency
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
            yield Problem("bad_currency", key, f"{path}cost")


def _range(key: str, field: str, given: Weeks | Cost, most: int) -> Iterator[Problem]:
    low, high = (given.min, given.max) if isinstance(given, Weeks) else (given.min_cents, given.max_cents)
    if low < 0 or high < 0:
        yield Problem("negative", key, field)
    if low > high:
        yield Problem("reversed", key, field)
    if high > most:
        yield Problem("too_large", key, field)


def _duplicates(step: str | None, field: str, keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield Problem("duplicate_key", step, f"{field}.{key}")
        seen.add(key)


def _texts(key: str | None, part: BaseModel, *fields: str) -> Iterator[Problem]:
    for field in fields:
        for path, texts in _maps(field, getattr(part, field)):
            if not texts:
                yield Problem("missing_text", key, path)
            for text in texts.values():
                if len(text) > LONGEST_TEXT:
                    yield Problem("too_long", key, path)
                if not text.isprintable():  # Line ends are not printable either, so look closer.
                    yield from (Problem(code, key, path) for code, (bad, _) in REFUSED.items() if bad.search(text))


def _maps(path: str, value: object) -> Iterator[tuple[str, dict[str, str]]]:
    """Every language map in a value, with its path."""
    if isinstance(value, dict):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _maps(f"{path}.{name}", getattr(value, name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _maps(f"{path}.{getattr(item, 'key', position)}", item)


def _order(document: Pathway) -> Iterator[Problem]:
    """Problems of the conditions between steps.

    A step can be reached when enough of what comes before it can be. Steps that stand behind a cycle or an
    unknown step are told apart from those that cause it.
    """
    steps = {step.key: step for step in document.steps}
    waiting, reached = list(steps.values()), set[str]()
    before = -1
    while before < len(reached):
        before = len(reached)
        for step in waiting:
            if len(reached.intersection(step.after)) >= step.needed:
                reached.add(step.key)
        waiting = [step for step in waiting if step.key not in reached]
    after = {key: {other for other in step.after if other in steps} for key, step in steps.items()}
    then: dict[str, set[str]] = {key: set() for key in steps}
    for key, others in after.items():
        for other in others:
            then[other].add(key)
    cycles = _blocked(after) & _blocked(then)
    for step in document.steps:
        if not steps.keys() >= set(step.after):
            yield Problem("unknown_step", step.key, "after")
        elif step.key in cycles:
            yield Problem("cycle", step.key, "after")
        elif step.key not in reached:
            yield Problem("unreachable", step.key, "after")


def _blocked(graph: dict[str, set[str]]) -> set[str]:
    """What a cycle keeps from being sorted; empty when there is none."""
    sorter = TopologicalSorter(graph)
    with suppress(CycleError):  # The sorter still gives out everything that no cycle blocks.
        sorter.prepare()
    free: set[str] = set()
    while ready := sorter.get_ready():
        free.update(ready)
        sorter.done(*ready)
    return graph.keys() - free
