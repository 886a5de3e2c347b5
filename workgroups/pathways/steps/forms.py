"""A step and an option as flat forms, and back."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest
from typing import Annotated, Any, Literal

from pydantic import Field

from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.languages import LANGUAGES, LanguageMap, language_map
from workgroups.core.text import OptionalLine, OptionalProse, Url
from workgroups.pathways import document as documents
from workgroups.pathways.document import Cost, Fact, Former, Key, Option, Source, Step, Weeks
from workgroups.pathways.forms import OptionalParagraphs, named
from workgroups.pathways.models import Confirms
from workgroups.pathways.problems import LARGEST_CENTS, LARGEST_FACT, LONGEST_WEEKS

NO_TEXT = "–"
"""Stands in a list of documents where one of them is not translated."""


Dollars = Annotated[Decimal, Field(ge=0, le=LARGEST_CENTS // 100, decimal_places=2)]
WeekCount = Annotated[int, Field(ge=0, le=LONGEST_WEEKS)]


class Figures(Form):
    """Costs in units of a currency, times in weeks; one end alone means exactly that much."""

    cost_min: Dollars | None = None
    cost_max: Dollars | None = None
    cost_currency: OptionalLine = None
    cost_until: Day | None = None
    weeks_min: WeekCount | None = None
    weeks_max: WeekCount | None = None

    def cost(self) -> Cost | None:
        ends = [round(end * 100) for end in (self.cost_min, self.cost_max) if end is not None]
        currency = (self.cost_currency or "CAD").upper()
        given = {"currency": currency, "valid_until": self.cost_until}
        return Cost(min_cents=ends[0], max_cents=ends[-1], **given) if ends else None

    def weeks(self) -> Weeks | None:
        ends = [end for end in (self.weeks_min, self.weeks_max) if end is not None]
        return Weeks(min=ends[0], max=ends[-1]) if ends else None

    def texts(self, name: str) -> LanguageMap:
        """The language map that two fields make: `title_en` and `title_fr`."""
        return language_map(**{language: getattr(self, f"{name}_{language}") for language in LANGUAGES})


class Describing(Figures):
    """A step, as a proposal may change it."""

    stage: Key
    type: documents.StepType
    designation: documents.Designation
    title_en: OptionalLine = None
    title_fr: OptionalLine = None
    detail_en: OptionalParagraphs = None
    detail_fr: OptionalParagraphs = None
    setting_en: OptionalLine = None
    setting_fr: OptionalLine = None
    who_en: OptionalLine = None
    who_fr: OptionalLine = None
    body: RowId | None = None
    from_abroad: documents.FromAbroad | None = None
    from_abroad_how_en: OptionalParagraphs = None
    from_abroad_how_fr: OptionalParagraphs = None
    moment: documents.Moment | None = None
    delivery: documents.Delivery | None = None
    languages: list[documents.Language] = Field(default_factory=list)
    after: list[Key] = Field(default_factory=list)
    after_rule: documents.Rule = "all"
    after_n: Annotated[int, Field(ge=1, le=200)] | None = None
    rule: documents.Rule | None = None
    n: Annotated[int, Field(ge=1, le=200)] | None = None
    counts_towards: Key | None = None
    replaces: list[Key] = Field(default_factory=list)
    documents_en: OptionalProse = None
    documents_fr: OptionalProse = None
    exemptions_en: OptionalParagraphs = None
    exemptions_fr: OptionalParagraphs = None
    note_en: OptionalParagraphs = None
    note_fr: OptionalParagraphs = None
    source_title_en: OptionalLine = None
    source_title_fr: OptionalLine = None
    source_url: Url | None = None
    source_checked: Day | None = None
    transition_en: OptionalParagraphs = None
    transition_fr: OptionalParagraphs = None

    def problems(self) -> Iterator[Problem]:
        return named(self, "title")

    def step(self, old: Step | None, key: str, named: Mapping[str, LanguageMap]) -> Step:
        """The step that the form describes; what the form does not hold stays as it was.

        `named` are the titles of the steps that it can replace.
        """
        after = set(self.after)
        replaced = in_order(tuple(former.key for former in old.replaces) if old else (), set(self.replaces))
        return Step(
            key=key,
            stage=self.stage,
            type=self.type,
            designation=self.designation,
            body=self.body,
            from_abroad=self.from_abroad,
            moment=self.moment,
            delivery=self.delivery,
            languages=tuple(language for language in LANGUAGES if language in self.languages),
            cost=self.cost(),
            weeks=self.weeks(),
            after=in_order(old.after if old else (), after),
            after_rule=self.after_rule,
            after_n=self.after_n if self.after_rule == "n_of" else None,
            rule=self.rule or (old.rule if old else "any"),
            n=self.n if self.rule == "n_of" else (old.n if old and self.rule is None else None),
            counts_towards=self.counts_towards,
            replaces=tuple(Former(key=former, title=named[former]) for former in replaced),
            documents=tuple(self.listed()),
            source=self.source(),
            options=old.options if old else (),
            valid_from=old.valid_from if old else None,
            facts=old.facts if old else (),
            **{name: self.texts(name) for name in TEXTS},
        )

    def source(self) -> Source | None:
        title = self.texts("source_title")
        if not (title or self.source_url or self.source_checked):
            return None
        return Source(title=title, url=self.source_url, checked=self.source_checked)

    def listed(self) -> Iterator[LanguageMap]:
        """The documents, line by line in both languages."""
        columns = [(getattr(self, f"documents_{language}") or "").split("\n") for language in LANGUAGES]
        for lines in zip_longest(*columns, fillvalue=""):
            texts = [line.strip() for line in lines]
            kept = ["" if text in {NO_TEXT, "-", "—"} else text for text in texts]
            if any(kept):
                yield language_map(**dict(zip(LANGUAGES, kept, strict=True)))


TEXTS = ("title", "detail", "setting", "who", "from_abroad_how", "exemptions", "note", "transition")
"""The fields of a step that are one text in each language."""


class Editing(Describing):
    """A step of the working draft, which may also say from when it holds."""

    valid_from: Day | None = None

    def step(self, old: Step | None, key: str, named: Mapping[str, LanguageMap]) -> Step:
        return super().step(old, key, named).model_copy(update={"valid_from": self.valid_from})


class Adding(Editing):
    """A new step, behind another one or in front of all."""

    behind: Key | None = None


class Offering(Figures):
    """One way of doing a step."""

    type: documents.StepType
    title_en: OptionalLine = None
    title_fr: OptionalLine = None
    condition_en: OptionalLine = None
    condition_fr: OptionalLine = None
    note_en: OptionalParagraphs = None
    note_fr: OptionalParagraphs = None
    who_en: OptionalLine = None
    who_fr: OptionalLine = None
    from_abroad: documents.FromAbroad | None = None

    def problems(self) -> Iterator[Problem]:
        return named(self, "title")

    def option(self, key: str) -> Option:
        return Option(
            key=key,
            type=self.type,
            from_abroad=self.from_abroad,
            cost=self.cost(),
            weeks=self.weeks(),
            **{name: self.texts(name) for name in ("title", "condition", "note", "who")},
        )


class Counting(Form):
    """What somebody counted for a step on a day; another figure of the same kind and day takes its place."""

    kind: documents.Measured
    on: Day
    value: Annotated[int, Field(ge=0, le=LARGEST_FACT)]
    source_en: OptionalLine = None
    source_fr: OptionalLine = None
    url: Url | None = None

    def problems(self) -> Iterator[Problem]:
        return named(self, "source")

    def fact(self) -> Fact:
        source = language_map(en=self.source_en, fr=self.source_fr)
        return Fact(kind=self.kind, on=self.on, value=self.value, source=source, url=self.url)


class Uncounting(Form):
    """Which figure is taken away."""

    kind: documents.Measured
    on: Day


class Moving(Form):
    to: Literal["up", "down"]


class Confirming(Form):
    """What the responsible body says of the step as it stands; a dispute says what is wrong."""

    state: Confirms
    note: OptionalProse = None


def in_order(old: tuple[str, ...], new: set[str]) -> tuple[str, ...]:
    """The chosen keys, those from before in their old order: the order in a form means nothing."""
    return (*(key for key in old if key in new), *sorted(new.difference(old)))


def values(part: Step | Option) -> dict[str, Any]:
    """What stands in the fields of the form of a step or an option."""
    found: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, dict):
            found |= {f"{name}_{language}": text for language, text in value.items()}
        elif name not in {"cost", "weeks", "source", "documents", "options", "facts", "replaces"}:
            found[name] = list(value) if isinstance(value, tuple) else value
    if part.cost:
        low, high = (dollars(cents) for cents in (part.cost.min_cents, part.cost.max_cents))
        found |= {"cost_min": low, "cost_max": high, "cost_currency": part.cost.currency}
        found["cost_until"] = part.cost.valid_until
    if part.weeks:
        found |= {"weeks_min": part.weeks.min, "weeks_max": part.weeks.max}
    if isinstance(part, Step):
        found["replaces"] = [former.key for former in part.replaces]
        for language in LANGUAGES:
            lines = [texts.get(language) or NO_TEXT for texts in part.documents]
            found[f"documents_{language}"] = "\n".join(lines)
        if part.source:
            found |= {f"source_title_{language}": text for language, text in part.source.title.items()}
            found |= {"source_url": part.source.url, "source_checked": part.source.checked}
    return found


def dollars(cents: int) -> str:
    """An amount as it is typed: without cents when there are none."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


FIELDS = {
    "weeks": "weeks_min",
    "cost": "cost_min",
    "source.url": "source_url",
    "source.title": "source_title_en",
    "source.checked": "source_checked",
    "documents": "documents_en",
} | {name: f"{name}_en" for name in (*TEXTS, "condition")}
"""Beside which field of the form a problem of the document stands, where the names differ."""


def field_of(path: str) -> str:
    """The form's field for a problem's path; "form" for what no field of it holds."""
    name = FIELDS.get(path) or FIELDS.get(path.partition(".")[0]) or path
    return name if name in Editing.model_fields or name in Offering.model_fields else "form"
