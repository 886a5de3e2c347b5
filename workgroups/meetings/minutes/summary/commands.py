from workgroups.core.languages import LanguageMap, language_map
from workgroups.core.work import Work, command
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.minutes.summary import events, policy, queries
from workgroups.meetings.minutes.summary.forms import Summarising
from workgroups.meetings.minutes.summary.models import Summary
from workgroups.meetings.minutes.summary.redaction import Redacted, redact
from workgroups.meetings.models import Meeting


@command(policy.summarise)
def summarise(work: Work, summary: Summary, summarising: Summarising) -> tuple[Summary, int]:
    """Say what the public reads. Names of people at the table are replaced; returns in how many places."""
    typed = language_map(en=summarising.text_en, fr=summarising.text_fr)
    redacted = redact_all(work, summary, typed)
    text = {lang: found.text for lang, found in redacted.items()}
    places = sum(found.places for found in redacted.values())
    if (text, summarising.public) != (summary.text, summary.public) or summary.written_at is None:
        summary.text, summary.public, summary.written_at = text, summarising.public, work.now
        work.record(events.SummaryWritten(summary.item_id, summary.public), about=summary)
    if places:
        whose = {person for found in redacted.values() for person in found.people}
        work.record(events.NamesRedacted(summary.item_id, places, tuple(sorted(whose))), about=summary)
    return summary, places


def redact_all(work: Work, summary: Summary, typed: LanguageMap) -> dict[str, Redacted]:
    item = work.session.get_one(AgendaItem, summary.item_id)
    people = queries.people(work, work.session.get_one(Meeting, item.meeting_id))
    return {lang: redact(text, people, lang) for lang, text in typed.items()}
