"""The fields and values of a pathway in words of one language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from babel.lists import format_list

from workgroups.core.languages import (
    LOCALES,
    LanguageMap,
    format_day,
    format_money,
    format_number,
    format_percent,
    gettext_noop,
    pick,
)
from workgroups.pathways.document import Conditions, Cost, Fact, Pathway, Source, Weeks

LABELS = {
    "title": gettext_noop("Title"),
    "summary": gettext_noop("Summary"),
    "destination": gettext_noop("Destination"),
    "stages": gettext_noop("Stages"),
    "place": gettext_noop("Place in the order"),
    "stage": gettext_noop("Stage"),
    "type": gettext_noop("Kind of step"),
    "designation": gettext_noop("Required or optional"),
    "detail": gettext_noop("Description"),
    "setting": gettext_noop("Setting"),
    "who": gettext_noop("Who is in charge"),
    "body": gettext_noop("Responsible body"),
    "from_abroad": gettext_noop("From abroad"),
    "from_abroad_how": gettext_noop("How from abroad"),
    "moment": gettext_noop("When it matters"),
    "delivery": gettext_noop("Delivery"),
    "languages": gettext_noop("Languages"),
    "cost": gettext_noop("Cost"),
    "weeks": gettext_noop("Time"),
    "conditions": gettext_noop("What comes first"),
    "options": gettext_noop("Options"),
    "choice": gettext_noop("How many of the options"),
    "condition": gettext_noop("For whom"),
    "counts_towards": gettext_noop("Counts towards"),
    "replaces": gettext_noop("In the place of"),
    "documents": gettext_noop("Documents needed"),
    "exemptions": gettext_noop("Exemptions"),
    "note": gettext_noop("Note"),
    "source": gettext_noop("Source"),
    "valid_from": gettext_noop("In force from"),
    "transition": gettext_noop("Transitional rule"),
    "facts": gettext_noop("Figures"),
}
"""What each field of a pathway, step or option is called."""

WORDS = {
    "type": {
        "assessment": gettext_noop("assessment"),
        "examination": gettext_noop("examination"),
        "language": gettext_noop("language requirement"),
        "course": gettext_noop("course"),
        "supervised_practice": gettext_noop("supervised practice"),
        "credential": gettext_noop("credential"),
        "registration": gettext_noop("registration"),
        "document": gettext_noop("document"),
    },
    "designation": {
        "required": gettext_noop("required"),
        "optional": gettext_noop("optional"),
        "elective": gettext_noop("elective"),
    },
    "from_abroad": {
        "yes": gettext_noop("can be done from abroad"),
        "part": gettext_noop("can be done in part from abroad"),
        "no": gettext_noop("cannot be done from abroad"),
    },
    "moment": {
        "before_arrival": gettext_noop("before arrival"),
        "before_assessment": gettext_noop("before assessment"),
        "after_assessment": gettext_noop("after assessment"),
    },
    "delivery": {
        "in_person": gettext_noop("in person"),
        "blended": gettext_noop("partly online"),
        "online": gettext_noop("online"),
    },
}
"""What each choice of a field is called."""

LANGUAGE_NAMES = {"en": gettext_noop("English"), "fr": gettext_noop("French")}

FACTS = {
    "pass_rate": gettext_noop("Pass rate"),
    "places": gettext_noop("Places"),
    "people": gettext_noop("People who did it in a year"),
    "weeks": gettext_noop("Time it took people"),
    "cost": gettext_noop("What people paid"),
}
"""What each kind of figure is called."""

Translate = Callable[[str], str]
"""The gettext function of the wanted language."""


class Voice:
    """Says what stands in some documents in one language; a text that lacks it is said in the other one.

    Titles are those of the first document that has the key; `bodies` are the names of organisations by id.
    """

    def __init__(
        self,
        language: str,
        translate: Translate,
        documents: Sequence[Pathway],
        bodies: Mapping[int, LanguageMap] | None,
    ) -> None:
        self.language, self.translate, self.documents, self.bodies = language, translate, documents, bodies or {}
        self.stages: dict[str, str] = {}
        self.steps: dict[str, str] = {}
        self.options: dict[tuple[str, str], str] = {}
        for document in reversed(documents):
            self.stages |= {stage.key: self.text(stage.title) for stage in document.stages}
            for step in document.steps:
                self.steps[step.key] = self.text(step.title)
                self.options |= {(step.key, option.key): self.text(option.title) for option in step.options}
        self.say: dict[str, Callable[[Any], str]] = {
            "weeks": self.weeks,
            "cost": self.cost,
            "source": self.source,
            "valid_from": self.day,
            "stage": lambda key: self.stages.get(key, key),
            "counts_towards": lambda key: self.steps.get(key, key),
            "replaces": lambda steps: self.listed(self.quoted(self.text(step.title)) for step in steps),
            "languages": lambda codes: self.listed(self.translate(LANGUAGE_NAMES[code]) for code in codes),
            "facts": lambda facts: "\n".join(map(self.fact, facts)),
            "body": lambda key: self.text(self.bodies.get(key, {})) or f"№ {key}",
        }

    def _(self, message: str, **values: object) -> str:
        text = self.translate(message)
        return text % values if values else text

    def label(self, field: str) -> str:
        return self.translate(LABELS[field])

    def value(self, field: str, value: Any) -> str:
        """A field's value in words, as it stands inside a sentence; "" when there is none."""
        if value is None:
            return ""
        if field in WORDS:
            return self.translate(WORDS[field][value])
        return self.say.get(field, self.text)(value)

    def text(self, texts: LanguageMap) -> str:
        return pick(texts, self.language)[0]

    def day(self, day: date) -> str:
        return format_day(day, self.language)

    def weeks(self, weeks: Weeks) -> str:
        if weeks.min == weeks.max == 1:
            return self._("1 week")
        return self._("%(number)s weeks", number=span(weeks))

    def cost(self, cost: Cost) -> str:
        up_to = cost.max_cents if cost.max_cents != cost.min_cents else None
        words = format_money(cost.min_cents, cost.currency, self.language, up_to=up_to)
        if cost.valid_until:
            return self._("%(cost)s, until %(day)s", cost=words, day=self.day(cost.valid_until))
        return words

    def figure(self, fact: Fact) -> str:
        """The value of a fact, with its unit."""
        if fact.kind == "pass_rate":
            return format_percent(fact.value, self.language)
        if fact.kind == "weeks":
            return self.weeks(Weeks(min=fact.value, max=fact.value))
        if fact.kind == "cost":
            return format_money(fact.value * 100, "CAD", self.language)
        return format_number(fact.value, self.language)

    def dated(self, fact: Fact) -> str:
        """The value of a fact with its day and its source."""
        given = {"figure": self.figure(fact), "day": self.day(fact.on), "source": self.text(fact.source)}
        return self._("%(figure)s on %(day)s, %(source)s", **given)

    def fact(self, fact: Fact) -> str:
        """A fact in one line, as it stands beside others."""
        return self._("%(label)s: %(text)s", label=self.translate(FACTS[fact.kind]), text=self.dated(fact))

    def source(self, source: Source) -> str:
        words = self.text(source.title)
        if source.checked:
            words = self._("%(title)s, checked on %(day)s", title=words, day=self.day(source.checked))
        return f"{words} ({source.url})" if source.url else words

    def conditions(self, conditions: Conditions) -> str:
        """The steps that come first; "" when none does."""
        steps = [self.step(key) for key in conditions.after]
        if steps and conditions.after_rule == "n_of":
            return self._("%(number)s of %(steps)s", number=conditions.after_n, steps=self.listed(steps))
        return self.listed(steps, "or" if conditions.after_rule == "any" else "standard")

    def choice(self, conditions: Conditions) -> str:
        """How many of a step's options are done."""
        if conditions.rule == "n_of":
            return self._("%(number)s of the options", number=conditions.n)
        return self._("one of the options") if conditions.rule == "any" else self._("all of the options")

    def quoted(self, text: str) -> str:
        return self._("“%(text)s”", text=text)

    def step(self, key: str) -> str:
        return self.quoted(self.steps.get(key, key))

    def stage(self, key: str) -> str:
        return self.quoted(self.stages.get(key, key))

    def option(self, step: str, key: str) -> str:
        return self.quoted(self.options.get((step, key), key))

    def listed(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Several things after each other: "A, B, and C", or "A, B, or C"."""
        return format_list(list(items), style, locale=LOCALES[self.language])


def span(weeks: Weeks) -> str:
    """A range of weeks without the unit: "16–30", or "16"."""
    return f"{weeks.min}–{weeks.max}" if weeks.min != weeks.max else f"{weeks.min}"
