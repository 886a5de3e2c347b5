"""Selects that come again give the same answers as the first time, whatever stands in them."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import ColumnElement, String, bindparam, false, func, literal, literal_column, select, true, union_all
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from starlette.applications import Starlette

from tests.world import World
from workgroups.core import statements
from workgroups.core.db import Database, UtcDateTime, enum_type
from workgroups.core.statements import Prepared, prepare, run
from workgroups.groups.models import Group, GroupState, Seat, SeatRole
from workgroups.people.models import Person

CHAIRS = [SeatRole.CO_CHAIR_HOST, SeatRole.CO_CHAIR_PROFESSION]
pytestmark = pytest.mark.every_row

INJECTED = "x') OR ('a' = 'a"


@pytest.fixture
def session(world: World) -> Iterator[Session]:
    with world.database.write() as session:
        yield session


Ask = Callable[..., list[Any]]


@pytest.fixture
def ask(session: Session) -> Ask:
    """Execute a select three times; gives what came each time, which must be the same."""

    def asked(statement: Any, **values: object) -> list[Any]:
        first, second, third = ([tuple(row) for row in run(session, statement, values)] for _ in range(3))
        assert first == second == third
        return first

    return asked


def text(statement: Any) -> str:
    """A prepared select with its parameters as names."""
    return str(Prepared(statement).statement)


def chairs(session: Session) -> set[tuple[int]]:
    return {(seat.id,) for seat in session.exec(select(Seat)).scalars() if seat.role in CHAIRS}


def test_lists_of_names_are_written(ask: Ask, session: Session) -> None:
    statement = select(col(Seat.id)).where(col(Seat.role).in_(CHAIRS))
    assert "IN ('co_chair_host', 'co_chair_profession')" in text(statement)
    assert set(ask(statement)) == chairs(session)
    others = ask(select(col(Seat.id)).where(col(Seat.role).not_in(CHAIRS)))
    assert len(others) + len(chairs(session)) == ask(select(func.count(col(Seat.id))))[0][0]


@pytest.mark.parametrize(
    "values",
    [
        ["pharmacy", INJECTED],
        ["pharmacy", "it's"],
        ["pharmacy", "a%b"],
        ["pharmacy", "a:b"],
        ["pharmacy", "back\\slash"],
        ["pharmacy", "line\n"],
        ["pharmacy", "é"],
        ["pharmacy", ""],
        ["pharmacy", "a" * 41],
    ],
)
def test_anything_else_stays_a_parameter(ask: Ask, values: list[str]) -> None:
    statement = select(col(Group.slug)).where(col(Group.slug).in_(values))
    assert values[1] not in text(statement) or not values[1]
    assert "IN (__[POSTCOMPILE" in text(statement)
    assert ask(statement) == [("pharmacy",)]


def test_a_single_value_stays_a_parameter(ask: Ask) -> None:
    statement = select(col(Group.slug)).where(col(Group.slug) == "pharmacy", col(Group.state) == GroupState.ACTIVE)
    assert "pharmacy" not in text(statement)
    assert ask(statement) == [("pharmacy",)]


@pytest.mark.parametrize("column", [col(Group.slug), col(Group.state), col(Group.id)])
def test_empty_lists(ask: Ask, column: Any) -> None:
    everything = len(ask(select(col(Group.id))))
    assert ask(select(col(Group.id)).where(column.in_([]))) == []
    assert len(ask(select(col(Group.id)).where(column.not_in([])))) == everything


def test_none_in_a_list(ask: Ask) -> None:
    """NULL is in no list, and nothing is outside of one that holds it."""
    assert ask(select(col(Group.slug)).where(col(Group.slug).in_(["pharmacy", None]))) == [("pharmacy",)]
    assert ask(select(col(Group.slug)).where(col(Group.slug).not_in(["pharmacy", None]))) == []


def test_numbers_moments_and_documents(ask: Ask, session: Session, world: World) -> None:
    keys = [world.people["amara"], world.people["gita"]]
    assert {key for (key,) in ask(select(col(Person.id)).where(col(Person.id).in_(keys)))} == set(keys)
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    later = now + timedelta(hours=1)
    asked = select(literal(now, UtcDateTime) < bindparam("then", type_=UtcDateTime), literal(None, String).is_(None))
    assert ask(asked, then=later) == [(True, True)]
    assert ask(asked, then=now) == [(False, True)]
    with pytest.raises(Exception, match="zone"):
        run(session, asked, {"then": datetime(2026, 5, 4)})  # noqa: DTZ001 - a naive one is refused as ever
    name = ask(select(col(Group.name)).where(col(Group.slug).in_(["pharmacy"])))
    assert name == [({"en": "Falls Pharmacy", "fr": "Pharmacie des Chutes"},)]


def test_named_parameters_get_the_values_of_each_execution(session: Session) -> None:
    slugs = bindparam("slugs", ["nursing"], expanding=True)
    statement = select(col(Group.slug)).where(col(Group.slug).in_(slugs), col(Group.state) == bindparam("state"))

    def asked(**values: object) -> list[str]:
        return sorted(run(session, statement, {"state": GroupState.ACTIVE} | values).scalars())

    for _ in range(3):
        assert asked() == ["nursing"]
        assert asked(slugs=["pharmacy"]) == ["pharmacy"]
        assert asked(slugs=["pharmacy", "nursing", INJECTED]) == ["nursing", "pharmacy"]
        assert asked(slugs=[]) == []
        assert asked(slugs=["pharmacy"], state=GroupState.FORMING) == []


class Shade(StrEnum):
    DARK = "dark_one"


class Tone(str, Enum):  # noqa: UP042 - whose text is "Tone.HIGH"
    HIGH = "high_one"


@pytest.mark.parametrize(("kind", "member"), [(Shade, Shade.DARK), (Tone, Tone.HIGH)])
def test_members_are_written_as_they_are_stored(ask: Ask, kind: type[Enum], member: Enum) -> None:
    column: ColumnElement[Any] = literal(member, enum_type(kind, "kind"))
    statement = select(column.in_([member]), column.not_in([member]))
    assert f"'{member.value}'" in text(statement)
    assert ask(statement) == [(True, False)]


def test_rules_inside_rules(ask: Ask, session: Session) -> None:
    seat = aliased(Seat)
    held = select(seat.id).where(seat.group_id == col(Group.id), seat.role.in_(CHAIRS)).exists()
    statement = select(col(Group.slug)).where(held, col(Group.state).in_([GroupState.ACTIVE])).limit(5).offset(0)
    found = [(group.slug,) for group in session.exec(select(Group)).scalars()]
    chaired = {(session.get_one(Group, session.get_one(Seat, key).group_id).slug,) for (key,) in chairs(session)}
    assert set(ask(statement)) == chaired <= set(found)


def test_unions_and_rows_of_models(ask: Ask, session: Session) -> None:
    one = select(col(Group.slug)).where(col(Group.slug).in_(["pharmacy"]))
    both = union_all(one, select(col(Group.slug)).where(col(Group.slug).in_(["nursing"])))
    assert sorted(ask(both)) == [("nursing",), ("pharmacy",)]
    [(group, slug, yes, no)] = ask(select(Group, col(Group.slug), true(), false()).where(col(Group.slug) == "pharmacy"))
    assert (slug, yes, no) == ("pharmacy", True, False)
    assert group is session.get_one(Group, group.id)
    [(other,)] = ask(select(aliased(Group)).where(literal("pharmacy").in_(["pharmacy"])).limit(1))
    assert isinstance(other, Group)


def test_columns_keep_their_names(session: Session) -> None:
    other = aliased(Group)
    statement = select(col(Group.name), col(other.name), true().label("yes"), col(Group.id))
    statement = statement.join(other, col(other.id) == col(Group.id))
    names = [list(run(session, statement, {}).keys()) for _ in range(3)]
    assert names == [["name", "name_1", "yes", "id"]] * 3


def test_what_was_changed_before_is_found(session: Session) -> None:
    statement = select(col(Group.timezone)).where(col(Group.slug).in_(["pharmacy"]))
    group = session.exec(select(Group).where(col(Group.slug) == "pharmacy")).scalar_one()
    for place in ("Room 3", "Room 4", "Room 5"):
        group.timezone = place
        assert run(session, statement, {}).scalar_one() == place
    with session.no_autoflush:
        group.timezone = "Room 6"
        assert run(session, statement, {}).scalar_one() == "Room 5"


def test_what_the_database_refuses_is_refused_alike(world: World) -> None:
    statement = select(literal_column("nowhere")).select_from(Group)
    refusals = set()
    for _ in range(3):
        with world.database.read() as session, pytest.raises(DBAPIError, match="nowhere") as refused:
            run(session, statement, {})
        refusals.add(refused.type)
    assert len(refusals) == 1


def test_a_value_that_is_missing_is_no_value(session: Session) -> None:
    statement = select(col(Group.slug)).where(col(Group.id).is_distinct_from(bindparam("key")))
    for _ in range(3):
        with pytest.raises((StatementError, KeyError), match="key"):
            run(session, statement, {"me": 1})


def test_listeners_hear_of_every_statement(app: Starlette, queries: list[str]) -> None:
    statement = select(col(Group.slug)).where(col(Group.id) == bindparam("key"))
    with app.state.site.database.read() as session:
        for _ in range(3):
            run(session, statement, {"key": 1})
    assert len(queries) == 3
    assert len(set(queries)) == 1


def test_two_databases_of_one_kind(world: World, settings: Any) -> None:
    statement = select(Group).where(col(Group.slug).in_(["pharmacy"]))
    for _ in range(3):
        database = Database(settings.database_url)
        for side in (database.read, database.write):
            with side() as session:
                assert run(session, statement, {}).scalar_one().slug == "pharmacy"
        database.dispose()


def test_another_statement_does_not_get_the_compiled_form(session: Session) -> None:
    """Whoever loads more rows on behalf of a statement hands on its options."""
    statement = select(col(Group.slug)).where(col(Group.slug).in_(["pharmacy"]))
    for _ in range(3):
        run(session, statement, {})
    options = prepare(statement).options
    other = select(col(Group.slug)).where(col(Group.slug) == "nursing")
    assert session.connection().execute(other, execution_options=options).scalar_one() == "nursing"
    assert run(session, statement, {}).scalar_one() == "pharmacy"


def test_what_is_built_for_one_request_is_forgotten(session: Session) -> None:
    prepare.cache_clear()
    before = len(statements.CAME_BEFORE)
    for number in range(statements.MOST + 50):
        statement = select(col(Group.slug)).where(col(Group.slug).in_(["pharmacy"]), col(Group.id) == number)
        statements.CAME_BEFORE.add(statement)
        prepare(statement)
    assert prepare.cache_info().currsize == statements.MOST
    prepare.cache_clear()
    del statement
    gc.collect()
    assert len(statements.CAME_BEFORE) <= before


def test_many_threads(world: World) -> None:
    statement = select(col(Group.slug), Group).where(col(Group.slug) == bindparam("slug"), col(Group.id).in_([1, 2]))
    wrong: list[object] = []

    def asked(slug: str) -> None:
        for _ in range(40):
            with world.database.read() as session:
                found = [(name, group.slug) for name, group in run(session, statement, {"slug": slug})]
            if found != [(slug, slug)]:
                wrong.append(found)

    threads = [Thread(target=asked, args=(slug,)) for slug in ("pharmacy", "nursing") * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
