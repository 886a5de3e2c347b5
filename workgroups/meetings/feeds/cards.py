"""A meeting as the card from which calendars are made, in the language in force."""

from workgroups.core.languages import gettext, pick
from workgroups.core.settings import Settings
from workgroups.meetings.calendar import MeetingCard
from workgroups.meetings.feeds.queries import Entry
from workgroups.meetings.models import MeetingState
from workgroups.meetings.replies.queries import Stand
from workgroups.web.urls import url


def card(entry: Entry, stand: Stand, settings: Settings) -> MeetingCard:
    """The meeting for somebody who sees it. The agenda stays on its page: some of it is in camera."""
    meeting = entry.meeting
    return public_card(entry, settings)._replace(
        uid=f"meeting-{meeting.id}-{entry.mark}@{settings.mail_host}",
        changed_at=max(entry.told_at, stand.at or entry.told_at),
        place=meeting.place,
        video_url=meeting.video_url,
        dial_in=meeting.dial_in,
        page_url=settings.public_url + url("meetings:show", key=meeting.id),
        partstat=stand.status,
    )


def public_card(entry: Entry, settings: Settings) -> MeetingCard:
    """The meeting for everybody: when, which group, and where or that it is online. Never the way in."""
    meeting, group = entry.meeting, entry.group
    return MeetingCard(
        uid=f"public-meeting-{meeting.id}-{entry.mark}@{settings.mail_host}",
        sequence=meeting.sequence,
        title=pick(group.name)[0],
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=group.timezone,
        changed_at=entry.told_at,
        place=meeting.place or (gettext("Online") if meeting.video_url else ""),
        cancelled=meeting.state is MeetingState.CANCELLED,
    )
