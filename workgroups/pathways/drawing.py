"""A pathway as stages and stations for `templates/drawings/_route.html`, in the language in force."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from workgroups.core.languages import LanguageMap, current, format_day, gettext, ngettext
from workgroups.pathways.document import Option, Pathway, Step
from workgroups.pathways.facts import latest
from workgroups.pathways.phrases import Voice

Say = Callable[[LanguageMap], Any]
"""How a text is shown: plain, or marked with its language when it is not the reader's."""

Station = dict[str, Any]


def voice_of(document: Pathway, bodies: Mapping[int, LanguageMap] | None = None) -> Voice:
    """What says the values of a document in the language in force."""
    return Voice(current(), gettext, [document], bodies)


def stages(
    document: Pathway,
    marks: Mapping[str, Station] | None = None,
    say: Say | None = None,
    *,
    only: Collection[str] | None = None,
    detailed: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """The stages with their stations, numbered along the line.

    `marks` adds to a station by the key of its step: `href`, `changed`, `confirmed` and the like. `only`
    leaves out all other steps, and only the steps in `detailed` say more than their title and marks. Steps
    whose stage is unknown come last.
    """
    voice, marks = voice_of(document), marks or {}
    say = say or voice.text
    known = {stage.key for stage in document.stages}
    groups: list[tuple[Any, list[Step]]] = [(say(stage.title), steps) for stage, steps in document.staged() if steps]
    if lost := [step for step in document.steps if step.stage not in known]:
        groups.append((gettext("In no stage"), lost))
    numbers = numbered(step for _, steps in groups for step in steps)
    drawn = []
    for title, steps in groups:
        stations = [
            {
                "key": step.key,
                "number": numbers[step.key],
                "title": say(step.title),
                "optional": voice.value("designation", step.designation) if step.designation != "required" else "",
                **(described(step, voice, say, numbers) if detailed is None or step.key in detailed else {}),
                **marks.get(step.key, {}),
            }
            for step in steps
            if only is None or step.key in only
        ]
        drawn.append({"title": title, "steps": stations})
    return [stage for stage in drawn if stage["steps"]]


def numbered(steps: Iterable[Step]) -> dict[str, int]:
    return {step.key: number for number, step in enumerate(steps, 1)}


def described(step: Step, voice: Voice, say: Say, numbers: Mapping[str, int]) -> Station:
    """What a station says of its step."""
    facts = [(voice.label("who"), say(step.who))] if step.who else []
    facts += given(step, voice, "cost", "weeks")
    if step.setting:
        facts.append((voice.label("setting"), say(step.setting)))
    facts += given(step, voice, "delivery", "languages")
    if step.after:
        facts.append((voice.label("conditions"), needed(step, numbers)))
    facts += given(step, voice, "counts_towards")
    if step.transition:
        facts.append((voice.label("transition"), say(step.transition)))
    return {
        "abroad": step.from_abroad,
        "facts": facts,
        "counted": latest(step, voice),
        "detail": say(step.detail) if step.detail else None,
        "note": say(step.note) if step.note else None,
        "changed": holds_from(step),
        "options": [chosen(option, voice, say) for option in step.options],
        "rule_label": rule_label(step),
    }


def given(part: Step | Option, voice: Voice, *names: str) -> list[tuple[str, Any]]:
    """What these fields say, as far as they say anything."""
    fields = [(name, getattr(part, name)) for name in names]
    return [(voice.label(name), voice.value(name, value)) for name, value in fields if value]


def needed(step: Step, numbers: Mapping[str, int]) -> str:
    """The numbers of the steps that come first."""
    listed = sorted(numbers[key] for key in step.after if key in numbers)
    if step.after_rule == "any" and len(listed) > 1:
        return gettext("one of steps %(steps)s", steps=", ".join(map(str, listed)))
    if step.after_rule == "n_of":
        return gettext("%(n)s of steps %(steps)s", n=step.after_n, steps=", ".join(map(str, listed)))
    return ngettext("step %(steps)s", "steps %(steps)s", len(listed), steps=", ".join(map(str, listed)))


def chosen(option: Option, voice: Voice, say: Say) -> Station:
    about = [say(texts) for texts in (option.condition, option.note) if texts]
    facts = given(option, voice, "cost", "weeks")
    if option.from_abroad:
        facts.append((voice.label("from_abroad"), voice.value("from_abroad", option.from_abroad)))
    return {"title": say(option.title), "facts": facts, "note": about[0] if about else None}


def rule_label(step: Step) -> str | None:
    """How many of the options are done."""
    if len(step.options) < 2:
        return None
    if step.rule == "n_of":
        return gettext("%(n)s of these are needed", n=step.n)
    return gettext("One of these is needed") if step.rule == "any" else gettext("All of these are needed")


def holds_from(step: Step) -> str | None:
    """From when the step holds as described."""
    return gettext("From %(day)s", day=format_day(step.valid_from)) if step.valid_from else None
