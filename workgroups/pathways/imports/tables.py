"""Stages and steps as TOML, under the names that `document` gives them; a body is called by its name."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from workgroups.core.canonical import LARGEST_INTEGER
from workgroups.core.languages import LANGUAGES, LanguageMap, gettext, gettext_noop, language_map
from workgroups.pathways.document import MEASURED, Conditions, Former, Pathway, Stage, Step
from workgroups.pathways.forms import AddingStage
from workgroups.pathways.imports.bodies import Bodies
from workgroups.pathways.imports.checks import Reading, Refused, Row, Wrong, filled, find, gathering, made
from workgroups.pathways.problems import MESSAGES
from workgroups.pathways.steps.changes import Titles
from workgroups.pathways.steps.forms import Counting, Editing, Offering, values

TABLES = {"options", "facts"}
"""The parts of a step that are tables of their own; all other parts stand on one line."""


def written(document: Pathway, bodies: Bodies) -> str:
    """The stages and steps of a document as TOML; of the document itself nothing else."""
    text = tomlkit.document()
    if document.stages:
        text["stages"] = tables(stage.model_dump() for stage in document.stages)
    if document.steps:
        text["steps"] = tables(told(step, bodies) for step in document.steps)
    return tomlkit.dumps(text)


def told(step: Step, bodies: Bodies) -> dict[str, Any]:
    """A step without what is at its default: what it is first, then what comes before it, then its tables."""
    found = step.model_dump(exclude_defaults=True)
    if step.body is not None:
        found["body"] = bodies.called(step.body)
    return {
        name: found[name] for name in sorted(found, key=lambda name: (name in TABLES, name in Conditions.model_fields))
    }


def tables(parts: Any) -> AoT:
    found = tomlkit.aot()
    for part in parts:
        found.append(table(part))
    return found


def table(part: Mapping[str, Any]) -> Table:
    found = tomlkit.table()
    for name, value in part.items():
        found[name] = tables(value) if name in TABLES else inline(value)
    return found


def inline(value: Any) -> Any:
    """A value on one line; several texts each on a line of their own."""
    if isinstance(value, dict):
        line = tomlkit.inline_table()
        line.update({name: inline(each) for name, each in value.items()})
        return line
    if isinstance(value, tuple):
        items = tomlkit.array()
        items.extend(inline(each) for each in value)
        return items.multiline(any(isinstance(each, dict) for each in value))
    return value


# Reading.

STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
"""Everything in which a letter is no more than a letter."""

DEEP = re.compile(r"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){8}")
"""A name of so many parts is no field of ours, and reading one of thousands would take minutes."""

HEADING = re.compile(r"^[ \t]*\[\[[ \t]*steps[ \t]*\]\]", re.MULTILINE)
AT_LINE = re.compile(r"at line (\d+)")

TOO_LARGE, TWICE = MESSAGES["too_large"], MESSAGES["duplicate_key"]
UNREADABLE = gettext_noop("This is no TOML: it cannot be read from here on.")
ONLY = gettext_noop("Only stages and steps are imported. Take this out.")
ITSELF = gettext_noop("A step cannot come in its own place.")
TABLES_ONLY = gettext_noop("Begin each of them with its name in double square brackets, as the example does.")


@dataclass(frozen=True)
class TableRow:
    """One step of a TOML file, told whole: a field that is not there is empty."""

    line: int | None
    told: dict[str, Any]
    bodies: Bodies

    @property
    def key(self) -> str:
        return str(self.told.get("key", ""))

    @property
    def title(self) -> LanguageMap:
        title = self.told.get("title")
        return {key: text for key, text in title.items() if isinstance(text, str)} if isinstance(title, dict) else {}

    def called(self, field: str) -> str:
        return field

    def left_out(self, new: Step) -> list[str]:
        kept = {former.key for former in new.replaces}
        return [former["key"] for former in self.told.get("replaces", ()) if former["key"] not in kept]

    def step(self, old: Step | None, named: Titles) -> Step:
        if too_large(self.told):
            raise Refused([Wrong("", gettext(TOO_LARGE))])
        given = dict(self.told)
        if "body" in given:
            given["body"] = find(self.bodies, given["body"])
        step = made(lambda: Step.model_validate(given))
        return step if step == old else typed(descended(step, old, named))


def descended(step: Step, old: Step | None, named: Titles) -> Step:
    """The step in the place of those that can be named, under the titles they have here. Raises `Refused`."""
    if old and step.replaces == old.replaces:
        return step
    keys = [former.key for former in step.replaces]
    if step.key in keys:
        raise Refused([Wrong("replaces", gettext(ITSELF))])
    if len(set(keys)) < len(keys):
        raise Refused([Wrong("replaces", gettext(TWICE))])
    formers = tuple(Former(key=key, title=named[key]) for key in keys if key in named)
    return step.model_copy(update={"replaces": formers})


def too_large(value: Any) -> bool:
    """Is there a whole number in it that nobody could have typed?"""
    if isinstance(value, dict | list):
        return any(map(too_large, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and abs(value) > LARGEST_INTEGER


def typed(step: Step) -> Step:
    """The step as its forms would have it. Raises `Refused` with everything that they would refuse."""
    wrong: list[Wrong] = []
    options, facts = [], {}
    with gathering(wrong):
        step = described(step)
    for option in step.options:
        with gathering(wrong):
            given = {name: value for name, value in values(option).items() if name != "key"}
            offering = filled(Offering, given, within(f"options.{option.key}"))
            options.append(offering.option(option.key))
    for fact in step.facts:
        with gathering(wrong):
            given = fact.model_dump(exclude={"source"}) | {
                f"source_{lang}": fact.source.get(lang) for lang in LANGUAGES
            }
            facts[fact.kind, fact.on] = filled(Counting, given, within("facts")).fact()
    if len(facts) < len(step.facts) and not wrong:
        wrong.append(Wrong("facts", gettext(TWICE)))
    if wrong:
        raise Refused(wrong)
    counted = sorted(facts.values(), key=lambda fact: (MEASURED.index(fact.kind), fact.on))
    return step.model_copy(update={"options": tuple(options), "facts": tuple(counted)})


def described(step: Step) -> Step:
    given = {name: value for name, value in values(step).items() if name != "key"}
    return filled(Editing, given, in_words).step(step, step.key, {former.key: former.title for former in step.replaces})


def within(path: str) -> Callable[[str], str]:
    """The names of the fields of a part that stands there in the document."""
    return lambda field: f"{path}.{in_words(field)}"


def in_words(field: str) -> str:
    """The name that a field of a form has in a document: "title.en", "cost.min"."""
    name, _, part = field.rpartition("_")
    if part in LANGUAGES:
        return f"{in_words(name)}.{part}"
    whole, _, part = field.partition("_")
    return f"{whole}.{part}" if whole in {"cost", "weeks", "source"} and part else field


def read(text: str, bodies: Bodies) -> Reading:
    """The stages and steps of a TOML file."""
    plain = STRINGS.sub(lambda found: "s" + "\n" * found[0].count("\n"), text)
    if deep := DEEP.search(plain):
        return Reading([], wrong=(Wrong("", gettext(UNREADABLE), plain.count("\n", 0, deep.start()) + 1),))
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        at = AT_LINE.search(str(problem))
        return Reading([], wrong=(Wrong("", gettext(UNREADABLE), int(at[1]) if at else None),))
    wrong = [Wrong(name, gettext(ONLY)) for name in told if name not in {"stages", "steps"}]
    wrong += [Wrong(name, gettext(TABLES_ONLY)) for name in ("stages", "steps") if not is_tables(told.get(name, []))]
    if wrong:
        return Reading([], wrong=tuple(wrong))
    lines: list[int | None] = [plain.count("\n", 0, found.start()) + 1 for found in HEADING.finditer(plain)]
    steps = told.get("steps", [])
    if len(lines) != len(steps):
        lines = [None] * len(steps)
    rows: list[Row] = [TableRow(line, step, bodies) for line, step in zip(lines, steps, strict=True)]
    try:
        return Reading(rows, tuple(staged(stage) for stage in told.get("stages", [])))
    except Refused as refusal:
        return Reading([], wrong=tuple(refusal.wrong))


def is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def staged(told: dict[str, Any]) -> Stage:
    """A stage, with a title that its form would take. Raises `Refused`."""
    stage = made(lambda: Stage.model_validate(told), lambda field: f"stages.{field}")
    given = {f"title_{language}": text for language, text in stage.title.items()}
    title = filled(AddingStage, given, within(f"stages.{stage.key}"))
    return stage.model_copy(update={"title": language_map(en=title.title_en, fr=title.title_fr)})
