"""One named cast at one table, for every test.

The group is Falls Pharmacy (slug `pharmacy`). Amara hosts and Blaise leads the profession: the two co-chairs. Chidi is
the secretary. Members: Dolores (pharmacist trained in the Philippines), Edith (the regulator, with Ewan as her
alternate), Farid (employer, deputy of Blaise), Gita (educator). Henk observes. Iris coordinates. Jonas administers the
platform. Kofi is the secretary of another group (slug `nursing`), Lena its co-chair: outsiders here.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from workgroups.core.db import Database
from workgroups.core.events import GENESIS, PLATFORM, ChainHead
from workgroups.groups.models import Coordination, Group, GroupProfession, GroupState, Profession, Seat, SeatRole
from workgroups.meetings.agenda.template.models import usual
from workgroups.meetings.terms.models import Terms
from workgroups.people.models import Language, Organisation, Person, StakeholderType

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday, 11:00 in Halifax."""

PEOPLE = (
    "amara",
    "blaise",
    "chidi",
    "dolores",
    "edith",
    "ewan",
    "farid",
    "gita",
    "henk",
    "iris",
    "jonas",
    "kofi",
    "lena",
)
OUTSIDERS = ("kofi", "jonas")
"""A member of another group, and the administrator, who has no seat."""

MEMBERS = ("amara", "blaise", "chidi", "dolores", "edith", "ewan", "farid", "gita", "henk", "iris")

TABLE = (
    # who, role, type, organisation, place
    ("amara", SeatRole.CO_CHAIR_HOST, StakeholderType.SETTLEMENT_ORGANISATION, "Harbour Settlement"),
    ("edith", SeatRole.MEMBER, StakeholderType.REGULATORY_BODY, "Falls Pharmacy Regulator"),
    ("farid", SeatRole.MEMBER, StakeholderType.EMPLOYER, "Falls Pharmacies"),
    ("blaise", SeatRole.CO_CHAIR_PROFESSION, StakeholderType.PROFESSIONAL_ASSOCIATION, "Falls Pharmacists"),
    ("gita", SeatRole.MEMBER, StakeholderType.EDUCATIONAL_INSTITUTION, "Falls College"),
    ("dolores", SeatRole.MEMBER, StakeholderType.IEP, None),
    ("chidi", SeatRole.SECRETARY, StakeholderType.SETTLEMENT_ORGANISATION, "Harbour Settlement"),
    ("henk", SeatRole.OBSERVER, StakeholderType.GOVERNMENT, "Falls Labour Department"),
)


@dataclass
class World:
    """The database with the cast in it, and a clock that stands still until it is moved."""

    database: Database
    now: datetime = NOW
    people: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    group: int = 0
    other_group: int = 0
    profession: int = 0

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **by: float) -> None:
        self.now += timedelta(**by)


def settle(database: Database) -> World:
    """Put the cast into an empty, migrated database."""
    world = World(database)
    with database.write() as session:
        session.add(ChainHead(chain=PLATFORM, count=0, hash=GENESIS))
        for name in PEOPLE:
            person = Person(
                name=name.title(),
                email=f"{name}@example.org",
                is_administrator=name == "jonas",
                language=Language.FRENCH if name == "gita" else Language.ENGLISH,
            )
            session.add(person)
            session.flush()
            world.people[name] = person.id
        profession = Profession(
            slug="pharmacy", name={"en": "Pharmacist", "fr": "Pharmacien ou pharmacienne"}, noc=["31120"]
        )
        nursing = Profession(slug="nursing", name={"en": "Registered nurse"}, noc=["31301"])
        group = Group(
            slug="pharmacy",
            name={"en": "Falls Pharmacy", "fr": "Pharmacie des Chutes"},
            state=GroupState.ACTIVE,
            decision_prefix="PHARM",
        )
        other = Group(slug="nursing", name={"en": "Falls Nursing"}, state=GroupState.ACTIVE, decision_prefix="NURS")
        session.add_all([profession, nursing, group, other])
        session.flush()
        world.group, world.other_group, world.profession = group.id, other.id, profession.id
        session.add(Terms(id=group.id, place="Room 2", video_url="https://meet.example.org/falls"))
        session.add(Terms(id=other.id))
        session.add_all([*usual(group.id), *usual(other.id)])
        session.add(GroupProfession(group_id=group.id, profession_id=profession.id))
        session.add(GroupProfession(group_id=other.id, profession_id=nursing.id))
        session.add(Coordination(group_id=group.id, person_id=world.people["iris"]))
        for place, (name, role, kind, body) in enumerate(TABLE):
            seat(session, world, group, name, place, role, kind, body)
        seat(session, world, group, "vacant", 8, SeatRole.MEMBER, StakeholderType.UNION, "Falls Union")
        seat(session, world, other, "kofi", 0, SeatRole.SECRETARY, StakeholderType.EMPLOYER, "Falls Hospital")
        seat(
            session,
            world,
            other,
            "lena",
            1,
            SeatRole.CO_CHAIR_HOST,
            StakeholderType.SETTLEMENT_ORGANISATION,
            "Harbour Settlement",
        )
        session.get_one(Seat, world.seats["edith"]).alternate_id = world.people["ewan"]
        session.get_one(Seat, world.seats["farid"]).deputy_of_id = world.seats["blaise"]
    return world


def seat(
    session: Session,
    world: World,
    group: Group,
    name: str,
    place: int,
    role: SeatRole,
    kind: StakeholderType,
    body: str | None,
) -> None:
    if body and body not in world.organisations:
        organisation = Organisation(name={"en": body}, stakeholder_type=kind)
        session.add(organisation)
        session.flush()
        world.organisations[body] = organisation.id
    row = Seat(
        group_id=group.id,
        place=place,
        label={"en": f"Seat of {name.title()}"},
        role=role,
        stakeholder_type=kind,
        organisation_id=world.organisations[body] if body else None,
        holder_id=world.people.get(name),
    )
    session.add(row)
    session.flush()
    world.seats[name] = row.id
