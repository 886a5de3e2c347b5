"""A create that arrives twice counts once, however the two arrive."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from tests.conftest import Browser
from tests.world import World
from workgroups.core import once
from workgroups.core.errors import Repeated
from workgroups.core.once import Once
from workgroups.links.models import Comment


def kept(world: World) -> list[str]:
    with world.database.read() as session:
        return list(session.exec(select(Once.key).order_by(Once.key)))


def claim(world: World, key: str, location: str | None) -> None:
    with world.database.write() as session:
        once.claim(session, key, world.now)
        if location:
            once.done(session, key, location)


@pytest.mark.every_row
@pytest.mark.parametrize(("location", "onward"), [("/actions/1", "/actions/1"), (None, "/desk")])
def test_the_second_is_led_to_where_the_first_went(world: World, location: str | None, onward: str) -> None:
    claim(world, "1:abc", location)
    with pytest.raises(Repeated) as before:
        claim(world, "1:abc", "/elsewhere")
    assert before.value.location == onward


def test_of_many_at_once_one_claims(world: World) -> None:
    def one(place: int) -> bool:
        try:
            claim(world, "1:abc", f"/actions/{place}")
        except (Repeated, IntegrityError):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(12))) == 1


def test_a_form_sent_many_times_at_once_makes_one_row(browser: Browser, world: World) -> None:
    report = {"title": "Paper form", "text": "In ink.", "affects": "All."}
    barrier = browser("amara").post("/groups/pharmacy/barriers", data=report).url.path
    amara = browser("amara", follow_redirects=False)
    with ThreadPoolExecutor(6) as pool:
        sent = {"text": "Once.", "_once": "abc"}
        answers = list(pool.map(lambda _: amara.post(f"{barrier}/comments", data=sent), range(10)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with world.database.read() as session:
        assert len(session.exec(select(Comment)).all()) == 1


def test_keys_are_forgotten_when_no_browser_sends_them_again(world: World) -> None:
    claim(world, "1:old", None)
    world.pass_time(days=2, seconds=-1)
    claim(world, "1:new", None)
    once.forget_old(world.database, world.now)
    assert kept(world) == ["1:new", "1:old"]
    world.pass_time(seconds=2)
    once.forget_old(world.database, world.now)
    assert kept(world) == ["1:new"]


def test_the_same_key_with_another_text_is_another_form(browser: Browser) -> None:
    """As after Back: the page comes with its key again, and somebody fills it in anew."""
    report = {"title": "Paper form", "text": "In ink.", "affects": "All.", "_once": "abc"}
    amara = browser("amara")
    first, again = (amara.post("/groups/pharmacy/barriers", data=report).url.path for _ in range(2))
    other = amara.post("/groups/pharmacy/barriers", data=report | {"title": "Another form"})
    assert first == again != other.url.path
    assert "Another form" in other.text
