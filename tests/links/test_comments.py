"""Comments on anything of a group: who writes, who edits, what stays, and the piece of the page that htmx swaps."""

import re

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.world import MEMBERS, OUTSIDERS, World
from workgroups.actions.models import Action
from workgroups.links.models import Comment, CommentVersion

SPEAKERS = set(MEMBERS) - {"henk"}


@pytest.fixture
def path(browser: Browser, world: World) -> str:
    """The page of an action of Edith's seat."""
    promise = {"title": "Write to the hospitals", "due_on": "2026-12-14", "seat": world.seats["edith"]}
    browser("chidi").post("/groups/pharmacy/assignments", data=promise)
    with world.database.read() as session:
        return f"/actions/{session.exec(select(Action)).one().id}"


def written(world: World) -> list[Comment]:
    with world.database.read() as session:
        return list(session.exec(select(Comment).order_by(Comment.id)))


def say(browser: Browser, path: str, name: str, text: str = "The second one *answers* slowly."):
    return browser(name).post(f"{path}/comments", data={"text": text})


@pytest.mark.parametrize("name", MEMBERS)
def test_everybody_at_the_table_but_observers_comments(browser: Browser, path: str, name: str) -> None:
    answer = say(browser, path, name)
    assert answer.status_code == (200 if name in SPEAKERS else 403)
    page = browser(name).get(path).text
    assert ('<textarea id="f-comment-' in page) is (name in SPEAKERS)
    assert ("<em>answers</em>" in page) is (name in SPEAKERS)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_outsiders_find_neither_the_thing_nor_its_comments(
    browser: Browser, path: str, world: World, name: str
) -> None:
    say(browser, path, "edith")
    comment = written(world)[0].id
    client = browser(name)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/comments", data={"text": "Hello"}).status_code == 404
    assert client.get(f"/comments/{comment}").status_code == 404
    assert client.post(f"/comments/{comment}/correction", data={"text": "Hello"}).status_code == 404
    assert len(written(world)) == 1


def test_a_comment_says_who_spoke_and_for_which_seat(browser: Browser, path: str, world: World) -> None:
    answer = say(browser, path, "ewan")
    assert answer.url.path == path
    assert answer.url.fragment == f"comment-{written(world)[0].id}"
    article = re.search(r'<article class="comment".*?</article>', answer.text, re.DOTALL)[0]
    assert "Ewan" in article
    assert "Seat of Edith" in article
    assert written(world)[0].seat_id == world.seats["edith"]


def test_a_coordinator_speaks_without_a_seat(browser: Browser, path: str, world: World) -> None:
    say(browser, path, "iris")
    assert written(world)[0].seat_id is None


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 20_001, "a\x00b", "left\u202eright"])
def test_what_cannot_be_a_comment_comes_back_with_its_reason(
    browser: Browser, path: str, world: World, text: str
) -> None:
    answer = say(browser, path, "edith", text)
    assert answer.status_code == 422
    assert 'id="f-comment-0-text-error"' in answer.text
    assert text.strip()[:50] in answer.text
    assert written(world) == []


def test_what_is_typed_is_shown_as_text(browser: Browser, path: str) -> None:
    page = say(browser, path, "edith", "<script>alert(1)</script> [x](javascript:alert(1))").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_comment_sent_twice_is_there_once(browser: Browser, path: str, world: World) -> None:
    client = browser("edith")
    once = re.search(r'comments".*?name="_once" value="([^"]+)"', client.get(path).text, re.DOTALL)[1]
    for _ in range(2):
        answer = client.post(f"{path}/comments", data={"text": "Once.", "_once": once})
        assert answer.url.path == path
    assert len(written(world)) == 1


def test_the_author_edits_and_what_it_said_before_stays(browser: Browser, path: str, world: World) -> None:
    say(browser, path, "edith", "First words.")
    comment = written(world)[0].id
    edith = browser("edith")
    assert f'href="/comments/{comment}"' in edith.get(path).text
    assert "First words." in edith.get(f"/comments/{comment}").text
    world.pass_time(hours=1)
    edited = edith.post(f"/comments/{comment}/correction", data={"text": "Second words.", "_version": "1"})
    assert edited.url.path == path
    assert "Second words." in edited.text
    assert "First words." not in edited.text
    assert "edited" in edited.text
    history = browser("henk").get(f"/comments/{comment}").text
    assert "First words." in history
    assert "Second words." in history
    assert "<textarea" not in history


def test_saving_the_same_words_is_no_edit(browser: Browser, path: str, world: World) -> None:
    say(browser, path, "edith", "First words.")
    browser("edith").post(f"/comments/{written(world)[0].id}/correction", data={"text": "First words."})
    assert written(world)[0].edited_at is None
    with world.database.read() as session:
        assert session.exec(select(CommentVersion)).all() == []


@pytest.mark.parametrize("name", ["amara", "chidi", "ewan", "henk"])
def test_nobody_else_edits_it(browser: Browser, path: str, world: World, name: str) -> None:
    say(browser, path, "edith")
    comment = written(world)[0].id
    client = browser(name)
    assert client.get(f"/comments/{comment}").status_code == 200
    assert f"/comments/{comment}/correction" not in client.get(f"/comments/{comment}").text
    assert client.post(f"/comments/{comment}/correction", data={"text": "Mine now."}).status_code == 403


def test_of_two_tabs_the_second_gets_both_texts(browser: Browser, path: str, world: World) -> None:
    say(browser, path, "edith", "First words.")
    correction = f"/comments/{written(world)[0].id}/correction"
    edith = browser("edith")
    edith.post(correction, data={"text": "From one tab.", "_version": "1"})
    answer = edith.post(correction, data={"text": "From the other.", "_version": "1"})
    assert answer.status_code == 409
    assert "From one tab." in answer.text
    assert "From the other." in answer.text


def test_htmx_gets_the_piece_that_the_page_is_made_of(browser: Browser, path: str, world: World) -> None:
    edith = browser("edith")
    page = edith.post(f"{path}/comments", data={"text": "First words."}).text
    comment = written(world)[0].id
    piece = edith.get(path, headers={"HX-Target": "section#comments"}).text
    assert piece.lstrip().startswith('<section class="section" id="comments">')
    assert re.sub(r'value="[^"]*"', "", piece).strip() in re.sub(r'value="[^"]*"', "", page)
    form = edith.get(f"/comments/{comment}", headers={"HX-Target": f"article#comment-{comment}"}).text
    assert form.lstrip().startswith(f'<article class="comment" id="comment-{comment}">')
    assert "<html" not in form
    saved = edith.post(
        f"/comments/{comment}/correction", data={"text": "Second words."}, headers={"HX-Target": "section#comments"}
    )
    assert saved.text.lstrip().startswith('<section class="section" id="comments">')
    assert "Second words." in saved.text
    refused = edith.post(
        f"/comments/{comment}/correction", data={"text": ""}, headers={"HX-Target": "section#comments"}
    )
    assert refused.status_code == 422
    assert refused.headers["HX-Retarget"] == "body"
