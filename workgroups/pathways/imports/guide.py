"""How a spreadsheet of steps is written, for whoever writes one."""

from workgroups.core.languages import gettext, gettext_noop, pick
from workgroups.pathways.document import Pathway
from workgroups.pathways.phrases import LABELS, WORDS

TEXT = gettext_noop("A text in each language.")
DAY = gettext_noop("A day, like 2026-12-10.")

COLUMNS = (
    ("title_en, title_fr", "title", gettext_noop("In English, in French, or both.")),
    ("stage", "stage", ""),
    ("type", "type", ""),
    ("designation", "designation", ""),
    ("detail_en, detail_fr", "detail", TEXT),
    ("setting_en, setting_fr", "setting", TEXT),
    ("who_en, who_fr", "who", TEXT),
    ("body", "body", gettext_noop("The name of an organisation of this platform.")),
    ("from_abroad", "from_abroad", ""),
    ("from_abroad_how_en, from_abroad_how_fr", "from_abroad_how", TEXT),
    ("moment", "moment", ""),
    ("delivery", "delivery", ""),
    ("languages", "languages", gettext_noop("en, fr, or both, each on its own line.")),
    (
        "cost_min, cost_max, cost_currency, cost_until", "cost",
        gettext_noop("Amounts like 12.50 or 12,50, a currency like CAD, and the last day on which they are known."),
    ),
    ("weeks_min, weeks_max", "weeks", gettext_noop("Whole weeks.")),
    (
        "after, after_rule, after_n", "conditions",
        gettext_noop("The keys of the steps before it, each on its own line; all, any or n_of; with n_of how many."),
    ),
    ("rule, n", "choice", gettext_noop("all, any or n_of; with n_of how many.")),
    ("counts_towards", "counts_towards", gettext_noop("The key of another step.")),
    (
        "replaces", "replaces",
        gettext_noop("The keys of steps in whose place it comes, also of removed ones, each on its own line."),
    ),
    (
        "documents_en, documents_fr", "documents",
        gettext_noop("One on each line, in the same order in both languages; a dash where a translation is missing."),
    ),
    ("exemptions_en, exemptions_fr", "exemptions", TEXT),
    ("note_en, note_fr", "note", TEXT),
    (
        "source_title_en, source_title_fr, source_url, source_checked", "source",
        gettext_noop("What it is called, its web address, and the day on which somebody last looked."),
    ),
    ("transition_en, transition_fr", "transition", TEXT),
    ("valid_from", "valid_from", DAY),
)  # fmt: skip
"""The columns of a spreadsheet, by field, with what stands in their cells where no list says it."""


def written(document: Pathway) -> list[tuple[str, str, str]]:
    """How a spreadsheet is written: for each field its columns, what it is called, and what stands in a cell."""
    stages = "\n".join(f"{stage.key}: {pick(stage.title)[0]}" for stage in document.stages)
    cells = {
        name: "\n".join(f"{code}: {gettext(word)}" for code, word in words.items()) for name, words in WORDS.items()
    }
    return [
        (columns, gettext(LABELS[field]), {"stage": stages, **cells}.get(field) or gettext(hint))
        for columns, field, hint in COLUMNS
    ]
