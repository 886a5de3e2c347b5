"""The public summary of a meeting as something a group can publish."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from workgroups.core import clock
from workgroups.core.languages import LanguageMap, format_day, gettext, gettext_noop
from workgroups.core.work import Work
from workgroups.groups.queries import group_of
from workgroups.meetings.minutes.summary import policy, queries
from workgroups.meetings.minutes.summary.redaction import WORDS, Somebody, redact
from workgroups.meetings.models import Meeting
from workgroups.meetings.policy import KIND as MEETING
from workgroups.people.models import StakeholderType
from workgroups.publishing.kinds import OutputKind, Place, Snapshot, register_kind

LABELS = {
    "on": gettext_noop("Day of the meeting"),
    "title": gettext_noop("Title"),
    "came": gettext_noop("Seats that came"),
    "items": gettext_noop("What the group talked about"),
    "text": gettext_noop("Summary"),
    "decisions": gettext_noop("Decisions"),
    "jurisdiction": gettext_noop("Province"),
    "group": gettext_noop("The group"),
}


def snapshot(work: Work, meeting: Meeting) -> Snapshot:
    """What the public reads of a meeting: when, which sides came, and what was marked public.

    No name of a person at the table, and nothing in camera.
    Names are replaced once more, because people may have joined the table since a text was written.
    """
    group, people = group_of(work, meeting.group_id), queries.people(work, meeting)
    items: dict[int, dict[str, Any]] = {}
    for row in queries.summaries(work, meeting.id):
        entry = items.setdefault(
            row.item_id,
            {"key": f"item-{row.item_id}", "title": without(people, row.title), "text": {}, "decisions": []},
        )
        if row.public and row.text and row.decision:
            entry["decisions"].append({"key": row.decision, "text": without(people, row.text)})
        elif row.public and row.text:
            entry["text"] = without(people, row.text)
    return {
        "jurisdiction": group.jurisdiction,
        "group": group.slug,
        "on": clock.today(meeting.starts_at, group.timezone).isoformat(),
        "title": meeting.title,
        "came": [{"key": kind.value, "came": number} for kind, number in queries.came(work, meeting)],
        "items": [entry for entry in items.values() if entry["text"] or entry["decisions"]],
    }


def without(people: Sequence[Somebody], texts: LanguageMap) -> LanguageMap:
    """The same texts with the words for whom people speak in the place of their names."""
    return {lang: redact(text, people, lang).text for lang, text in texts.items()}


def plain(work: Work, meeting: Meeting, texts: LanguageMap) -> LanguageMap:
    """What is said beside the summary names nobody either."""
    return without(queries.people(work, meeting), texts)


def label(place: Place) -> str:
    """The words for the field at the end of a place."""
    parts = place.split(".")
    if parts[0] == "came" and len(parts) > 1:
        return gettext(WORDS[StakeholderType(parts[1])])
    known = LABELS.get(parts[-1])
    return gettext(known) if known else ""


def tell(place: Place, value: Any) -> str | None:
    """A value of a snapshot in words, None for what needs none."""
    return format_day(date.fromisoformat(value)) if place == "on" and value else None


KIND = register_kind(
    OutputKind(
        name="summary",
        word=gettext_noop("meeting summary"),
        place=4,
        model=Meeting,
        snapshot=snapshot,
        template="public/_summary.html",
        title=lambda document: document["title"],
        label=label,
        see=policy.see_summary,
        title_of=MEETING.title,
        tell=tell,
        plain=plain,
    )
)
