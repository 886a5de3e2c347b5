"""Everybody at a table has been here before, but for those who took their seats only weeks ago and did nothing yet."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import partial

from workgroups.core import clock
from workgroups.core.forms import Nothing
from workgroups.core.work import Work
from workgroups.demo.cast import ZONE, Cast
from workgroups.demo.year import Act
from workgroups.people import commands, queries
from workgroups.people.models import Person, SignInMethod

NEW = timedelta(days=28)
"""Whoever has held a seat for less than this is still invited."""

STAYS = timedelta(hours=3)
BROWSER = "Firefox"


def stage(cast: Cast, acts: Iterable[Act], today: date) -> list[Act]:
    """A sign-in before the first act of each holder of a seat, ended on the same day."""
    first: dict[int, datetime] = {}
    for act in (act for act in acts if act.person_id):
        first[act.person_id] = min(act.at, first.get(act.person_id, act.at))
    for seat in cast.seats.values():
        if seat.holder_id and seat.term_starts and seat.term_starts <= today - NEW:
            first.setdefault(seat.holder_id, clock.local(today - NEW, time(8), ZONE))
    coming = []
    for person_id, at in first.items():
        arrived = at - timedelta(minutes=5)
        coming += [Act(arrived, person_id, "en", partial(come, person_id))]
        coming += [Act(arrived + STAYS, person_id, "en", partial(leave, person_id))]
    return coming


def come(person_id: int, work: Work) -> None:
    commands.start(work, work.session.get_one(Person, person_id), SignInMethod.EMAIL, BROWSER)


def leave(person_id: int, work: Work) -> None:
    for sign_in in queries.sign_ins(work):
        commands.sign_out(work, person_id, Nothing(), sign_in.id)
