"""Brings the cast's meeting to a state: ``stage.meeting("in_session")`` drafts, calls and opens one."""

from datetime import date, time, timedelta
from typing import Any

from tests.world import World
from workgroups.core import clock
from workgroups.core.forms import Nothing
from workgroups.core.work import Work, writing
from workgroups.groups.models import Acting, Seat
from workgroups.meetings import commands
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import queries as agenda_queries
from workgroups.meetings.agenda.forms import Adding, Proposing
from workgroups.meetings.agenda.models import AgendaItem, ItemKind
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.forms import Planning
from workgroups.meetings.minutes import adoption
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.corrections import commands as corrections
from workgroups.meetings.minutes.corrections.forms import Correcting
from workgroups.meetings.minutes.forms import Approving, Circulating
from workgroups.meetings.models import Meeting

DAY = date(2026, 12, 10)
"""A Thursday, 17 days after the world's now."""

NOTHING = Nothing()


class Stage:
    def __init__(self, world: World) -> None:
        self.world = world

    def work(self, name: str) -> Any:
        """A transaction by one of the cast."""
        return writing(self.world.database, self.world.people[name], self.world.now)

    def row(self, model: type, key: int) -> Any:
        with self.world.database.read() as session:
            return session.get_one(model, key)

    def meeting(self, state: str = "draft", day: date = DAY, by: str = "chidi") -> int:
        """A meeting with its standing items, brought to a state; returns its id."""
        steps = ("draft", "called", "in_session", "minutes_draft", "minutes_circulated")
        with self.work(by) as work:
            planning = Planning(day=day, at=time(13, 30), minutes_long=120, place="Room 2", video_url=None)
            key: int = commands.convene(work, "pharmacy", planning).id
        for step, command in zip(
            steps[1:], (commands.call, commands.begin, commands.close, minutes.circulate), strict=True
        ):
            if steps.index(step) > steps.index(state):
                break
            if command is minutes.circulate:
                self.circulate(key, by)
            elif command is commands.begin:
                self.begin(key, by)
            else:
                self.do(by, command, key)
        return key

    def begin(self, meeting: int, by: str = "chidi") -> None:
        """Open a meeting as if its day had come: it keeps its date."""
        with self.work(by) as work:
            row = work.session.get_one(Meeting, meeting)
            starts, row.day_starts_at = row.day_starts_at, min(row.day_starts_at, work.now)
            commands.begin(work, meeting, NOTHING)
            row.day_starts_at = starts

    def circulate(self, meeting: int, by: str = "chidi", days: int = 14) -> str:
        """Circulate the minutes, with so many days for corrections; returns their digest."""
        today = clock.today(self.world.now, "America/Halifax")
        self.do(by, minutes.circulate, meeting, Circulating(until=today + timedelta(days=days)))
        return str(self.row(Meeting, meeting).minutes_digest)

    def adopted(self, meeting: int) -> None:
        """Both co-chairs approve circulated minutes, and the time for corrections ends."""
        digest = self.row(Meeting, meeting).minutes_digest
        for chair in ("amara", "blaise"):
            self.do(chair, minutes.approve, meeting, Approving(digest=digest))
        self.later(days=15)
        self.adopt()

    def adopt(self) -> None:
        """What the worker does when it looks."""
        adoption.adopt_due(self.world.database, self.world.now)

    def item(self, meeting: int, title: str = "Paper form", by: str = "chidi", **named: Any) -> int:
        """An accepted item on the agenda; returns its id."""
        with self.work(by) as work:
            adding = Adding(title=title, kind=ItemKind.DECISION, minutes_long=20, **named)
            key: int = agenda.add(work, meeting, adding).id
        return key

    def everything(self) -> dict[str, str]:
        """One of each: meetings in every state that has verbs, items, a decision; their ids as text."""
        past = self.world.now.date() - timedelta(days=3)
        made = {
            "draft": self.meeting(), "called": self.meeting("called"), "meeting": self.meeting("in_session"),
            "ended": self.meeting("minutes_draft"), "circulated": self.meeting("minutes_circulated"),
            "past": self.meeting(day=past),
        }  # fmt: skip
        made |= {name: self.item(made["draft"], name) for name in ("planned", "parked")}
        self.do("chidi", agenda.park, made["parked"])
        made["item"] = self.item(made["meeting"])
        proposing = Proposing(title="Language results", kind=ItemKind.DISCUSSION, minutes_long=10)
        made["proposed"] = self.do("edith", agenda.propose, made["draft"], proposing).id
        made["decision"] = self.do("chidi", decisions.decide, made["item"], Deciding(text="We agree.")).id
        digest = self.row(Meeting, made["circulated"]).minutes_digest
        made["circulated_item"] = self.items(made["circulated"])[0].id
        correcting = Correcting(text="No.")
        made["correction"] = self.do("edith", corrections.correct, made["circulated_item"], correcting).id
        return {name: str(key) for name, key in made.items()} | {"digest": digest}

    def lets_act(self, chair: str, deputy: str) -> None:
        """The deputy acts for the chair from now on for a day."""
        with self.work(chair) as work:
            until = self.world.now + timedelta(days=1)
            work.add(
                Acting(
                    group_id=self.world.group, chair_seat_id=self.world.seats[chair], starts_at=self.world.now,
                    person_id=self.world.people[deputy], ends_at=until, reason="Away",
                )
            )  # fmt: skip

    def name_alternate(self, holder: str, alternate: str) -> None:
        with self.work(holder) as work:
            work.session.get_one(Seat, self.world.seats[holder]).alternate_id = self.world.people[alternate]

    def do(self, name: str, command: Any, key: int, form: Any = NOTHING, **named: Any) -> Any:
        """One command by one of the cast, committed."""
        with self.work(name) as work:
            return command(work, key, form, **named)

    def later(self, **by: float) -> None:
        self.world.now += timedelta(**by)

    def items(self, meeting: int) -> list[AgendaItem]:
        with self.world.database.read() as session:
            return list(agenda_queries.of_meeting(Work(session, 0, self.world.now), meeting))

    def state(self, meeting: int) -> str:
        return str(self.row(Meeting, meeting).state.value)
