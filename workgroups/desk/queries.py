from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, String, and_, bindparam, cast, func, literal, null, select, union_all
from sqlmodel import col

from workgroups.core.db import Document, UtcDateTime
from workgroups.core.events import Event
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.outbox import Delivery, DeliveryState
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups import policy
from workgroups.groups.models import Group, GroupState, Nomination, Seat
from workgroups.links.kinds import KINDS, Kind
from workgroups.links.waits import WAITS, Wait, register
from workgroups.meetings.models import UPCOMING, Meeting, MeetingState
from workgroups.meetings.policy import see as see_meeting
from workgroups.people.models import Organisation, Person


class WaitView(NamedTuple):
    """Something that waits for me; `kind` is the name of its model."""

    kind: str
    words: str
    title: str | LanguageMap
    href: str
    group: LanguageMap
    slug: str
    since: datetime | None
    due: date | None
    now: bool
    """It goes on right now."""


register(
    Wait(
        Kind(
            Nomination,
            gettext_noop("nomination"),
            select(col(Seat.label)).where(col(Seat.id) == col(Nomination.seat_id)).scalar_subquery(),
            "groups:nomination",
            see=policy.see_nomination,
            comment=policy.see_nomination,
            bilingual=True,
        ),
        gettext_noop("Do you agree with a nomination for %(title)s?"),
        policy.agree,
        col(Nomination.group_id),
        since=col(Nomination.at),
    )
)
"""Groups lie below the floor of links, so what they ask of somebody is registered here."""

register(
    Wait(
        Kind(
            Seat,
            gettext_noop("seat"),
            Seat.label,
            "groups:chair",
            see=policy.name_chair,
            comment=policy.name_chair,
            bilingual=True,
        ),
        gettext_noop("Name somebody for the co-chair seat: %(title)s"),
        policy.name_chair,
        col(Seat.group_id),
        since=None,
    )
)

statements: dict[str, Any] = {}


def waiting_statement() -> Any:
    """One select over every reason, each under its own rule."""
    if "waiting" not in statements:
        parts: list[Any] = []
        keys: list[Any] = []
        for number, wait in enumerate(WAITS):
            kind = wait.kind
            holds = and_(wait.condition(ME), col(Group.id) == wait.group_id, col(Group.state) != GroupState.CLOSED)
            keys.append(select(col(kind.model.id).label("key")).where(holds))
            plain, maps = (null(), kind.title) if kind.bilingual else (kind.title, cast(null(), Document))
            parts.append(
                select(
                    literal(number).label("number"),
                    col(kind.model.id).label("key"),
                    cast(plain, String).label("title"),
                    maps.label("titles"),
                    col(Group.name).label("group"),
                    col(Group.slug).label("slug"),
                    (cast(null(), UtcDateTime) if wait.since is None else wait.since).label("since"),
                    (cast(null(), Date) if wait.due is None else wait.due).label("due"),
                ).where(holds)
            )
        statements["waiting"] = union_all(*parts)
        statements["count"] = select(func.count()).select_from(union_all(*keys).subquery())
    return statements["waiting"]


def waiting(work: Work, slug: str | None = None) -> list[WaitView]:
    """What waits for me, over all my groups or in one: what goes on now first, then what is due first."""
    views = []
    for number, key, title, titles, group, at, since, due in work.rows(waiting_statement()):
        wait = WAITS[number]
        if slug in (None, at):
            name, about, href = wait.kind.name, titles or title, wait.href(key)
            views.append(WaitView(name, wait.words, about, href, group, at, since, due, wait.now))
    return sorted(views, key=lambda view: (not view.now, view.due or date.max, view.slug, view.href))


def count(work: Work) -> int:
    """How many things wait for me: the badge."""
    waiting_statement()
    found: int = work.rows(statements["count"]).scalar_one()
    return found


class Badge:
    """The count of what waits for each person, counted anew when the ledger has grown or a step of time has passed."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[tuple[int, int], int]] = {}

    def __call__(self, work: Work) -> int:
        at = (work.ledger, work.step)
        before, number = self.known.get(work.me, (None, 0))
        if before != at:
            number = count(work)
            self.known[work.me] = (at, number)
        return number


class Undelivered(NamedTuple):
    """A letter of a group that did not arrive: to whom, about what kind of thing, from when, and why.

    It names no title: whoever arranges the group's work may be outside of what is in camera.
    """

    to: str
    word: str
    at: datetime
    problem: str


SHOWN_FOR = timedelta(days=30)
UNDELIVERED = (
    select(
        func.coalesce(col(Person.name), col(Delivery.address)),
        col(Event.kind),
        col(Event.at),
        func.coalesce(col(Delivery.problem), ""),
    )
    .join(Event, col(Event.id) == col(Delivery.event_id))
    .outerjoin(Person, col(Person.email) == col(Delivery.address))
    .where(
        col(Delivery.group_id) == bindparam("group_id"),
        col(Delivery.state) == DeliveryState.FAILED,
        col(Delivery.at) > bindparam("since", type_=UtcDateTime),
        policy.arranges(col(Delivery.group_id), ME),
    )
    .order_by(col(Delivery.at).desc(), col(Delivery.id).desc())
    .limit(20)
)


def undelivered(work: Work, group_id: int) -> list[Undelivered]:
    """The letters of a group that did not arrive lately, for whoever arranges its work; nothing for others."""
    found = work.rows(UNDELIVERED, group_id=group_id, since=work.now - SHOWN_FOR)
    return [Undelivered(to, KINDS[kind].word if kind in KINDS else "", *rest) for to, kind, *rest in found]


class Platform(NamedTuple):
    """How much an administrator looks after."""

    groups: int
    forming: int
    people: int
    closed: int
    organisations: int


PLATFORM = select(
    select(func.count()).select_from(Group).scalar_subquery(),
    select(func.count()).where(col(Group.state) == GroupState.FORMING).scalar_subquery(),
    select(func.count()).select_from(Person).scalar_subquery(),
    select(func.count()).where(col(Person.disabled_at).is_not(None)).scalar_subquery(),
    select(func.count()).select_from(Organisation).scalar_subquery(),
)


def platform(work: Work) -> Platform:
    """What there is, in figures: none of it is a group's content."""
    return Platform(*work.rows(PLATFORM).one())


class MeetingAhead(NamedTuple):
    """The next meeting of one of my groups."""

    id: int
    title: LanguageMap
    state: MeetingState
    starts_at: datetime
    video_url: str
    place: str
    group: LanguageMap
    slug: str
    timezone: str


AHEAD = (
    select(  # type: ignore[call-overload]
        Meeting.id,
        Meeting.title,
        Meeting.state,
        Meeting.starts_at,
        Meeting.video_url,
        Meeting.place,
        Group.name,
        Group.slug,
        Group.timezone,
    )
    .join(Group, col(Group.id) == col(Meeting.group_id))
    .where(col(Meeting.state).in_(UPCOMING), see_meeting())
    .order_by(col(Meeting.starts_at), col(Meeting.id))
)


def meetings_ahead(work: Work) -> list[MeetingAhead]:
    """The next meeting of each of my groups, the nearest first."""
    found = [MeetingAhead(*row) for row in work.rows(AHEAD)]
    first = {meeting.slug: meeting for meeting in reversed(found)}
    return [meeting for meeting in found if first[meeting.slug] is meeting]
