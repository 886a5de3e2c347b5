"""The people of the demonstration, their tables and their seats."""

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.work import Work
from workgroups.groups.models import Coordination, Group, GroupProfession, GroupState, Profession, Seat, SeatRole
from workgroups.meetings.terms.forms import Settling
from workgroups.meetings.terms.models import Terms
from workgroups.people.models import Organisation, Person

ZONE = "America/Halifax"
"""Where all groups of the demonstration meet: its calendars say what today is."""

ROLES = {
    SeatRole.CO_CHAIR_HOST: gettext_noop("co-chair (host)"),
    SeatRole.CO_CHAIR_PROFESSION: gettext_noop("co-chair (profession)"),
    SeatRole.SECRETARY: gettext_noop("secretary"),
    SeatRole.MEMBER: gettext_noop("member"),
    SeatRole.OBSERVER: gettext_noop("observer"),
}


class Door(NamedTuple):
    """One of the cast, as the sign-in page lists them."""

    person_id: int
    name: str
    role: str
    seat: LanguageMap
    group: LanguageMap
    slug: str
    is_alternate: bool = False


def doors(work: Work) -> list[Door]:
    """Everybody who can be played, by group: first the administrator and the coordinators."""
    platform: LanguageMap = {}
    found = [
        Door(person.id, person.name, gettext_noop("administrator"), platform, platform, "")
        for person in work.rows(select(Person).where(col(Person.is_administrator))).scalars()
    ]
    coordinating = select(Person).where(col(Person.id).in_(select(col(Coordination.person_id))))
    found += [
        Door(person.id, person.name, gettext_noop("coordinator"), platform, platform, "")
        for person in work.rows(coordinating.order_by(col(Person.name))).scalars()
    ]
    alternate = (col(Seat.alternate_id) == col(Person.id)).label("alternate")
    seated = select(Person.id, Person.name, Seat.role, Seat.label, Group.name, Group.slug, alternate)  # type: ignore[call-overload]
    seated = seated.join(Seat, or_(col(Seat.holder_id) == col(Person.id), alternate))
    seated = seated.join(Group, col(Group.id) == col(Seat.group_id))
    for key, name, role, label, group, slug, stands_in in work.rows(
        seated.order_by(col(Group.id), col(Seat.role), col(Seat.place), "alternate")
    ):
        found.append(Door(key, name, ROLES[role], label, group, slug, bool(stands_in)))
    return found


@cache
def content(name: str) -> dict[str, Any]:
    """One of the files of the demonstration."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


class Cast(NamedTuple):
    """What the loader made, by the keys of the files."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    professions: dict[str, Profession]
    groups: dict[str, Group]
    terms: dict[str, Settling]
    """What each group agrees about its meetings when its first chair has come."""
    seats: dict[tuple[str, str], Seat]

    def coordinators(self, slug: str) -> list[int]:
        """The ids of the people who coordinate this group."""
        rows = content("people.toml")["person"]
        return [self.people[row["key"]].id for row in rows if slug in row.get("coordinates", ())]


def load(session: Session, today: date) -> Cast:
    """Store organisations, people, professions, groups and seats."""

    def day(offset: int | None) -> date | None:
        return None if offset is None else today + timedelta(days=offset)

    organisations = {
        row["key"]: Organisation(name=row["name"], stakeholder_type=row["stakeholder_type"])
        for row in content("organisations.toml")["organisation"]
    }
    people = {
        row["key"]: Person(
            name=row["name"],
            email=row["email"],
            language=row["language"],
            is_administrator=row.get("platform_role") == "administrator",
        )
        for row in content("people.toml")["person"]
    }
    professions = {
        row["slug"]: Profession(**{name: row[name] for name in PROFESSION_FIELDS if name in row})
        for row in content("professions.toml")["profession"]
    }
    session.add_all([*organisations.values(), *people.values(), *professions.values()])
    session.flush()
    groups, terms, seats = {}, {}, {}
    for row in content("groups.toml")["group"]:
        group = groups[row["slug"]] = Group(**{name: row[name] for name in GROUP_FIELDS if name in row})
        if row["state"] == GroupState.CLOSED:  # which somebody does in the end
            group.state = GroupState.ACTIVE
        session.add(group)
        session.flush()
        terms[group.slug] = agreed(row)
        for position, slug in enumerate(row["professions"]):
            session.add(GroupProfession(group_id=group.id, profession_id=professions[slug].id, position=position))
        for place, given in enumerate(row["seat"]):
            holder, alternate = given.get("holder"), given.get("alternate")
            seats[group.slug, given["key"]] = Seat(
                group_id=group.id,
                place=place,
                label=given["label"],
                role=given["role"],
                stakeholder_type=given["stakeholder_type"],
                organisation_id=organisations[given["organisation"]].id if "organisation" in given else None,
                holder_id=people[holder].id if holder else None,
                alternate_id=people[alternate].id if alternate else None,
                term_starts=day(given.get("term", {}).get("from")),
                term_ends=day(given.get("term", {}).get("to")),
                vacant_since=None if holder else day(given.get("vacant_since", -30)),
            )
            session.add(seats[group.slug, given["key"]])
        session.flush()
        for given in row["seat"]:
            if "deputy_of" in given:
                seats[group.slug, given["key"]].deputy_of_id = seats[group.slug, given["deputy_of"]].id
    cast = Cast(organisations, people, professions, groups, terms, seats)
    for slug, group in groups.items():
        session.add_all(Coordination(group_id=group.id, person_id=person) for person in cast.coordinators(slug))
    session.flush()
    return cast


def agreed(row: dict[str, Any]) -> Settling:
    """How a group means to work: what its file says, and the usual terms otherwise."""
    meets = row["default_meeting"]
    usual = Terms().model_dump(include=set(Settling.model_fields))
    given = {
        "cadence_months": row["cadence_months"], "meets_on": meets["weekday"], "meets_at": meets["time"],
        "meets_for": meets["length"], "place": meets.get("place"), "video_url": meets.get("video"),
        "dial_in": meets.get("dial_in"), **{f"quorum_{what}": seats for what, seats in row.get("quorum", {}).items()},
    }  # fmt: skip
    return Settling.model_validate(usual | given)


PROFESSION_FIELDS = (
    "slug",
    "name",
    "noc",
    "noc_verified",
    "other_titles",
    "regulation",
    "responsible_bodies",
    "associations",
    "close_to",
    "facts",
)
GROUP_FIELDS = (
    "slug",
    "name",
    "profile",
    "jurisdiction",
    "state",
    "decision_prefix",
    "timezone",
    "positions_shown",
)
