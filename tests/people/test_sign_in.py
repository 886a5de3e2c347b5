"""Coming in by e-mail: link and code, once, for thirty minutes, and nobody learns who has an account."""

import re
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from tests.conftest import Browser
from tests.world import World
from workgroups.people.models import SignIn, SignInRequest

Mailbox = Callable[[], list[str]]


def ask(client: TestClient, address: str = "dolores@example.org", **fields: str) -> None:
    answer = client.post("/sign-in", data={"email": address} | fields)
    assert answer.status_code == 200
    assert answer.url.path == "/sign-in/sent"


def link_in(letter: str) -> str:
    return re.search(r"http://testserver(/sign-in/link/\S+)", letter)[1]


def code_in(letter: str) -> str:
    return re.search(r"\b(\d{3} \d{3})\b", letter)[1]


def is_in(client: TestClient) -> bool:
    return client.get("/desk").url.path == "/desk"


def requests(world: World) -> list[SignInRequest]:
    with world.database.read() as session:
        return list(session.exec(select(SignInRequest).order_by(SignInRequest.id)))


def test_the_link_signs_in_and_works_once(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    ask(client)
    link = link_in(mailbox()[0])
    assert client.post(link).url.path == "/desk"
    assert is_in(client)
    again = browser().post(link)
    assert again.status_code == 409
    assert "This link no longer works" in again.text


def test_a_link_that_is_followed_twice_at_once_signs_in_once(browser: Browser, mailbox: Mailbox, world: World) -> None:
    ask(browser())
    link, both = link_in(mailbox()[0]), Barrier(2)
    answers: list[int] = []

    def follow(client: TestClient) -> None:
        both.wait()
        answers.append(client.post(link, follow_redirects=False).status_code)

    threads = [Thread(target=follow, args=(browser(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409]
    with world.database.read() as session:
        assert len(session.exec(select(SignIn)).all()) == 1


def test_looking_at_the_link_uses_nothing_up(browser: Browser, mailbox: Mailbox) -> None:
    ask(browser())
    link = link_in(mailbox()[0])
    for method in ("GET", "HEAD", "GET"):
        assert browser().request(method, link).status_code == 200
    assert "Dolores" in browser().get(link).text
    assert browser().post(link).url.path == "/desk"


def test_the_link_works_in_any_browser_but_the_code_only_where_it_was_asked_for(
    browser: Browser, mailbox: Mailbox
) -> None:
    client, other = browser(), browser()
    ask(client)
    code = code_in(mailbox()[0])
    assert other.post("/sign-in/code", data={"code": code}).status_code == 422
    assert client.post("/sign-in/code", data={"code": code}).url.path == "/desk"
    assert is_in(client)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 422


def test_after_thirty_minutes_link_and_code_are_over(browser: Browser, mailbox: Mailbox, world: World) -> None:
    client = browser()
    ask(client)
    letter = mailbox()[0]
    world.pass_time(minutes=29, seconds=59)
    assert "Dolores" in client.get(link_in(letter)).text
    world.pass_time(seconds=1)
    assert "This link no longer works" in client.get(link_in(letter)).text
    assert client.post(link_in(letter)).status_code == 409
    assert client.post("/sign-in/code", data={"code": code_in(letter)}).status_code == 422
    assert not is_in(client)


def test_a_code_may_be_mistyped_four_times_not_five(browser: Browser, mailbox: Mailbox) -> None:
    for wrong, works in ((4, True), (5, False)):
        client = browser()
        ask(client)
        code = code_in(mailbox()[-1])
        other = "111 111" if code != "111 111" else "222 222"
        for _ in range(wrong):
            answer = client.post("/sign-in/code", data={"code": other})
            assert "This is not the code" in answer.text
        assert (client.post("/sign-in/code", data={"code": code}).url.path == "/desk") is works


@pytest.mark.parametrize("code", ["12345", "abc def", "1234567", "", "123456 7"])
def test_what_cannot_be_a_code_is_refused_beside_the_field(browser: Browser, code: str) -> None:
    answer = browser().post("/sign-in/code", data={"code": code})
    assert answer.status_code == 422
    assert 'id="f-code-error"' in answer.text


def test_only_the_latest_letter_counts_for_the_code(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    ask(client)
    ask(client)
    first, second = mailbox()
    assert code_in(first) != code_in(second)
    assert client.post("/sign-in/code", data={"code": code_in(first)}).url.query == b"wrong=1"
    assert client.post("/sign-in/code", data={"code": code_in(second)}).url.path == "/desk"


def test_known_and_unknown_addresses_get_the_same_answer(browser: Browser, mailbox: Mailbox) -> None:
    answers = []
    for address in ("dolores@example.org", "nobody@example.org"):
        answer = browser().post("/sign-in", data={"email": address})
        shown = re.sub(r'name="_once" value="[^"]*"', "", answer.text)
        answers.append((answer.status_code, answer.url.path, shown))
    assert answers[0] == answers[1]
    assert len(mailbox()) == 1


def test_a_closed_account_gets_no_letter_and_an_open_link_stops_working(
    browser: Browser, mailbox: Mailbox, world: World
) -> None:
    client = browser()
    ask(client)
    letter = mailbox()[0]
    browser("jonas").post(f"/admin/people/{world.people['dolores']}/closing")
    assert "This link no longer works" in client.get(link_in(letter)).text
    assert client.post(link_in(letter)).status_code == 404
    assert client.post("/sign-in/code", data={"code": code_in(letter)}).status_code == 404
    ask(browser())
    assert len(mailbox()) == 1


def test_a_letter_that_comes_after_its_link_was_used_is_not_written(
    browser: Browser, mailbox: Mailbox, world: World
) -> None:
    ask(browser())
    with world.database.write() as session:
        session.exec(select(SignInRequest)).one().used_at = world.now
    assert mailbox() == []


@pytest.mark.parametrize("address", ["dolores@example.org", "nobody@example.org"])
def test_one_address_gets_five_letters_in_half_an_hour(browser: Browser, world: World, address: str) -> None:
    for _ in range(5):
        ask(browser(), address)
    refused = browser().post("/sign-in", data={"email": address})
    assert refused.status_code == 429
    assert address in refused.text
    ask(browser(), "edith@example.org")
    world.pass_time(minutes=30, seconds=1)
    ask(browser(), address)


def test_one_network_asks_sixty_times_an_hour(browser: Browser) -> None:
    client = browser()
    codes = [client.post("/sign-in/code", data={"code": "x"}).status_code for _ in range(61)]
    assert codes == [422] * 60 + [429]


def test_neither_link_nor_code_nor_cookie_stands_in_the_database(
    browser: Browser, mailbox: Mailbox, world: World
) -> None:
    client = browser()
    ask(client)
    letter = mailbox()[0]
    client.post(link_in(letter))
    secrets = {
        link_in(letter).rpartition("/")[2],
        code_in(letter).replace(" ", ""),
        client.cookies["session"],
        client.cookies["asked"],
    }
    with world.database.read() as session:
        kept = {value for row in session.exec(select(SignInRequest)) for value in row.model_dump().values()}
        kept |= {value for row in session.exec(select(SignIn)) for value in row.model_dump().values()}
    assert not secrets & kept


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/groups/pharmacy", "/groups/pharmacy"),
        ("", "/desk"),
        ("//evil.example", "/desk"),
        ("/\\evil.example", "/desk"),
        ("https://evil.example/", "/desk"),
        ("javascript:alert(1)", "/desk"),
    ],
)
def test_sign_in_leads_on_to_a_page_of_ours_only(browser: Browser, mailbox: Mailbox, asked: str, leads_to: str) -> None:
    page = browser().get("/sign-in", params={"next": asked})
    assert f'name="next" value="{leads_to}"' in page.text
    ask(browser(), next=asked)
    answer = browser(follow_redirects=False).post(link_in(mailbox()[0]))
    assert answer.headers["Location"] == leads_to


def test_an_address_that_cannot_be_one_is_refused_with_what_was_typed(browser: Browser) -> None:
    answer = browser().post("/sign-in", data={"email": "dolores at home"})
    assert answer.status_code == 422
    assert 'value="dolores at home"' in answer.text
    assert answer.text.count("Enter an e-mail address") == 2


def test_the_letter_is_in_the_language_of_its_reader(browser: Browser, mailbox: Mailbox) -> None:
    ask(browser(), "gita@example.org")
    assert "To: gita@example.org" in mailbox()[0]
    assert "/sign-in/link/" in mailbox()[0]


def test_the_door_of_the_demonstration_is_not_there_otherwise(browser: Browser, world: World) -> None:
    page = browser().get("/sign-in")
    assert "/sign-in/demonstration" not in page.text
    assert browser().post("/sign-in/demonstration", data={"person": world.people["amara"]}).status_code == 404
    assert browser("amara").get("/sign-in").text.count("Amara") >= 1
