from workgroups.core.db import Row
from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import LanguageMap, gettext_noop, language_map
from workgroups.core.work import Work, command
from workgroups.meetings import policy as meeting_policy
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.models import ON_AGENDA, STEP
from workgroups.meetings.agenda.sections import events, policy, queries
from workgroups.meetings.agenda.sections.forms import Naming
from workgroups.meetings.agenda.sections.models import Section
from workgroups.meetings.models import Meeting


def named(naming: Naming) -> LanguageMap:
    if not (naming.title_en or naming.title_fr):
        raise Invalid(title_en=gettext_noop("Give the section a title in one language at least."))
    return language_map(en=naming.title_en, fr=naming.title_fr)


@command(meeting_policy.arrange)
def add(work: Work, meeting: Meeting, naming: Naming) -> Meeting:
    """Put a heading at the end of an agenda; from there it is moved as an item is."""
    title = named(naming)
    rows: list[Row] = [row for row in items.of_meeting(work, meeting.id) if row.state in ON_AGENDA]
    rows.extend(queries.sections(work, meeting.id))
    end = max((row.position for row in rows), default=0)  # type: ignore[attr-defined]
    section = work.add(Section(group_id=meeting.group_id, meeting_id=meeting.id, title=title, position=end + STEP))
    work.record(events.SectionAdded(meeting.id), about=section)
    return meeting


@command(policy.change)
def rename(work: Work, section: Section, naming: Naming) -> Section:
    """Change what a heading says."""
    section.title = named(naming)
    work.record(events.SectionRenamed(), about=section)
    return section


@command(policy.change)
def remove(work: Work, section: Section, _: Nothing) -> Section:
    """Take a heading away; what stood under it belongs to the one before."""
    meeting = work.session.get_one(Meeting, section.meeting_id)
    work.session.delete(section)
    work.record(events.SectionRemoved(section.id), about=meeting)
    return section
