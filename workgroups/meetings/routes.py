from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Form, Nothing
from workgroups.core.languages import gettext_noop, pick
from workgroups.core.work import Command, Work
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links.papers.commands import attaching_to
from workgroups.links.papers.routes import attaching, limits, sent_together
from workgroups.meetings import commands, notices, papers, policy, queries
from workgroups.meetings.agenda import commands as agenda_commands
from workgroups.meetings.agenda import policy as agenda_policy
from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.promised import promised
from workgroups.meetings.agenda.threads import queries as threads
from workgroups.meetings.attendance import queries as presence
from workgroups.meetings.decisions import queries as decisions
from workgroups.meetings.forms import Attending, Cancelling, Planning
from workgroups.meetings.guests import queries as guests
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.minutes import policy as minutes_policy
from workgroups.meetings.minutes import queries as minutes
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies import commands as replies
from workgroups.meetings.replies import policy as reply_policy
from workgroups.meetings.replies.forms import Replying
from workgroups.meetings.rhythm import queries as rhythm
from workgroups.meetings.terms.queries import terms_of
from workgroups.people.models import Person
from workgroups.web.endpoints import read, write
from workgroups.web.letters import preview
from workgroups.web.urls import url
from workgroups.web.visits import Visit

OFFERED = (
    policy.change, policy.call, policy.begin, policy.record, policy.attend, policy.close, policy.arrange, policy.attach,
    policy.comment,
    agenda_policy.propose, minutes_policy.circulate, reply_policy.reply,
)  # fmt: skip
"""The verbs that a meeting's page offers to whoever may use them."""


def index(visit: Visit, group: Group) -> Response:
    return visit.page(
        "meetings/index.html",
        group=group,
        zone=group.timezone,
        terms=(terms := terms_of(visit.work, group.id)),
        suggested=queries.suggested_day(visit.work, group, terms),
        planning=visit.form(commands.convene),
        meetings=queries.meetings(visit.work, group.id),
        backlog=agenda.backlog(visit.work, group.id),
        may=visit.work.may(group, group_policy.arrange),
    )


def new(visit: Visit, group: Group) -> Response:
    terms = terms_of(visit.work, group.id)
    form = visit.form(
        commands.convene,
        day=queries.suggested_day(visit.work, group, terms),
        at=f"{terms.meets_at:%H:%M}",
        minutes_long=terms.meets_for,
        place=terms.place,
        video_url=terms.video_url,
        dial_in=terms.dial_in,
    )
    return visit.page("meetings/new.html", group=group, zone=group.timezone, terms=terms, form=form)


def show(visit: Visit, meeting: Meeting) -> Response:
    """All that one needs in an elevator: ten queries at most, however long the agenda and however many seats."""
    group, may = queries.around(visit.work, meeting, *OFFERED)
    reading = papers.of_meeting(visit.work, meeting, may_attach="attach" in may)
    return visit.page(
        "meetings/show.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        may=may,
        items=agenda.agenda(visit.work, meeting),
        table=(table := presence.table(visit.work, meeting)),
        turnout=presence.turnout(table.seats),
        replying=visit.form(replies.reply),
        steps=rhythm.timeline(visit.work, meeting.id),
        decisions=decisions.of_meeting(visit.work, meeting.id) if meeting.opened_at else [],
        promised=promised(visit.work, meeting) if meeting.opened_at else {},
        beginning=visit.form(commands.begin),
        recording=visit.form(commands.record),
        papers=reading.own,
        papers_of=reading.of_items,
        attaching=visit.form(attaching_to(policy.KIND)),
        **limits(visit),
    )


def together(visit: Visit, meeting: Meeting) -> Response:
    """All papers of a meeting that I see, in the order of its agenda."""
    name = f"{pick(meeting.title)[0]}.zip"
    return sent_together(visit, name, papers.in_order(visit.work, meeting))


def edit(visit: Visit, meeting: Meeting) -> Response:
    group = groups.group_of(visit.work, meeting.group_id)
    starts = meeting.starts_at.astimezone(ZoneInfo(group.timezone))
    told = queries.audience(visit.work.session, meeting, visit.work.now) if meeting.called_at else ()
    return visit.page(
        "meetings/edit.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        form=visit.form(commands.change, meeting, day=starts.date(), at=f"{starts:%H:%M}"),
        audience=[*told, *guests.awaited(visit.work, meeting)],
    )


def nothing_more(_: Visit, _meeting: Meeting) -> dict[str, Any]:
    """The form starts empty."""
    return {}


def nobody_else(_: Work, _meeting: Meeting) -> Sequence[Guest]:
    """Members only."""
    return ()


def leaving(
    template: str,
    command: Command[..., None],
    mail: str,
    *,
    to_me: bool = True,
    initial: Callable[[Visit, Meeting], dict[str, Any]] = nothing_more,
    also: Callable[[Work, Meeting], Sequence[Guest]] = nobody_else,
) -> Callable[[Visit, Meeting], Response]:
    """A page that shows who will get a letter and what it says, before anything leaves the room.

    `initial` is what the form starts with; the letter says it too. `also` are the guests who get one of their own.
    """

    def show_letter(visit: Visit, meeting: Meeting) -> Response:
        group, starting = groups.group_of(visit.work, meeting.group_id), initial(visit, meeting)
        me = visit.work.session.get_one(Person, visit.work.me)
        audience = queries.audience(visit.work.session, meeting, visit.work.now, None if to_me else me.id)
        reader = me if me in audience or not audience else audience[0]
        letter = notices.letter(visit.work.session, meeting, reader, mail, **starting)
        subject, text = preview(visit, letter)
        return visit.page(
            template,
            meeting=meeting,
            group=group,
            zone=group.timezone,
            form=visit.form(command, **starting),
            audience=[*audience, *also(visit.work, meeting)],
            table=presence.table(visit.work, meeting),
            reader=reader,
            subject=subject,
            text=text,
        )

    return show_letter


calling = leaving("meetings/calling.html", commands.call, "invitation")
cancelling = leaving("meetings/cancelling.html", commands.cancel, "cancelled", also=guests.invited)


def closing(visit: Visit, meeting: Meeting) -> Response:
    group = groups.group_of(visit.work, meeting.group_id)
    return visit.page(
        "meetings/closing.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        form=visit.form(commands.close),
        ending=visit.form(agenda_commands.close_thread),
        promised=promised(visit.work, meeting),
        following=queries.following(visit.work, meeting),
        proposed=agenda.proposed(visit.work, meeting),
        table=presence.table(visit.work, meeting),
        carried=threads.to_be_carried(visit.work, meeting.id, minutes.written(visit.work, meeting.id)),
    )


def attendance(visit: Visit, meeting: Meeting) -> Response:
    group, may = queries.around(visit.work, meeting, policy.attend, policy.close, minutes_policy.circulate)
    return visit.page(
        "meetings/attendance.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        may=may,
        table=presence.table(visit.work, meeting),
        attending=visit.form(commands.attend),
    )


def of_meeting(
    path: str,
    command: Command[..., None],
    form: type[Form],
    back_to: Callable[..., Response],
    done: str,
    *,
    then: str = "meetings:show",
) -> Route:
    """A change to a meeting, which goes on to the meeting's page, or to another page of it."""
    return write(
        f"/meetings/{{key:key}}/{path}", command, form, back_to=back_to, done=done,
        then=lambda visit, _: url(then, key=visit.request.path_params["key"]),
    )  # fmt: skip


routes: Sequence[Route] = [
    read("/groups/{key}/meetings", index, group_policy.see),
    read("/groups/{key}/meetings/new", new, group_policy.arrange),
    write(
        "/groups/{key}/meetings", commands.convene, Planning, back_to=new, then="meetings:show",
        done=gettext_noop("The meeting is a draft. No invitation has gone out yet."),
    ),
    read("/meetings/{key:key}", show, policy.see),
    attaching("/meetings/{key:key}", policy.KIND, back_to=show),
    read("/meetings/{key:key}/papers.zip", together, policy.see),
    read("/meetings/{key:key}/details", edit, policy.change),
    of_meeting("details", commands.change, Planning, edit, gettext_noop("Saved.")),
    read("/meetings/{key:key}/calling", calling, policy.call, name="meetings:calling"),
    of_meeting("calling", commands.call, Nothing, calling, gettext_noop("Called. The invitations are on their way.")),
    read("/meetings/{key:key}/cancelling", cancelling, policy.cancel, name="meetings:cancelling"),
    of_meeting(
        "cancelling", commands.cancel, Cancelling, cancelling,
        gettext_noop("Cancelled. What members put on the agenda waits in the backlog."),
    ),
    of_meeting(
        "opening", commands.begin, Nothing, show, gettext_noop("The meeting is in session."), then="session:show",
    ),
    of_meeting(
        "recording", commands.record, Nothing, show,
        gettext_noop("You can write this meeting down now. No mail was sent."), then="session:show",
    ),
    read("/meetings/{key:key}/closing", closing, policy.close),
    of_meeting(
        "closing", commands.close, Nothing, closing,
        gettext_noop("The meeting is closed. The minutes are a draft now."),
    ),
    write(
        "/meetings/{key:key}/replies", replies.reply, Replying, back_to=show,
        done=gettext_noop("Your answer is noted. You can change it until the meeting."),
    ),
    read("/meetings/{key:key}/attendance", attendance, policy.see),
    write("/meetings/{key:key}/attendance", commands.attend, Attending, back_to=attendance),
    write("/meetings/{key:key}/attendance/apologies", commands.excuse, Nothing, back_to=attendance),
]  # fmt: skip
