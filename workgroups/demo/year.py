"""A group's year as its file tells it, turned into acts that are played in the order of their moments."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlmodel import Session

from workgroups.core import clock
from workgroups.core.languages import using
from workgroups.core.settings import Settings
from workgroups.core.work import Work
from workgroups.demo.cast import Cast
from workgroups.groups.models import Group, Profession, Seat
from workgroups.links import queries as links
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.meetings.terms.forms import Settling

Told = Mapping[str, Any]
"""A table of one of the files."""

SECRETARY = "secretary"
HOST, PROFESSION = "chair-host", "chair-profession"

APART = timedelta(minutes=2)


class Act(NamedTuple):
    """What one person does at one moment, writing in one language."""

    at: datetime
    person_id: int
    language: str
    do: Callable[[Work], Any]


@dataclass
class Director:
    """Lets people act, each in a `Work` of her own at the moment of the act, all in one transaction."""

    session: Session

    @contextmanager
    def as_(self, person_id: int, at: datetime, language: str = "en") -> Iterator[Work]:
        work = Work(self.session, person_id, at)
        with using(language):
            yield work
            work.finish()

    def play(self, acts: Iterable[Act]) -> None:
        """Let everything happen in order; what one person does at one moment is one `Work`, as it was told."""
        for (at, person_id, language), same in groupby(sorted(acts, key=lambda act: act.at), key=lambda act: act[:3]):
            with self.as_(person_id, at, language) as work:
                for act in same:
                    act.do(work)


class Tie(NamedTuple):
    """Two things, by their keys in the file, that are linked as soon as both are there."""

    one: str
    relation: Relation
    other: str


@dataclass
class Year:
    """One group's year. Days are offsets from today; keys are those of the file, as in "barrier:paper-form"."""

    cast: Cast
    group: Group
    professions: list[Profession]
    """Those that the group serves; the first is the one whose pathway it keeps."""
    told: Told
    settings: Settings
    now: datetime
    acts: list[Act] = field(default_factory=list)
    made: dict[str, Any] = field(default_factory=dict)
    """The rows that were made so far, by kind and key."""
    slots: dict[str, datetime] = field(default_factory=dict)
    """When each item of a meeting that was held is dealt with."""
    ties: list[Tie] = field(default_factory=list)

    @property
    def terms(self) -> Settling:
        return self.cast.terms[self.group.slug]

    def seat(self, key: str) -> Seat:
        return self.cast.seats[self.group.slug, key]

    def holder(self, key: str) -> int:
        """The person in a seat. Raises `ValueError` when it is vacant."""
        person = self.seat(key).holder_id
        if person is None:
            raise ValueError(f"nobody sits in {key} of {self.group.slug}")
        return person

    def day(self, offset: int) -> date:
        return clock.today(self.now, self.group.timezone) + timedelta(days=offset)

    def at(self, offset: int, hour: int, order: int = 0) -> datetime:
        """A moment in an hour of a day in the group's zone, another on each day; `order` tells acts apart."""
        day = self.day(offset)
        return clock.local(day, time(hour, day.toordinal() * 11 % 20), self.group.timezone) + order * APART

    def meeting_offset(self, offset: int) -> int:
        """The nearest day on the group's usual weekday: back for a past meeting, forward for a coming one."""
        away = (self.terms.meets_on - self.day(offset).isoweekday()) % 7
        return offset + away if offset > 0 or away == 0 else offset + away - 7

    def act(self, at: datetime, by: str, do: Callable[[Work], Any], language: str = "en") -> None:
        """Whoever sits in the seat `by` does something."""
        self.acts.append(Act(at, self.holder(by), language, do))

    def pass_by(self, at: datetime, do: Callable[[Work], Any]) -> None:
        """What happens by itself, when its moment has come already."""
        if at <= self.now:
            self.acts.append(Act(at, 0, "en", do))

    def make(self, at: datetime, by: str, key: str, do: Callable[[Work], Any], language: str = "en") -> None:
        """Whoever sits in the seat `by` makes the thing that the file calls `key`."""

        def done(work: Work) -> None:
            self.put(work, key, do(work))

        self.acts.append(Act(at, self.holder(by), language, done))

    def put(self, work: Work, key: str, row: Any) -> None:
        """Remember what was made, and link it with whatever it belongs to that is there already."""
        self.made[key] = row
        for tie in [tie for tie in self.ties if key in (tie.one, tie.other)]:
            if tie.one in self.made and tie.other in self.made:
                self.ties.remove(tie)
                one, other = self.made[tie.one], self.made[tie.other]
                if not links.between(work, one, other):
                    link(work, one, tie.relation, other)

    def tie(self, one: str, relation: Relation, others: Iterable[str]) -> None:
        self.ties += [Tie(one, relation, other) for other in others]
