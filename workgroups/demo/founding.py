"""How the platform and its groups began: what the ledger says before the year."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import partial

from workgroups.core import clock
from workgroups.core.db import Row
from workgroups.core.events import Fact
from workgroups.core.work import Work
from workgroups.demo.cast import ZONE, Cast, content
from workgroups.demo.year import HOST, Act
from workgroups.groups import events
from workgroups.groups.models import CHAIRS, Group
from workgroups.meetings.terms import commands
from workgroups.meetings.terms.forms import Settling
from workgroups.people.events import OrganisationAdded, PersonAdded

OPENED = 30
"""How many days before its first group the platform was opened."""


def stage(cast: Cast, today: date) -> list[Act]:
    """The administrator adds organisations and people and founds the groups; their seats are filled term by term."""
    administrator = next(person.id for person in cast.people.values() if person.is_administrator)
    founded = {row["slug"]: today + timedelta(days=row["founded_day"]) for row in content("groups.toml")["group"]}

    def at(day: date) -> datetime:
        return clock.local(day, time(9), ZONE)

    opened = at(min(founded.values()) - timedelta(days=OPENED))
    known: list[tuple[Fact, Row]] = [(OrganisationAdded(), row) for row in cast.organisations.values()]
    known += [(PersonAdded(), row) for row in cast.people.values()]
    known += [(events.ProfessionAdded(), row) for row in cast.professions.values()]
    acts = [Act(opened, administrator, "en", partial(tell, known))]
    for slug, group in cast.groups.items():
        seats = {key: seat for (where, key), seat in cast.seats.items() if where == slug}
        begun: list[tuple[Fact, Row]] = [(events.GroupFounded(), group)]
        begun += [(events.SeatAdded(role=seat.role), seat) for seat in seats.values()]
        begun += [(events.CoordinatorNamed(coordinator_id=person), group) for person in cast.coordinators(slug)]
        acts.append(Act(at(founded[slug]), administrator, "en", partial(tell, begun)))
        for seat in seats.values():
            if seat.holder_id and seat.term_starts:
                filled: list[tuple[Fact, Row]] = [(events.SeatFilled(holder_id=seat.holder_id), seat)]
                by = administrator if seat.role in CHAIRS else seats[HOST].holder_id or administrator
                acts.append(Act(at(seat.term_starts), by, "en", partial(tell, filled)))
        host = seats[HOST]
        if host.holder_id and host.term_starts:
            agreed = at(host.term_starts) + timedelta(hours=1)
            acts.append(Act(agreed, host.holder_id, "en", partial(settle, slug, cast.terms[slug])))
    return acts


def settle(slug: str, settling: Settling, work: Work) -> None:
    commands.settle(work, slug, settling)


def tell(facts: Iterable[tuple[Fact, Row]], work: Work) -> None:
    for fact, row in facts:
        work.record(fact, about=row, group_id=row.id if isinstance(row, Group) else None)
