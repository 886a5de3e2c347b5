"""The ledger notices every change: of a row, its payload, its place, its absence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from tests.world import World
from workgroups.cli import cli
from workgroups.core import events
from workgroups.core.settings import Settings
from workgroups.core.work import writing
from workgroups.groups.events import GroupChanged
from workgroups.groups.models import Group


@pytest.fixture
def ledger(world: World) -> World:
    for state in ("forming", "active", "paused", "active"):
        with writing(world.database, world.people["amara"], world.now) as work:
            group = work.session.get_one(Group, world.group)
            work.record(GroupChanged(state=state), about=group, group_id=group.id)
    return world


def tamper(world: World, statement: str) -> list[events.Break]:
    with world.database.write() as session:
        session.execute(text(statement), {"chain": world.group})
    with world.database.read() as session:
        return events.verify(session)


def test_an_untouched_ledger_verifies(ledger: World) -> None:
    with ledger.database.read() as session:
        assert events.verify(session) == []
        assert {"chain": ledger.group, "count": 4} in [
            {k: h[k] for k in ("chain", "count")} for h in events.heads(session)
        ]


@pytest.mark.every_row
@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE event SET person_id = 2 WHERE chain = :chain AND number = 2", 2),
        ('UPDATE event SET payload = \'{"state": "closed"}\' WHERE chain = :chain AND number = 3', 3),
        ("DELETE FROM event WHERE chain = :chain AND number = 2", 2),
        ("DELETE FROM event WHERE chain = :chain AND number = 4", None),
        ("UPDATE event SET number = 9 WHERE chain = :chain AND number = 4", 4),
        ("DELETE FROM chain_head WHERE chain = :chain", None),
    ],
)
def test_tampering_is_found_where_it_is(ledger: World, statement: str, number: int | None) -> None:
    broken = tamper(ledger, statement)
    assert [(found.chain, found.number) for found in broken] == [(ledger.group, number)]


def test_two_rows_that_changed_places_are_found(ledger: World) -> None:
    for new, old in ((90, 2), (2, 3), (3, 90)):
        broken = tamper(ledger, f"UPDATE event SET number = {new} WHERE chain = :chain AND number = {old}")
    assert [(found.chain, found.number) for found in broken] == [(ledger.group, 2)]


def test_erasing_keeps_the_chain_and_is_on_it(ledger: World, verified: Callable[..., Result]) -> None:
    erase = ["erase-payload", str(ledger.group), "2"]
    assert CliRunner().invoke(cli, erase).exit_code == 0
    with ledger.database.read() as session:
        row, last = (events.row(session, ledger.group, number) for number in (2, 5))
        assert row is not None
        assert last is not None
        assert (row.payload, row.salt) == (None, None)
        assert (last.fact, last.about) == ("PayloadErased", row.id)
    assert verified().exit_code == 0
    assert CliRunner().invoke(cli, erase).exit_code == 2
    assert CliRunner().invoke(cli, ["erase-payload", str(ledger.group), "99"]).exit_code == 2


def test_a_payload_that_is_gone_without_an_erasure_is_found(ledger: World) -> None:
    broken = tamper(ledger, "UPDATE event SET payload = NULL, salt = NULL WHERE chain = :chain AND number = 2")
    why = "the payload is gone, and nothing says that it was erased"
    assert broken == [events.Break(ledger.group, 2, why)]


def test_a_checkpoint_outside_the_database_finds_a_rewritten_chain(ledger: World) -> None:
    with ledger.database.read() as session:
        kept = events.heads(session)
    with ledger.database.write() as session:  # somebody removes a row and mends the head to match
        session.execute(text("DELETE FROM event WHERE chain = :chain AND number = 4"), {"chain": ledger.group})
        session.execute(
            text(
                "UPDATE chain_head SET count = 3, hash ="
                " (SELECT hash FROM event WHERE chain = :chain AND number = 3) WHERE chain = :chain"
            ),
            {"chain": ledger.group},
        )
    with ledger.database.read() as session:
        assert events.verify(session) == []
        assert [broken.chain for broken in events.compare(session, kept)] == [ledger.group]


@pytest.fixture
def verified(ledger: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`workgroups verify-ledger`, as an operator runs it."""
    monkeypatch.setenv("WORKGROUPS_DATABASE_URL", settings.database_url)
    return lambda *options: CliRunner().invoke(cli, ["verify-ledger", *map(str, options)])


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE event SET seat_id = 2 WHERE chain = :chain AND number = 2", "row 2: the row was changed"),
        ("DELETE FROM event WHERE chain = :chain AND number = 3", "row 3: a row is missing or out of order"),
        ("UPDATE event SET number = number + 90 WHERE chain = :chain AND number = 1", "row 1: a row is missing"),
        ("DELETE FROM event WHERE chain = :chain AND number = 4", "its end: rows are missing at the end"),
    ],
)
def test_the_operator_is_told_where_the_first_bad_row_stands(
    ledger: World, verified: Callable[..., Result], tampering: str, said: str
) -> None:
    assert verified().exit_code == 0
    tamper(ledger, tampering)
    told = verified()
    assert told.exit_code == 1
    assert told.output.startswith(f"chain {ledger.group}, {said}")


def test_heads_that_were_written_down_find_a_chain_that_is_gone(
    ledger: World, verified: Callable[..., Result], tmp_path: Path
) -> None:
    kept = tmp_path / "heads.jsonl"
    assert verified("--checkpoint", kept).exit_code == 0
    assert verified("--checkpoint", kept).exit_code == 0
    assert len(kept.read_text().splitlines()) == 4, "platform and group, twice"
    tamper(ledger, "DELETE FROM event WHERE chain = :chain")
    tamper(ledger, "DELETE FROM chain_head WHERE chain = :chain")
    assert verified().exit_code == 0
    told = verified("--checkpoint", kept)
    assert told.exit_code == 1
    assert "row 4: the row is not the one of the checkpoint" in told.output
    assert len(kept.read_text().splitlines()) == 4, "a broken ledger writes no heads"
