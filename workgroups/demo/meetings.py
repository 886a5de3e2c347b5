"""The meetings of a year: drafted, called, held with attendance, minutes and decisions, approved; one goes on now."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from workgroups.core import clock
from workgroups.core.forms import Nothing
from workgroups.core.work import Work
from workgroups.demo import minutes as after
from workgroups.demo.year import SECRETARY, Told, Year
from workgroups.groups.models import SeatRole
from workgroups.links.models import Relation
from workgroups.meetings import commands
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.backlog import commands as backlog
from workgroups.meetings.agenda.backlog.forms import Merging
from workgroups.meetings.agenda.consent import commands as consent
from workgroups.meetings.agenda.consent.forms import Offering
from workgroups.meetings.agenda.forms import Changing, Declining, Marking, Ordering, Proposing
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.agenda.sections import commands as sections
from workgroups.meetings.agenda.sections import queries as headings
from workgroups.meetings.agenda.sections.forms import Naming
from workgroups.meetings.agenda.template import commands as template
from workgroups.meetings.agenda.template.forms import Settling
from workgroups.meetings.agenda.template.queries import template as standing_items
from workgroups.meetings.agenda.threads import queries as threads
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.forms import Attending, Cancelling, Planning
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.models import Meeting, Presence
from workgroups.meetings.replies import commands as replies
from workgroups.meetings.replies.forms import Replying
from workgroups.meetings.rhythm import clockwork
from workgroups.meetings.rhythm.models import BEFORE
from workgroups.meetings.session import commands as session

LATELY = -4
"""The day on which members propose items for a meeting that is not called yet."""

PER_ITEM = timedelta(minutes=6)
NEXT_DATE = timedelta(minutes=100)
"""How long after the beginning of a meeting the next one is drafted."""

SITTING_FOR = timedelta(minutes=40)
"""How long ago a meeting began that goes on now."""


def stage(year: Year) -> None:
    """Put every meeting of the year into the acts."""
    for row in year.told.get("section", ()):
        year.act(year.at(row["day"], 10), SECRETARY, partial(divide, year, row))
    drafted: datetime | None = None
    for row in year.told["meeting"]:
        key = f"meeting:{row['key']}"
        day, at = moment(year, row)
        starts_at = clock.local(day, at, year.group.timezone)
        drafting = drafted or year.at(row.get("drafted_day", row["day"] - year.terms.items_called), 9)
        planning = Planning(
            day=day, at=at, minutes_long=year.terms.meets_for, place=year.terms.place,
            video_url=year.terms.video_url, dial_in=year.terms.dial_in, is_public=row.get("public", False),
        )  # fmt: skip
        year.make(drafting, SECRETARY, key, partial(draft, year, planning))
        arrange(year, key, row)
        pass_steps(year, starts_at)
        if "called_day" in row:
            year.act(year.at(row["called_day"], 10), SECRETARY, on(year, key, commands.call, Nothing()))
            answer(year, key, row)
        if "cancelled" in row:
            told = row["cancelled"]
            year.act(
                year.at(told["day"], 11), told["by"], on(year, key, commands.cancel, Cancelling(reason=told["reason"]))
            )
        drafted = None
        if "turn" in row:
            sit(year, key, row, starts_at)
        if "circulated_day" in row:
            drafted = starts_at + NEXT_DATE
            hold(year, key, row, starts_at)
            after.stage(year, key, row)


def divide(year: Year, row: Told, work: Work) -> None:
    """Let a section begin with a standing item, on the agendas to come."""
    item = next(item for item in standing_items(work, year.group.id) if item.standing == row["before"])
    titles = {f"title_{language}": title for language, title in item.title.items()}
    settling = Settling(
        **titles, section_en=row["en"], section_fr=row["fr"], kind=item.kind, minutes_long=item.minutes_long,
        is_on=item.is_on, at_end=item.at_end,
    )  # fmt: skip
    template.settle(work, item.id, settling)


def moment(year: Year, row: Told) -> tuple[date, time]:
    """The day and the time of a meeting: as the group usually meets, or a while ago when it goes on now."""
    if "turn" not in row:
        return year.day(year.meeting_offset(row["day"])), year.terms.meets_at
    began = (year.now - SITTING_FOR).astimezone(ZoneInfo(year.group.timezone))
    return began.date(), time(began.hour, began.minute // 5 * 5)


def answer(year: Year, meeting: str, row: Told) -> None:
    """The seats answer the invitation on the day after."""
    given = [(seat, said) for said, seats in row.get("replies", {}).items() for seat in seats]
    for order, (seat, said) in enumerate(given):
        replying = Replying(seat=year.seat(seat).id, answer=said)
        year.act(year.at(row["called_day"] + 1, 12, order), seat, on(year, meeting, replies.reply, replying))


def pass_steps(year: Year, starts_at: datetime) -> None:
    """What follows from the date of a meeting happens by itself."""
    zone = year.group.timezone
    for kind in BEFORE:
        year.pass_by(clock.moved(starts_at, -timedelta(days=getattr(year.terms, kind.value)), zone), clockwork.tick)
    over = clock.today(starts_at, zone) + timedelta(days=year.terms.minutes_due + 1)
    year.pass_by(clock.local(over, time.min, zone), clockwork.tick)


def on(year: Year, key: str, command: Callable[..., Any], form: Any) -> Callable[[Work], Any]:
    """The act of a command on the thing that the file calls `key`."""

    def do(work: Work) -> Any:
        return command(work, year.made[key].id, form)

    return do


def draft(year: Year, planning: Planning, work: Work) -> Meeting:
    return commands.convene(work, year.group.slug, planning)


def arrange(year: Year, meeting: str, row: Told) -> None:
    """Members propose items; the secretary accepts or declines them, and prepares what was carried."""
    day = row["called_day"] + 1 if "called_day" in row else LATELY
    for order, item in enumerate(row.get("item", ())):
        key = f"item:{item['key']}"
        year.tie(key, Relation.CONCERNS, item["links"])
        if "thread_from" in item:
            year.make(year.at(day, 9, order), SECRETARY, key, partial(prepare, year, item))
            continue
        proposing = partial(propose, year, meeting, item)
        year.make(year.at(day, 9, order), item["proposer"], key, proposing, item.get("language", "en"))
        judged = year.at(day, 15, order)
        if item["state"] == "declined":
            year.act(judged, SECRETARY, on(year, key, agenda.decline, Declining(reason=item["reason"])))
        elif item["state"] == "merged":
            year.act(judged, SECRETARY, partial(merge, year, key, f"item:{item['into']}"))
        elif item["state"] != "proposed":
            year.act(judged, SECRETARY, on(year, key, agenda.accept, Nothing()))
        if "consent" in item:
            offering = Offering(resolution=item["consent"] or None)
            year.act(year.at(day, 17, order), SECRETARY, on(year, key, consent.offer, offering))
        if "discussed_for" in item:
            year.act(year.at(day + 1, 13), item["discussed_for"], on(year, key, consent.discuss, Nothing()))

    for section in row.get("section", ()):
        year.act(year.at(day, 16), SECRETARY, partial(head, year, meeting, section))


def head(year: Year, meeting: str, section: Told, work: Work) -> None:
    """A heading right above an item."""
    key = year.made[meeting].id
    sections.add(work, key, Naming(title_en=section["en"], title_fr=section["fr"]))
    below = item_of(year, meeting, section["before"], work)
    agenda.order(work, key, Ordering(item=headings.sections(work, key)[-1].mark, above=below.mark))


def item_of(year: Year, meeting: str, name: str, work: Work) -> AgendaItem:
    """An item by its key, or a standing one of the meeting by its name."""
    for item in items.of_meeting(work, year.made[meeting].id):
        if item.standing == name:
            return item
    made: AgendaItem = year.made[f"item:{name}"]
    return made


def propose(year: Year, meeting: str, item: Told, work: Work) -> AgendaItem:
    proposing = Proposing(
        title=item["title"], kind=item["kind"], minutes_long=item["length"], presenter=year.seat(item["presenter"]).id,
        text=item.get("about"),
    )  # fmt: skip
    return agenda.propose(work, year.made[meeting].id, proposing)


def merge(year: Year, key: str, into: str, work: Work) -> AgendaItem:
    return backlog.merge(work, year.made[key].id, Merging(into=year.made[into].id))


def prepare(year: Year, item: Told, work: Work) -> AgendaItem:
    """The item in which a thread goes on, arranged anew; out of the backlog it comes onto the agenda first.

    Raises `ValueError` when the thread does not go on.
    """
    found = threads.live(work, year.made[f"item:{item['thread_from']}"])
    if found is None:
        raise ValueError(f"{item['thread_from']} does not go on in {item['key']}")
    if found.state is ItemState.PARKED:
        agenda.take_up(work, found.id, Nothing())
    changing = Changing(
        title_en=found.title.get("en"), title_fr=found.title.get("fr"), kind=item["kind"], minutes_long=item["length"],
        presenter=year.seat(item["presenter"]).id, text=found.text,
    )  # fmt: skip
    return agenda.change(work, found.id, changing)


def hold(year: Year, key: str, row: Told, starts_at: datetime) -> None:
    """The meeting itself: who came, what was said and decided, and how it ends."""
    year.act(starts_at - timedelta(minutes=4), SECRETARY, on(year, key, commands.begin, Nothing()))
    for attending in presences(year, row, starts_at):
        year.act(starts_at, SECRETARY, on(year, key, commands.attend, attending))
    first = starts_at + timedelta(minutes=10)
    year.act(first, SECRETARY, partial(write_standing, year, key, row))
    for order, item in enumerate(row["item"], 1):
        deal_with(year, item, first + order * PER_ITEM)
    ends_at = starts_at + timedelta(minutes=year.terms.meets_for)
    year.act(ends_at, SECRETARY, on(year, key, commands.close, Nothing()))


def sit(year: Year, key: str, row: Told, starts_at: datetime) -> None:
    """A meeting that goes on now: who has come so far, and what was said up to the item that is open."""
    year.act(starts_at, SECRETARY, on(year, key, commands.begin, Nothing()))
    for presence, seats in row["attendance"].items():
        for seat in seats:
            attending = Attending(seat=year.seat(seat).id, presence=presence)
            year.act(starts_at, SECRETARY, on(year, key, commands.attend, attending))
    decided = {item["key"]: item["decisions"] for item in row["item"]}
    for turn in row["turn"]:
        at = starts_at + timedelta(minutes=turn["after"])
        year.act(at, SECRETARY, partial(take, year, key, turn, decided.get(turn["of"], ())))


def take(year: Year, meeting: str, turn: Told, decided: Sequence[Told], work: Work) -> None:
    """Turn to an item, write what is said, record what is decided, and leave it unless it is the one that is open."""
    item = item_of(year, meeting, turn["of"], work)
    session.turn_to(work, item.id, Nothing())
    minutes.write(work, item.id, Writing(text=turn["text"]))
    for decision in decided:
        year.put(work, f"decision:{decision['key']}", decisions.decide(work, item.id, Deciding(text=decision["text"])))
    if "state" in turn:
        agenda.mark(work, item.id, Marking(state=turn["state"]))


def presences(year: Year, row: Told, starts_at: datetime) -> list[Attending]:
    """How each seat was there; who is not named at all was absent, when the term had begun."""
    named = {key: Presence(how) for how, keys in row["attendance"].items() for key in keys}
    for (slug, key), seat in year.cast.seats.items():
        begun = seat.term_starts is None or seat.term_starts <= starts_at.date()
        if slug == year.group.slug and seat.holder_id and begun and seat.role != SeatRole.OBSERVER:
            named.setdefault(key, Presence.ABSENT)
    return [Attending(seat=year.seat(key).id, presence=presence) for key, presence in named.items()]


def write_standing(year: Year, meeting: str, row: Told, work: Work) -> None:
    """The minutes of the items that every meeting has."""
    for item in items.of_meeting(work, year.made[meeting].id):
        if item.standing is not None:
            minutes.write(work, item.id, Writing(text=row["standing"][item.standing.value]))


def deal_with(year: Year, item: Told, at: datetime) -> None:
    """One item: its minutes, its decisions, and what becomes of it."""
    key = f"item:{item['key']}"
    year.slots[key] = at + timedelta(minutes=2)
    year.act(at, SECRETARY, on(year, key, minutes.write, Writing(text=item["text"])))
    for decision in item["decisions"]:
        deciding = on(year, key, decisions.decide, Deciding(text=decision["text"]))
        year.make(at + timedelta(minutes=1), SECRETARY, f"decision:{decision['key']}", deciding)
    if item["state"] == "closed":
        left = on(year, key, agenda.close_thread, Nothing())
    else:
        left = on(year, key, agenda.mark, Marking(state=item["state"]))
    year.act(at + timedelta(minutes=4), SECRETARY, left)
