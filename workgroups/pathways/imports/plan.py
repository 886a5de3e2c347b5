"""What an import would do to a working draft, row by row, before anything is saved."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from workgroups.core import canonical
from workgroups.core.errors import Invalid
from workgroups.core.languages import LanguageMap, gettext, gettext_noop
from workgroups.pathways.document import Pathway, Stage, Step, inserted, replaced
from workgroups.pathways.imports import columns, tables
from workgroups.pathways.imports.bodies import Bodies
from workgroups.pathways.imports.checks import KEY, MOST_STEPS, Reading, Refused, Row, Wrong
from workgroups.pathways.problems import MESSAGES, crowded, fresh, to_come
from workgroups.pathways.steps.changes import Titles, replaceable

MOST_BYTES = 200_000

Way = Literal["add", "change"]
State = Literal["new", "changed", "same", "left", "wrong"]

TWICE = MESSAGES["duplicate_key"]
TO_COME = MESSAGES["to_come"]
NOTHING = gettext_noop("No step stands in it.")
TOO_MANY = gettext_noop("A pathway has at most 300 steps.")
TOO_LONG = gettext_noop("This is more than 200 KB. Import it in parts.")
NOT_UTF_8 = gettext_noop("This file is no text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.")


UNSURE = {"unknown_step", "unreachable"}
"""What the steps of rows that are to be put right would perhaps put right."""


ELSEWHERE = "*"
"""Stands among the keys for the steps that the file does not name."""


def content(text: str) -> str:
    """A text as it is read: with plain line ends, without the mark that some programs put before it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()


def decoded(file: bytes) -> str:
    """The text of a file. Raises `Invalid`; more bytes than it may have need not be given to it."""
    if len(file) > MOST_BYTES:
        raise Invalid(file=TOO_LONG)
    try:
        return content(file.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid(file=NOT_UTF_8) from None


def seal(text: str, way: str, digest: str) -> str:
    """Stands for exactly this text, what is done with it, and the draft that it meets."""
    return f"{canonical.digest([content(text), way])}.{digest}"


@dataclass(frozen=True)
class Entry:
    """A row of the file: what becomes of its step, and what is wrong with it."""

    row: Row
    state: State
    old: Step | None = None
    new: Step | None = None
    wrong: tuple[Wrong, ...] = ()

    @property
    def title(self) -> LanguageMap:
        return self.row.title or (self.old.title if self.old else {})


class Plan(NamedTuple):
    """The draft as it would be, with every row of the file and what is wrong with the file as a whole."""

    document: Pathway
    entries: list[Entry]
    stages: list[Stage]
    wrong: list[Wrong]

    @property
    def is_sound(self) -> bool:
        return not self.wrong and all(entry.state != "wrong" for entry in self.entries)

    def having(self, *states: State) -> list[Entry]:
        return [entry for entry in self.entries if entry.state in states]


def plan(text: str, way: Way, document: Pathway, bodies: Bodies, gone: Titles, *, today: date) -> Plan:
    """What importing a text would do; `gone` are the steps that the pathway had once.

    While anything in it is wrong, nothing of it would be imported.
    """
    reading = read(content(text), bodies)
    wrong = [*reading.wrong]
    if not wrong and not reading.rows:
        wrong.append(Wrong("", gettext(NOTHING)))
    if len(reading.rows) > MOST_STEPS or len({*document.keys, *(row.key for row in reading.rows)}) > MOST_STEPS:
        wrong.append(Wrong("", gettext(TOO_MANY)))
    if wrong:
        return Plan(document, [], [], wrong)
    stages, changed = staged(document, reading.stages, way)
    entries = list(entered(reading, way, document, gone, today))
    target = document.model_copy(update={"stages": stages})
    for above, entry in zip([None, *entries], entries, strict=False):
        if entry.new and entry.state in {"new", "changed"}:
            target = standing(target, entry.new, above.row.key if above else None)
    return matched(document, Plan(target, entries, changed, []))


def read(text: str, bodies: Bodies) -> Reading:
    """TOML begins with a heading in brackets or with what equals something; anything else is a spreadsheet."""
    lines = (line.strip() for line in text.split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return tables.read(text, bodies) if first.startswith("[") or "=" in first else columns.read(text, bodies)


def entered(reading: Reading, way: Way, document: Pathway, gone: Titles, today: date) -> Iterator[Entry]:
    """What becomes of each row by itself."""
    times = Counter(row.key for row in reading.rows)
    for row in reading.rows:
        old = document.step(row.key)
        if not row.key:
            yield Entry(row, "wrong", wrong=(Wrong("key", gettext(KEY)),))
        elif times[row.key] > 1:
            yield Entry(row, "wrong", old, wrong=(Wrong("key", gettext(TWICE)),))
        elif old and way == "add":
            yield Entry(row, "left", old)
        else:
            try:
                new = row.step(old, replaceable(document, old, gone))
                refuse_crowded(row, old, new)
                refuse_to_come(row, old, new, today)
            except Refused as refusal:
                yield Entry(row, "wrong", old, wrong=tuple(refusal.wrong))
            else:
                yield Entry(row, "same" if new == old else "changed" if old else "new", old, new)


def refuse_crowded(row: Row, old: Step | None, new: Step) -> None:
    """Raises `Refused` where a step would have more of something than any may have, before anything is planned with it.

    What it has too many of already may stay.
    """
    known = {*crowded(old)} if old else set()
    if found := [problem for problem in crowded(new) if problem not in known]:
        raise Refused(Wrong(row.called(problem.field), gettext(MESSAGES[problem.code])) for problem in found)


def refuse_to_come(row: Row, old: Step | None, new: Step, today: date) -> None:
    """Raises `Refused` where a row tells of a day that has not come as past."""
    if wrong := [Wrong(row.called(field), gettext(TO_COME)) for field in to_come(old, new, today)]:
        raise Refused(wrong)


def staged(document: Pathway, told: tuple[Stage, ...], way: Way) -> tuple[tuple[Stage, ...], list[Stage]]:
    """The stages afterwards, new ones at the end, and those that are new or called otherwise."""
    stages = {stage.key: stage for stage in document.stages}
    changed = [
        stage for stage in told if stages.get(stage.key) != stage and (way == "change" or stage.key not in stages)
    ]
    return tuple((stages | {stage.key: stage for stage in changed}).values()), changed


def standing(document: Pathway, step: Step, above: str | None) -> Pathway:
    """The document with this step: in its place, or a new one behind the one above it in the file, in its stage."""
    if document.step(step.key):
        return document.having(replaced(document.steps, step))
    beside = [other.key for other in document.steps if other.stage == step.stage] or document.keys
    behind = above if above in beside else beside[-1] if beside else None
    return document.having(inserted(document.steps, step, behind))


def matched(document: Pathway, found: Plan) -> Plan:
    """The plan with what its steps would break together beside the rows that they are."""
    wrong: dict[str, list[Wrong]] = {}
    rows = {entry.row.key: entry.row for entry in found.entries}
    problems = fresh(document, found.document)
    for problem in problems if found.is_sound else (each for each in problems if each.code not in UNSURE):
        row = rows.get(problem.step) if problem.step else None
        field = row.called(problem.field) if row else problem.step or problem.field
        wrong.setdefault(row.key if row else ELSEWHERE, []).append(Wrong(field, gettext(MESSAGES[problem.code])))
    entries = [
        replace(entry, state="wrong", wrong=(*entry.wrong, *wrong[entry.row.key])) if entry.row.key in wrong else entry
        for entry in found.entries
    ]
    return found._replace(entries=entries, wrong=wrong.get(ELSEWHERE, []))
