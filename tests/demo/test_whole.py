"""The demonstration as a whole: its ledger, its letters, its links, and loading it again."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.demo.conftest import GROUPS, Demo
from tests.demo.digest import digest
from workgroups.core import events
from workgroups.core.events import Event
from workgroups.core.outbox import Delivery, Outbox
from workgroups.demo import loader
from workgroups.demo.cast import content
from workgroups.groups.models import Seat
from workgroups.links.kinds import KINDS
from workgroups.links.models import Comment, Link
from workgroups.people.models import SignIn, SignInMethod


def test_the_ledger_verifies_and_runs_forward(demo: Demo) -> None:
    print(f"the demonstration took {demo.seconds:.1f} s to load")  # noqa: T201 - said, not asserted
    with demo.database.read() as session:
        assert events.verify(session) == []
        moments = session.exec(select(Event.at).order_by(col(Event.id))).all()
    assert moments == sorted(moments)
    assert moments[-1] == demo.now


def test_no_letter_leaves_for_the_past(demo: Demo) -> None:
    with demo.database.read() as session:
        assert session.exec(select(Outbox.id).where(col(Outbox.done_at).is_(None))).all() == []
        assert session.exec(select(Delivery.id)).all() == []
        assert session.exec(select(func.count()).select_from(Outbox)).one() > 0
    before = digest(demo.database)
    assert demo.app.state.worker.run_once() == 0
    assert digest(demo.database) == before


def test_every_link_has_both_its_ends(demo: Demo) -> None:
    with demo.database.read() as session:
        for link in session.exec(select(Link)):
            for kind, key in ends(link):
                assert thing(session, kind, key).group_id == link.group_id
        for comment in session.exec(select(Comment)):
            assert thing(session, comment.kind, comment.about).group_id == comment.group_id


def test_everything_that_a_file_links_is_linked(demo: Demo) -> None:
    with demo.database.read() as session:
        linked = {
            frozenset(name_of(thing(session, kind, key)) for kind, key in ends(link))
            for link in session.exec(select(Link))
        }
    for year in (content(f"year/{slug}.toml") for slug in GROUPS):
        kept = {f"{kind}:{row['key']}": row for kind in ("barrier", "action", "proposal") for row in year[kind]}
        kept |= {f"outcome:{row['key']}": {"title": row["what"]["en"]} | row for row in year["outcome"]}
        kept |= {f"initiative:{row['key']}": row | {"title": row["title"]["en"]} for row in year["initiative"]}
        kept |= {f"item:{row['key']}": row for meeting in year["meeting"] for row in meeting.get("item", ())}
        for key, row in kept.items():
            for other in row.get("links", ()):
                assert frozenset((row["title"], kept[other]["title"])) in linked, f"{key} with {other}"


def test_those_who_came_do_not_look_invited(demo: Demo) -> None:
    with demo.database.read() as session:
        own = col(SignIn.method) == SignInMethod.EMAIL
        came = set(session.exec(select(SignIn.person_id).where(own)))
        holders = {holder for holder in session.exec(select(Seat.holder_id)) if holder}
        assert session.exec(select(SignIn.id).where(own, col(SignIn.ended_at).is_(None))).all() == []
    assert 1 <= len(holders - came) <= 2


def test_loading_again_changes_nothing(demo: Demo) -> None:
    before = digest(demo.database)
    loader.load(demo.database, demo.app.state.site.settings, demo.now + timedelta(days=1))
    assert digest(demo.database) == before


def thing(session: Session, kind: str, key: int) -> Any:
    return session.get_one(KINDS[kind].model, key)


def ends(link: Link) -> tuple[tuple[str, int], tuple[str, int]]:
    return (link.from_kind, link.from_id), (link.to_kind, link.to_id)


def name_of(row: Any) -> str:
    """What a thing is called in the files."""
    title = getattr(row, "title", None) or getattr(row, "what", None) or str(row.id)
    return title if isinstance(title, str) else next(iter(title.values()))


def test_a_body_has_one_name() -> None:
    names = {row["key"]: row["name"]["en"] for row in content("organisations.toml")["organisation"]}
    steps = [step for pathway in content("pathways.toml")["pathway"] for step in pathway["step"]]
    bodies = {names[step["body"]] for step in steps if step.get("body")}
    said = [step["who"]["en"] for step in steps if step.get("who")]
    said += [name["en"] for row in content("professions.toml")["profession"] for name in row["responsible_bodies"]]
    named = [words for words in said if "regulator" in words.lower() or "College of" in words]
    assert named
    assert [words for words in named if not any(name in words for name in bodies)] == []
