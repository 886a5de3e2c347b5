"""What is declared twice is refused when the program starts."""

from dataclasses import dataclass

import pytest
from sqlalchemy import literal
from sqlmodel import select

from tests.world import World
from workgroups.core import events
from workgroups.core.events import Event, Fact
from workgroups.core.policy import RULES, rule
from workgroups.core.work import Work, writing
from workgroups.groups.events import GroupChanged
from workgroups.groups.models import Group
from workgroups.groups.policy import see


def test_two_rules_do_not_share_a_name() -> None:
    def see(_: object) -> object:
        """Nobody."""
        return literal(value=False)

    see.__module__ = "workgroups.groups.policy"
    with pytest.raises(ValueError, match=r"two rules are called groups\.see"):
        rule(on=Group)(see)  # type: ignore[arg-type]
    assert RULES["groups.see"].on is Group


def test_two_facts_do_not_share_a_name() -> None:
    with pytest.raises(ValueError, match="two facts are called GroupChanged"):

        @dataclass(frozen=True)
        class GroupChanged(Fact): ...

    assert Fact.KINDS["GroupChanged"].__module__ == "workgroups.groups.events"


def test_the_newest_row_of_the_ledger_is_the_last_that_was_written(world: World) -> None:
    with world.database.read() as session:
        before = events.latest(session)
        assert not events.happened(session, "GroupChanged")
    with writing(world.database, world.people["amara"], world.now) as work:
        group = work.take("pharmacy", see)
        work.record(GroupChanged(state="active"), about=group, group_id=group.id)
    with world.database.read() as session:
        assert events.happened(session, "GroupChanged")
        assert events.latest(session) == session.exec(select(Event.id).order_by(Event.id.desc())).first() > before


def test_the_first_row_about_a_thing_tells_it_from_every_other(world: World) -> None:
    for slug in ("pharmacy", "nursing", "pharmacy"):
        with world.database.write() as session:
            group = session.exec(select(Group).where(Group.slug == slug)).one()
            work = Work(session, 0, world.now)
            work.record(GroupChanged(state="active"), about=group, group_id=group.id)
            work.finish()
    with world.database.read() as session:
        first, second = session.exec(select(Group).order_by(Group.id)).all()
        hashes = session.exec(select(Event.hash).order_by(Event.id)).all()
        assert [events.origin(session, group) for group in (first, second)] == list(hashes[:2])
