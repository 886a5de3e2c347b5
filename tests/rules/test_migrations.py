"""The migrated database is the one that the models describe, on the database this run uses."""

import re
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text

from tests.conftest import another
from tests.world import World
from workgroups.core.db import Database
from workgroups.migrations import HERE, NEWEST, is_current, models, upgrade


def test_migrations_give_what_the_models_say(world: World) -> None:
    with world.database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []


def test_every_model_is_compared() -> None:
    root = HERE.parent
    found = {".".join(path.relative_to(root.parent).with_suffix("").parts) for path in root.rglob("models.py")}
    said = Path(models.__file__).read_text()
    assert {name for name in found if f"import {name}" not in said} == {"workgroups.migrations.models"}


def values(condition: object) -> set[str]:
    """The values that a CHECK allows, however a database spells it."""
    return set(re.findall(r"'([^']*)'", str(condition)))


def test_what_the_models_check_the_database_checks(world: World) -> None:
    """Rebuilding a table of SQLite could lose its checks, which nothing else compares."""
    with world.database.writer.connect() as connection:
        for table in models.metadata.sorted_tables:
            checks = [each for each in table.constraints if isinstance(each, CheckConstraint)]
            said = {
                str(check.name): values(check.sqltext.compile(compile_kwargs={"literal_binds": True}))
                for check in checks
            }
            found = {
                str(check["name"]): values(check["sqltext"])
                for check in inspect(connection).get_check_constraints(table.name)
            }
            assert found == said, table.name


def test_a_migrated_database_is_ready(world: World) -> None:
    assert is_current(world.database)
    assert ScriptDirectory(HERE).get_current_head() == NEWEST


def test_any_other_database_is_not(template: str, postgres: str | None, tmp_path: Path) -> None:
    database = Database(another(postgres, tmp_path, template))
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not is_current(database)
    with database.write() as session:
        session.execute(text("DROP TABLE alembic_version"))
    assert not is_current(database)
    database.dispose()


def test_what_a_group_had_decided_is_kept_when_it_gets_terms(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0004")
    with closing(sqlite.connect(tmp_path / "old.db")) as old:
        old.execute(
            "INSERT INTO work_group (version, slug, name, profile, jurisdiction, state, decision_prefix, timezone,"
            " cadence_months, meets_on, meets_at, meets_for, place, video_url, positions_shown) VALUES (1, 'law', '{}',"
            " '{}', 'CA-NS', 'active', 'LAW', 'America/Halifax', 2, 3, '09:30:00', 90, 'Room 7', '', 'at_once')"
        )
        old.commit()
    upgrade(url, "0005")
    with closing(sqlite.connect(tmp_path / "old.db")) as new:
        [terms] = new.execute("SELECT id, cadence_months, meets_on, meets_for, place, minutes_due FROM terms")
        assert terms == (1, 2, 3, 90, "Room 7", 10)
        assert new.execute("SELECT slug, positions_shown FROM work_group").fetchall() == [("law", "at_once")]


def test_versions_of_steps_are_kept_beside_the_first_one_of_each_pathway(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0038")
    with closing(sqlite.connect(tmp_path / "old.db")) as old:
        old.execute(
            "INSERT INTO work_group (id, version, slug, name, profile, jurisdiction, state, decision_prefix, timezone,"
            " positions_shown) VALUES (1, 1, 'law', '{}', '{}', 'CA-NS', 'active', 'X', 'America/Halifax', 'at_once')"
        )
        old.execute(
            "INSERT INTO profession (id, version, slug, name, noc, noc_verified, other_titles, regulation,"
            " responsible_bodies, associations, close_to, facts)"
            " VALUES (1, 1, 'law', '{}', '[]', 0, '[]', '{}', '[]', '[]', '[]', '[]')"
        )
        old.execute(
            "INSERT INTO pathway (id, version, group_id, profession_id, jurisdiction, title, head, digest)"
            " VALUES (7, 1, 1, 1, 'CA-NS', '{}', '{\"title\": 1}', '')"
        )
        for number in (3, 5):
            old.execute(
                "INSERT INTO step_version (id, pathway_id, group_id, step_key, content, at)"
                " VALUES (?, 7, 1, 'lab', '{}', '2026-05-01 10:00:00.000000')",
                (number,),
            )
        old.commit()
    upgrade(url, "0039")
    with closing(sqlite.connect(tmp_path / "old.db")) as new:
        kept = new.execute("SELECT id, pathway_id, step_key, content FROM pathway_version ORDER BY id").fetchall()
    assert kept == [(3, 7, "lab", "{}"), (5, 7, "lab", "{}"), (6, 7, "", '{"title": 1}')]


def test_the_number_of_a_step_that_was_removed_before_is_given_to_no_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0039")
    with closing(sqlite.connect(tmp_path / "old.db")) as old:
        old.execute(
            "INSERT INTO event (chain, number, at, fact, kind, about, payload, payload_digest, hash)"
            " VALUES (1, 1, '2026-05-01 10:00:00.000000', 'StepAdded', 'Step', 9, '{}', '', '')"
        )
        old.commit()
    upgrade(url, "0040")
    with closing(sqlite.connect(tmp_path / "old.db")) as new:
        assert dict(new.execute("SELECT name, seq FROM sqlite_sequence")) == {"pathway": 0, "pathway_step": 9}


def test_a_group_that_was_closed_says_since_when(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0022")
    with closing(sqlite.connect(tmp_path / "old.db")) as old:
        for slug in ("law", "music"):
            old.execute(
                "INSERT INTO work_group (version, slug, name, profile, jurisdiction, state, decision_prefix, timezone,"
                " positions_shown) VALUES (1, ?, '{}', '{}', 'CA-NS', 'closed', 'X', 'America/Halifax', 'at_once')",
                (slug,),
            )
        for number, (day, state) in enumerate((("02", "closed"), ("03", "active"), ("05", "closed"), ("09", "closed"))):
            old.execute(
                "INSERT INTO event (chain, number, at, fact, kind, about, payload, payload_digest, hash)"
                " VALUES (1, ?, ?, 'GroupChanged', 'Group', 1, ?, '', '')",
                (number, f"2026-05-{day} 10:00:00.000000", f'{{"state": "{state}"}}'),
            )
        old.commit()
    upgrade(url, "0023")
    with closing(sqlite.connect(tmp_path / "old.db")) as new:
        law, music = (at for (at,) in new.execute("SELECT closed_at FROM work_group ORDER BY id"))
    assert law == "2026-05-05 10:00:00.000000"
    assert music, "a closed group always has its day"


def put(old: sqlite.Connection, table: str, **values: object) -> None:
    """A row of an old table; what must be there and is not said is 1 in a number, an empty map in a text."""
    columns = old.execute(f"PRAGMA table_info({table})").fetchall()
    for _, name, kind, needed, default, key in columns:
        if needed and default is None and not key and name not in values:
            values[name] = 1 if kind in {"INTEGER", "BOOLEAN"} else "{}"
    names = ", ".join(values)
    old.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values()))


def settle(old: sqlite.Connection) -> None:
    """What a proposal stands on: a group with a profession and a pathway, a person and an organisation."""
    put(old, "work_group", id=1, slug="law", state="active", positions_shown="at_once", timezone="America/Halifax")
    put(old, "profession", id=1)
    put(old, "person", id=1, language="en")
    put(old, "organisation", id=1, stakeholder_type="employer")
    put(old, "pathway", id=1)


def test_the_body_that_a_proposal_named_is_the_first_of_its_bodies(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0041")
    day = "2026-05-01 10:00:00.000000"
    with closing(sqlite.connect(tmp_path / "old.db")) as old:
        settle(old)
        dates = {"drafted_at": day, "state": "recommended"}
        put(old, "proposal", id=4, number="1", body_id=1, body_asked_at=day, operations="[1]", **dates)
        put(old, "proposal", id=5, number="2", body_id=None, **dates)
        old.commit()
    upgrade(url, "0042")
    with closing(sqlite.connect(tmp_path / "old.db")) as new:
        bodies = new.execute("SELECT proposal_id, group_id, organisation_id, asked_at FROM responsible_body").fetchall()
        kept = new.execute("SELECT id, number, operations, drafted_at FROM proposal ORDER BY id").fetchall()
    assert bodies == [(4, 1, 1, day)]
    assert kept == [(4, "1", "[1]", day), (5, "2", "{}", day)]


def test_what_was_adopted_in_parts_that_make_up_the_whole_was_adopted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0043")
    day = "2026-05-01 10:00:00.000000"
    parts = {4: ["[0]", "[1]"], 5: ["[0]"], 6: [None], 7: []}
    with closing(sqlite.connect(tmp_path / "old.db")) as old:
        settle(old)
        for key, places in parts.items():
            put(old, "proposal", id=key, number=str(key), operations="[{}, {}]", drafted_at=day, state="recommended")
            for part in places:
                kind = "adopted_in_part" if part else "adopted"
                dates = {"on_day": "2026-05-01", "recorded_at": day, "confirmed_at": day}
                put(old, "body_entry", proposal_id=key, kind=kind, operations=part, **dates)
        put(old, "body_entry", proposal_id=5, kind="adopted", on_day="2026-05-01", recorded_at=day)
        old.commit()
    upgrade(url, "0044")
    with closing(sqlite.connect(tmp_path / "old.db")) as new:
        whole = [key for (key,) in new.execute("SELECT id FROM proposal WHERE adopted_whole ORDER BY id")]
    assert whole == [4, 6]


def test_whoever_recorded_an_answer_took_it_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0044")
    day = "2026-05-01 10:00:00.000000"
    with closing(sqlite.connect(tmp_path / "old.db")) as old:
        settle(old)
        put(old, "proposal", id=1, number="1", drafted_at=day, state="recommended")
        for taken_back in (day, None):
            dates = {"on_day": "2026-05-01", "recorded_at": day, "withdrawn_at": taken_back}
            put(old, "body_entry", kind="adopted", **dates)
        old.commit()
    upgrade(url, "0045")
    with closing(sqlite.connect(tmp_path / "old.db")) as new:
        found = new.execute("SELECT withdrawn_by_id, withdrawn_reason FROM body_entry ORDER BY id").fetchall()
    assert found == [(1, ""), (None, "")]
