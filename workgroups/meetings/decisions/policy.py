from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, apart, rule
from workgroups.groups.policy import arranges, speaks
from workgroups.links.kinds import Kind, register
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.models import WRITING, Meeting, MeetingState

TITLE_CHARACTERS = 120


@rule(on=Decision)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the item under which it was taken."""
    return exists().where(col(AgendaItem.id) == col(Decision.item_id), agenda.see(me)).correlate_except(AgendaItem)


@rule(on=Decision, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Decision.group_id), me)


@rule(
    on=AgendaItem,
    see=agenda.see,
    when=and_(col(AgendaItem.state).in_(ON_AGENDA), agenda.in_meeting(WRITING)),
)
def decide(me: Who) -> ColumnElement[bool]:
    """Record what was decided: co-chairs, secretary, coordinator, in session and while the minutes are a draft."""
    return arranges(col(AgendaItem.group_id), me)


def approved_before_another() -> ColumnElement[bool]:
    """The minutes of the item are approved, and those of a later meeting are being written."""
    earlier, later = apart(Meeting), apart(Meeting)
    found = exists().where(
        earlier.c.id == col(AgendaItem.meeting_id),
        earlier.c.state == MeetingState.MINUTES_APPROVED,
        later.c.group_id == earlier.c.group_id,
        later.c.starts_at > earlier.c.starts_at,
        later.c.state.in_(WRITING),
    )
    return found.correlate_except(earlier, later)


@rule(on=AgendaItem, see=agenda.see, when=and_(col(AgendaItem.state).in_(ON_AGENDA), approved_before_another()))
def correct_minutes(me: Who) -> ColumnElement[bool]:
    """Correct approved minutes by a decision of a later meeting: co-chairs, secretary, coordinator."""
    return arranges(col(AgendaItem.group_id), me)


def in_open_minutes() -> ColumnElement[bool]:
    meeting = aliased(Meeting)
    return exists().where(col(meeting.id) == col(Decision.meeting_id), col(meeting.state).in_(WRITING))


@rule(on=Decision, see=see, when=in_open_minutes())
def reword(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until the minutes are circulated."""
    return arranges(col(Decision.group_id), me)


def opening(text: Any) -> Any:
    """The beginning of a text up to the end of a word, with an ellipsis when that is not all.

    Trimming every character of the beginning but spaces leaves what stands before its last word.
    """
    cut = func.replace(func.substr(text, 1, TITLE_CHARACTERS), "\n", " ", type_=String)
    words = func.rtrim(func.rtrim(cut, func.replace(cut, " ", "")), type_=String)
    return case((func.length(text) <= TITLE_CHARACTERS, text), else_=func.coalesce(func.nullif(words, ""), cut) + "…")


KIND = register(
    Kind(
        model=Decision, word=gettext_noop("decision"), title=col(Decision.number) + ": " + opening(col(Decision.text)),
        route="decisions:show", see=see, comment=comment,
    )
)  # fmt: skip
