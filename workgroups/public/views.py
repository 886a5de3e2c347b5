"""What the public templates show of a frozen snapshot, in the language in force. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup

from workgroups.careers import words as career_words
from workgroups.core.languages import LanguageMap, format_day, gettext, pick
from workgroups.core.text import alphabetical
from workgroups.groups.drawing import Placed, SeatMark, ring
from workgroups.groups.models import CHAIRS, SeatRole
from workgroups.meetings.minutes.summary.redaction import WORDS
from workgroups.outcomes import words as outcome_words
from workgroups.outcomes.figures import Figure, read
from workgroups.pathways import drawing
from workgroups.pathways.document import Pathway, Source, Step
from workgroups.pathways.measures import Measure, measures
from workgroups.people.models import StakeholderType
from workgroups.publishing.kinds import Snapshot, register_view
from workgroups.web.pages import localized, localized_markdown


class Marked(Protocol):
    """A part that is being checked."""

    @property
    def part(self) -> str: ...
    @property
    def note(self) -> LanguageMap: ...
    @property
    def at(self) -> datetime: ...


class Checked(NamedTuple):
    """One notice of what is being checked: what it is about, its note, where that stands, and since when."""

    title: Markup
    note: LanguageMap
    href: str
    at: datetime


class PathwayView(NamedTuple):
    """A pathway as its page shows it."""

    title: LanguageMap
    summary: LanguageMap
    destination: LanguageMap
    stages: list[dict[str, Any]]
    outline: list[dict[str, Any]]
    """The same with titles only."""
    measures: list[Measure]
    required: int
    steps: int
    bodies: list[Markup]
    """Who decides on its steps."""
    checked: list[Checked]


def pathway(frozen: Snapshot, marks: Sequence[Marked]) -> PathwayView:
    """The pathway of a snapshot."""
    content = frozen["document"]
    document = Pathway.model_validate(content["pathway"])
    numbers = drawing.numbered(step for _, steps in document.staged() for step in steps)
    stations = {step.key: station(step, content, marks) for step in document.steps}
    names = {
        f"pathway.steps.{step.key}": (step.title, f"#step-{numbers[step.key]}")
        for step in document.steps
        if step.key in numbers
    }
    outline = {step.key: {"changed": stations[step.key]["changed"]} for step in document.steps}
    return PathwayView(
        title=document.title,
        summary=document.summary or {},
        destination=document.destination or {},
        stages=drawing.stages(document, stations, localized),
        outline=drawing.stages(document, outline, localized, detailed=()),
        measures=measures(document),
        required=sum(step.designation == "required" for step in document.steps),
        steps=len(document.steps),
        bodies=list(dict.fromkeys(localized(step.who) for step in document.steps if step.body and step.who)),
        checked=[checked(mark, names) for mark in marks],
    )


def station(step: Step, content: Snapshot, marks: Sequence[Marked]) -> dict[str, Any]:
    """What a station shows besides what the drawing takes from its step."""
    said, change = content["confirmations"].get(step.key), content["changed"].get(step.key)
    found: dict[str, Any] = {"detail": detail(step), "note": None, "changed": drawing.holds_from(step)}
    if said or (step.body and step.who):
        found["confirmed"], found["confirmed_ok"] = confirmed(step, said)
    if change:
        found["changed"], found["note"] = (
            changed(change),
            sentence(gettext("The group proposed: %(title)s"), title=localized(change["proposal"])),
        )
    if any(mark.part == f"pathway.steps.{step.key}" for mark in marks):
        tag = Markup('<p><span class="tag wait">{}</span></p>').format(gettext("Being checked"))
        found["detail"] = tag + found["detail"]
    return found


def detail(step: Step) -> Markup:
    """What the step is, how it goes from abroad, what has to be handed in, who is excused, who says so."""
    parts = [localized_markdown(step.detail)]
    parts += [Markup("<p>{}</p>").format(localized(text)) for text in (step.from_abroad_how, step.note) if text]
    if step.documents:
        items = Markup("").join(Markup("<li>{}</li>").format(localized(text)) for text in step.documents)
        summary = gettext("Documents needed: %(number)s", number=len(step.documents))
        parts.append(Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(summary, items))
    if step.exemptions:
        parts.append(
            Markup("<p>{}</p>").format(sentence(gettext("Who is excused: %(who)s"), who=localized(step.exemptions)))
        )
    if step.source:
        parts.append(Markup('<p class="soft">{}</p>').format(source(step.source)))
    return Markup("\n").join(parts)


def source(found: Source) -> Markup:
    """Who says so, and when somebody last looked."""
    title = localized(found.title)
    if found.url and found.url.startswith(("https://", "http://")):
        title = Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(found.url, title)
    if found.checked:
        title = Markup("{}, {}").format(title, gettext("checked on %(day)s", day=format_day(found.checked)))
    return sentence(gettext("Source: %(title)s"), title=title)


def sentence(message: str, **values: Markup) -> Markup:
    """A translated sentence with parts that are HTML already."""
    return Markup(message) % values  # noqa: S704 - the sentence is from the catalogue


def confirmed(step: Step, said: dict[str, Any] | None) -> tuple[str, bool]:
    """What the responsible body says of a step, in one line, and whether it confirms it."""
    body = pick(said["body"] if said else step.who or {})[0]
    if said is None or not said.get("state"):
        return gettext("Not yet confirmed by %(body)s", body=body), False
    day = format_day(date.fromisoformat(said["on"][:10]))
    if said["state"] == "disputed":
        return gettext("Disputed by %(body)s, %(day)s", body=body, day=day), False
    return gettext("Confirmed by %(body)s, %(day)s", body=body, day=day), True


def changed(change: dict[str, Any]) -> str:
    """From when a changed step holds."""
    if not change.get("from"):
        return gettext("Changed")
    return gettext("Changed, from %(day)s", day=format_day(date.fromisoformat(change["from"])))


def checked(mark: Marked, names: dict[str, tuple[LanguageMap, str]]) -> Checked:
    title, href = names.get(mark.part, ({}, ""))
    return Checked(localized(title) or Markup("{}").format(gettext("This page")), mark.note, href, mark.at)


class CareerView(NamedTuple):
    """One alternative career, with its values in words."""

    key: str
    title: LanguageMap
    why: LanguageMap
    facts: list[tuple[str, str]]
    shared: list[LanguageMap]
    missing: list[dict[str, LanguageMap | None]]
    note: LanguageMap
    relation: str
    compared: list[str]
    """Its words under each of the columns; "" where nobody has said."""
    being_checked: bool


class CareersView(NamedTuple):
    title: LanguageMap
    intro: LanguageMap
    columns: list[str]
    """What the careers are compared by."""
    careers: list[CareerView]
    checked: list[Checked]


FACTS = ("relation", "horizon", "skills_use", "regulation", "upgrading", "stages")
COMPARED = ("relation", "horizon", "skills_use", "upgrading", "regulation")


def careers(frozen: Snapshot, marks: Sequence[Marked]) -> CareersView:
    """The alternative careers of a snapshot, in the reader's alphabetical order, which ranks nothing."""
    content = frozen["document"]
    names = {f"careers.{career['key']}": (career["title"], f"#career-{career['key']}") for career in content["careers"]}
    parts = {mark.part for mark in marks}
    found = [
        career_view(career, content["jurisdiction"], f"careers.{career['key']}" in parts)
        for career in content["careers"]
    ]
    return CareersView(
        title=content["title"],
        intro=content["intro"],
        columns=[
            career_words.label(f"regulation.{content['jurisdiction']}" if name == "regulation" else name)
            for name in COMPARED
        ],
        careers=sorted(found, key=lambda career: alphabetical(career.title)),
        checked=[checked(mark, names) for mark in marks],
    )


def career_view(career: dict[str, Any], jurisdiction: str, being_checked: bool) -> CareerView:  # noqa: FBT001
    place = f"careers.{career['key']}."
    values = career | {"regulation": (career.get("regulation") or {}).get(jurisdiction)}
    said = {field: career_words.told(place + field, values[field]) or "" for field in FACTS if values.get(field)}
    return CareerView(
        key=career["key"],
        title=career["title"],
        why=career["why"],
        facts=[(career_words.label(place + field), words) for field, words in said.items()],
        shared=career["shared"],
        missing=career["missing"],
        note=career["note"] or {},
        relation=said.get("relation", ""),
        compared=[said.get(name, "") for name in COMPARED],
        being_checked=being_checked,
    )


class OutcomeView(NamedTuple):
    kind: str
    what: LanguageMap
    why: LanguageMap
    when: Markup
    reached: int | None
    figures: list[Figure]
    evidence: LanguageMap
    checked: list[Checked]


def outcome(frozen: Snapshot, marks: Sequence[Marked]) -> OutcomeView:
    """The outcome of a snapshot."""
    content = frozen["document"]
    counted = read(content.get("figures", ()))
    names = {f"figures.{figure.key}": (figure.title, f"#{figure.key}") for figure in counted}
    return OutcomeView(
        kind=outcome_words.told("kind", content["kind"]) or "",
        what=content["what"],
        why=content["why"],
        when=Markup("{}").format(format_day(date.fromisoformat(content["on"])))
        if content.get("on")
        else localized(content.get("reported")),
        reached=content["reached"],
        figures=counted,
        evidence=content["evidence"] or {},
        checked=[checked(mark, names) for mark in marks],
    )


class ProfileView(NamedTuple):
    name: LanguageMap
    profile: LanguageMap
    seats: list[dict[str, Any]]
    hosts: list[Markup]
    """The settlement organisations at the table."""
    placed: list[Placed]
    checked: list[Checked]


def profile(frozen: Snapshot, marks: Sequence[Marked]) -> ProfileView:
    """The public profile of a snapshot, with its table."""
    content = frozen["document"]
    hosts = [
        localized(seat["organisation"])
        for seat in content["seats"]
        if seat["stakeholder_type"] == StakeholderType.SETTLEMENT_ORGANISATION and seat["organisation"]
    ]
    return ProfileView(
        hosts=list(dict.fromkeys(hosts)),
        name=content["name"],
        profile=content["profile"],
        seats=content["seats"],
        placed=ring([seat_mark(number, seat) for number, seat in enumerate(content["seats"], 1)]),
        checked=[checked(mark, {}) for mark in marks],
    )


def seat_mark(number: int, seat: dict[str, Any]) -> SeatMark:
    return SeatMark(
        key=number,
        type=seat["stakeholder_type"],
        label=pick(seat["label"])[0],
        href=f"#{seat['key']}",
        state=None,
        vacant=False,
        chair=seat["role"] in CHAIRS,
        observer=seat["role"] == SeatRole.OBSERVER,
    )


class SummaryView(NamedTuple):
    title: LanguageMap
    on: str
    came: list[tuple[str, int]]
    """How many seats of each kind came."""
    items: list[dict[str, Any]]
    checked: list[Checked]


def summary(frozen: Snapshot, marks: Sequence[Marked]) -> SummaryView:
    """The public summary of a meeting."""
    content = frozen["document"]
    names = {f"items.{item['key']}": (item["title"], f"#{item['key']}") for item in content["items"]}
    return SummaryView(
        title=content["title"],
        on=format_day(date.fromisoformat(content["on"])),
        came=[(gettext(WORDS[StakeholderType(side["key"])]), side["came"]) for side in content["came"]],
        items=content["items"],
        checked=[checked(mark, names) for mark in marks],
    )


for name, view in (
    ("pathway", pathway), ("careers", careers), ("outcome", outcome), ("profile", profile), ("summary", summary),
):  # fmt: skip
    register_view(name, view)
