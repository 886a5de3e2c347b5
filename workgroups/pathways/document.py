"""A licensure pathway as a document: stages, and ordered, typed, sourced steps with conditions between them.

Reading a document checks its shape and raises Pydantic's `ValidationError`; what a person can get wrong in a
well-formed document is listed by `problems.problems`. Documents never change: an edit makes another document.
Names follow the Credential Transparency Description Language where it has them, noted as `ceterms:`
(https://credreg.net/ctdl/terms).
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from workgroups.core.languages import LANGUAGES, LanguageMap

StepType = Literal[
    "assessment",
    "examination",
    "language",
    "course",
    "supervised_practice",
    "credential",
    "registration",
    "document",
]
Designation = Literal["required", "optional", "elective"]
FromAbroad = Literal["yes", "part", "no"]
Moment = Literal["before_arrival", "before_assessment", "after_assessment"]
Delivery = Literal["in_person", "blended", "online"]
Measured = Literal["pass_rate", "places", "people", "weeks", "cost"]
Language = Literal["en", "fr"]
Rule = Literal["all", "any", "n_of"]

STEP_TYPES: tuple[StepType, ...] = get_args(StepType)
DESIGNATIONS: tuple[Designation, ...] = get_args(Designation)
MOMENTS: tuple[Moment, ...] = get_args(Moment)
RULES: tuple[Rule, ...] = get_args(Rule)
MEASURED: tuple[Measured, ...] = get_args(Measured)


def tidy(texts: dict[str, str]) -> dict[str, str]:
    """A language map in NFC without blank texts; raises ValueError for a language outside `LANGUAGES`."""
    if not texts.keys() <= set(LANGUAGES):
        raise ValueError(f"a text is in {' or '.join(LANGUAGES)}")
    return {lang: unicodedata.normalize("NFC", text).strip() for lang, text in texts.items() if text.strip()}


def nothing(value: object) -> object:
    """None in place of a language map without any text, so that "no text" has one form."""
    blank = isinstance(value, Mapping) and not any(isinstance(text, str) and text.strip() for text in value.values())
    return None if blank else value


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[LanguageMap, AfterValidator(tidy)]
OptionalText = Annotated[Text | None, BeforeValidator(nothing)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def data(self) -> dict[str, Any]:
        """JSON values without what is at its default: what is stored and digested.

        A field added later therefore changes no digest; `model_validate(data)` gives the same part back.
        """
        return self.model_dump(mode="json", exclude_defaults=True)


class Stage(Part):
    """A heading of the pathway (asn:ProgressionLevel)."""

    key: Key
    title: Text


class Weeks(Part):
    """How long something takes, in weeks (ceterms:DurationProfile with minimumDuration, maximumDuration)."""

    min: int
    max: int


class Cost(Part):
    """What something costs, in hundredths of an ISO 4217 currency (ceterms:CostProfile)."""

    min_cents: int
    max_cents: int
    currency: str
    valid_until: date | None = None
    """The last day on which it is known to hold (ceterms:endDate)."""


class Source(Part):
    """The law, policy or page that says so, and the day somebody last looked (ceterms:subjectWebpage)."""

    title: Text
    url: str | None = None
    checked: date | None = None


class Fact(Part):
    """What somebody counted for a step on a day: one figure of a series, which shows what a change did.

    `value` is a whole number: of per cent for "pass_rate", of weeks for "weeks", of dollars for "cost", and a count.
    """

    kind: Measured
    on: date
    value: int
    source: Text
    url: str | None = None


class Former(Part):
    """A step that another one replaces, by the name it had."""

    key: Key
    title: Text


class Option(Part):
    """One way of doing a step (ceterms:alternativeCondition). What it leaves open is as the step says."""

    key: Key
    title: Text
    type: StepType
    condition: OptionalText = None
    """For whom this way is open."""
    note: OptionalText = None
    who: OptionalText = None
    from_abroad: FromAbroad | None = None
    cost: Cost | None = None
    weeks: Weeks | None = None


class Conditions(Part):
    """What comes before a step, and how many of its options are done (ceterms:ComponentCondition).

    One value, never merged by halves: half of one condition and half of another says what nobody proposed.
    """

    after: tuple[Key, ...] = ()
    """Steps that come first (ceterms:prerequisite)."""
    after_rule: Rule = "all"
    after_n: int | None = None
    """How many of `after`, with the rule "n_of" (ceterms:requiredNumber)."""
    rule: Rule = "any"
    n: int | None = None
    """How many of the step's options, with the rule "n_of"."""

    @property
    def needed(self) -> int:
        """How many of `after` must be done before the step begins."""
        return quorum(self.after_rule, self.after_n, len(set(self.after)))


class Step(Conditions):
    """One thing to do on the way to the licence (ceterms:PathwayComponent)."""

    key: Key
    title: Text
    """ceterms:name."""
    stage: Key
    type: StepType
    """ceterms:AssessmentComponent, CourseComponent, CredentialComponent, WorkExperienceComponent, …."""
    designation: Designation = "required"
    """ceterms:componentDesignation."""
    detail: OptionalText = None
    """ceterms:description."""
    setting: OptionalText = None
    """Where it takes place, when that matters."""
    who: OptionalText = None
    """Who is in charge of it, in words (ceterms:offeredBy)."""
    body: int | None = None
    """Id of the organisation responsible for the requirement (ceterms:assertedBy)."""
    from_abroad: FromAbroad | None = None
    """Whether it can be done before coming; None when nobody has said."""
    from_abroad_how: OptionalText = None
    moment: Moment | None = None
    """When a reader first needs to know of it."""
    delivery: Delivery | None = None
    """ceterms:deliveryType."""
    languages: tuple[Language, ...] = ()
    """In which it can be done (ceterms:inLanguage); empty when nobody has said."""
    cost: Cost | None = None
    """ceterms:estimatedCost."""
    weeks: Weeks | None = None
    """ceterms:estimatedDuration."""
    options: tuple[Option, ...] = ()
    """Ways of doing it; `rule` says how many of them (a fork that leaves the line and joins it again)."""
    counts_towards: Key | None = None
    """A step for which this one counts."""
    replaces: tuple[Former, ...] = ()
    """The steps in whose place it came: a split or a merge is steps removed and steps added (dcterms:replaces)."""
    documents: tuple[Text, ...] = ()
    """What has to be handed in (ceterms:submissionOf)."""
    exemptions: OptionalText = None
    """Who is excused, by whom, on what evidence."""
    note: OptionalText = None
    source: Source | None = None
    valid_from: date | None = None
    """The day from which the step holds as described (ceterms:dateEffective)."""
    transition: OptionalText = None
    """For whom an earlier rule still holds, and until when."""
    facts: tuple[Fact, ...] = ()
    """What was counted, by kind and day."""

    @property
    def conditions(self) -> Conditions:
        return Conditions.model_construct(**{name: getattr(self, name) for name in Conditions.model_fields})

    @property
    def chosen(self) -> int:
        """How many of the options are done."""
        return quorum(self.rule, self.n, len(self.options))

    def option(self, key: str) -> Option | None:
        return find(self.options, key)

    def having(self, options: tuple[Option, ...]) -> Self:
        """The step with these options instead of its own."""
        return self.model_copy(update={"options": options})


class Pathway(Part):
    """How to get licensed in one profession and jurisdiction, to one destination (ceterms:Pathway)."""

    title: Text
    summary: OptionalText = None
    destination: OptionalText = None
    """What the person holds at the end (ceterms:hasDestinationComponent)."""
    stages: tuple[Stage, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def keys(self) -> list[str]:
        return [step.key for step in self.steps]

    @property
    def head(self) -> dict[str, Any]:
        """What it says of itself, as `data` gives it: all but its steps."""
        return self.having(()).data()

    def step(self, key: str) -> Step | None:
        return find(self.steps, key)

    def staged(self) -> list[tuple[Stage, list[Step]]]:
        """The stages in order, each with its steps in order."""
        return [(stage, self.within(stage.key)) for stage in self.stages]

    def within(self, stage: str) -> list[Step]:
        return [step for step in self.steps if step.stage == stage]

    def behind(self, step: Step) -> str | None:
        """The key of what a step stands behind in its stage, None for the first one there."""
        return previous(tuple(self.within(step.stage)), step.key)

    def having(self, steps: tuple[Step, ...]) -> Self:
        """The document with these steps instead of its own."""
        return self.model_copy(update={"steps": steps})


# Steps and options are ordered parts with keys; what stands where is said by the key of the part before it.

K = TypeVar("K", bound=Step | Option)


def find(parts: tuple[K, ...], key: str) -> K | None:
    return next((part for part in parts if part.key == key), None)


def required(part: K) -> K:
    """The part without what is no requirement: what was counted for it, and in whose place it came."""
    return part.model_copy(update={"facts": (), "replaces": ()}) if isinstance(part, Step) else part


def previous(parts: tuple[K, ...], key: str) -> str | None:
    """The key before this one, None for the first; raises ValueError for an unknown key."""
    at = [part.key for part in parts].index(key)
    return parts[at - 1].key if at else None


def replaced(parts: tuple[K, ...], part: K) -> tuple[K, ...]:
    """The parts with another one in the place of the one that has its key."""
    return tuple(part if old.key == part.key else old for old in parts)


def without(parts: tuple[K, ...], key: str) -> tuple[K, ...]:
    return tuple(part for part in parts if part.key != key)


def inserted(parts: tuple[K, ...], part: K, behind: str | None) -> tuple[K, ...]:
    """The parts with one more behind a key, or in front of all; raises ValueError for an unknown key."""
    at = 0 if behind is None else [old.key for old in parts].index(behind) + 1
    return (*parts[:at], part, *parts[at:])


def quorum(rule: Rule, n: int | None, of: int) -> int:
    """How many of `of` things a rule asks for."""
    return {"all": of, "any": min(1, of), "n_of": n or 0}[rule]
