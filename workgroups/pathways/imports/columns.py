"""Steps as the rows of a spreadsheet: a column for each field of a step's form, named as the form names it.

Options and figures are no columns. Several values of one cell stand on lines of their own.
"""

import csv
import re
from collections.abc import Iterable
from io import StringIO

from workgroups.core.languages import LANGUAGES
from workgroups.pathways.document import Step
from workgroups.pathways.imports.bodies import Bodies
from workgroups.pathways.steps.forms import Editing, values

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
