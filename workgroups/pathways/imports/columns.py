"""Steps as the rows of a spreadsheet: a column for each field of a step's form, named as the form names it.

Options and figures are no columns. Several values of one cell stand on lines of their own.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from typing import Any

from workgroups.core.languages import LANGUAGES, LanguageMap, gettext, gettext_noop, language_map
from workgroups.pathways.document import Step
from workgroups.pathways.imports.bodies import Bodies
from workgroups.pathways.imports.checks import MOST_STEPS, Reading, Refused, Row, Wrong, filled, find, gathering, made
from workgroups.pathways.problems import MESSAGES
from workgroups.pathways.steps.changes import Titles
from workgroups.pathways.steps.forms import Editing, field_of, values

FIRST = ("key", "title_en", "title_fr", "stage", "type", "designation")
COLUMNS = (*FIRST, *(name for name in Editing.model_fields if name not in FIRST))
AMOUNTS = ("cost_min", "cost_max")

SEPARATORS = {"en": ",", "fr": ";"}
"""What spreadsheets of a language expect between cells; where it is a semicolon, decimals have a comma."""

# What a spreadsheet would take for a formula (https://owasp.org/www-community/attacks/CSV_Injection), also behind the
# apostrophes that keep it from doing so: writing adds one, reading takes one away.
FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t]")
GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t]")


def guarded(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if GUARDED.match(text) else text


def cells(step: Step, bodies: Bodies) -> dict[str, str]:
    """What stands in each column for a step; amounts with a decimal point."""
    found = dict.fromkeys(COLUMNS, "")
    for name, value in values(step).items():
        if isinstance(value, list):
            found[name] = "\n".join(value)
        elif name == "body" and value is not None:
            found[name] = bodies.called(value)
        elif value is not None:
            found[name] = str(value)
    for language in LANGUAGES:
        if not any(language in texts for texts in step.documents):
            found[f"documents_{language}"] = ""
    return found


def written(steps: Iterable[Step], bodies: Bodies, language: str) -> str:
    """The steps as CSV, as spreadsheets of this language open it; the header is the same in every language."""
    separator = SEPARATORS[language]
    text = StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(COLUMNS)
    for step in steps:
        row = {name: guarded(cell) for name, cell in cells(step, bodies).items()}
        if separator == ";":
            row |= {name: row[name].replace(".", ",") for name in AMOUNTS}
        writer.writerow(row.values())
    return text.getvalue()


# Reading.

LISTS = {"after", "languages", "replaces"}
BETWEEN = re.compile(r"[\s,;]+")
AMOUNT = re.compile(r"[\d\s\u00a0\u202f]+(?:[.,]\d{1,2})?")
SPACES = re.compile(r"[\s\u00a0\u202f]")

UNKNOWN_STEP = MESSAGES["unknown_step"]
UNKNOWN = gettext_noop("There is no such column.")
TWICE = gettext_noop("This column stands here twice.")
NO_KEYS = gettext_noop("The first row names the columns, and one of them is called key.")
UNREADABLE = gettext_noop("From this line on it cannot be read: a quotation mark is missing, perhaps.")
OVERHANG = gettext_noop("This row has more cells than there are columns.")


@dataclass(frozen=True)
class SheetRow:
    """One row of a spreadsheet. A column that is not there leaves its field as it stands; an empty cell empties it."""

    line: int
    cells: dict[str, str]
    bodies: Bodies
    is_longer: bool = False

    @property
    def key(self) -> str:
        return self.cells["key"]

    @property
    def title(self) -> LanguageMap:
        return language_map(**{language: self.cells.get(f"title_{language}") for language in LANGUAGES})

    def called(self, field: str) -> str:
        return field_of(field) if field_of(field) != "form" else field.partition(".")[0]

    def step(self, old: Step | None, named: Titles) -> Step:
        if self.is_longer:
            raise Refused([Wrong("", gettext(OVERHANG))])
        told = {name: cell for name, cell in self.cells.items() if name != "key"}
        if old and told.items() <= cells(old, self.bodies).items():
            return old
        standing = values(old) if old else {"designation": "required"}
        fields = {name: value for name, value in standing.items() if name not in {"key", *told}}
        wrong: list[Wrong] = []
        for name, cell in told.items():
            with gathering(wrong):
                fields[name] = self.value(name, cell)
        with gathering(wrong):
            editing = filled(Editing, fields, self.called)
        if wrong:
            raise Refused(wrong)
        if not named.keys() >= set(editing.replaces):
            raise Refused([Wrong("replaces", gettext(UNKNOWN_STEP))])
        return made(lambda: editing.step(old, self.key, named), self.called)

    def left_out(self, _: Step) -> list[str]:
        return []

    def value(self, name: str, cell: str) -> Any:
        """What a form would be sent for a cell. Raises `Refused`."""
        if name == "designation":
            return cell or "required"
        if name in LISTS:
            return [part for part in BETWEEN.split(cell) if part]
        return find(self.bodies, cell) if name == "body" and cell else cell


def plain(name: str, cell: str) -> str:
    """A cell as `cells` would have it: without what guards it, an amount as a number with a decimal point."""
    text = unguarded(cell).strip()
    if name in AMOUNTS and AMOUNT.fullmatch(text):
        return SPACES.sub("", text).replace(",", ".")
    return text


def read(text: str, bodies: Bodies) -> Reading:
    """The rows of a spreadsheet whose cells are parted by commas, semicolons or tabs, as its first line shows."""
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text), delimiter=max(",;\t", key=first.count), strict=True)
    rows: list[Row] = []
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        if wrong := wrong_columns(columns):
            return Reading([], wrong=tuple(wrong))
        ended = reader.line_num
        for row in reader:
            if len(rows) > MOST_STEPS:
                break  # so many are refused, whatever the others say
            line, ended = ended + 1, reader.line_num
            if any(cell.strip() for cell in row):
                found = {
                    name: plain(name, cell) for name, cell in zip_longest(columns, row[: len(columns)], fillvalue="")
                }
                rows.append(SheetRow(line, found, bodies, is_longer=any(row[len(columns) :])))
    except csv.Error:
        return Reading([], wrong=(Wrong("", gettext(UNREADABLE), reader.line_num),))
    return Reading(rows)


def wrong_columns(columns: list[str]) -> list[Wrong]:
    while columns and not columns[-1]:
        columns.pop()
    if "key" not in columns:
        return [Wrong("", gettext(NO_KEYS), 1)]
    unknown = [Wrong(name, gettext(UNKNOWN), 1) for name in columns if name not in COLUMNS]
    twice = [name for name, times in Counter(columns).items() if times > 1]
    return unknown + [Wrong(name, gettext(TWICE), 1) for name in twice]
