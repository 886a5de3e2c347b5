"""Two people save the same thing in the same instant: one is first, the other gets both texts, and nothing is lost."""

import re
from collections.abc import Callable
from html import unescape
from threading import Barrier, Thread

import pytest
from starlette.responses import Response

from tests.trust.conftest import Room
from tests.trust.test_doors import fields_of, route_of

EDITS = {
    # what both change: the address, the field with the text, who both are, where the text is read afterwards
    "a step": ("/steps/{step}/description", "title_en", "secretary coordinator", "/steps/{step}"),
    "minutes": ("/items/{item}/minutes", "text", "secretary secretary", "/items/{item}/minutes"),
    "a decision": ("/decisions/{decision}/rewording", "text", "host lead", "/decisions/{decision}"),
    "a meeting": ("/meetings/{draft}/details", "place", "secretary coordinator", "/meetings/{draft}"),
    "an agenda item": ("/items/{item}/edit", "title_en", "secretary host", "/items/{item}"),
    "a barrier": ("/barriers/{barrier}/correction", "title", "member member", "/barriers/{barrier}"),
    "a pathway": ("/pathways/{pathway}/description", "title_en", "secretary coordinator", "/pathways/{pathway}"),
    "a proposal": ("/proposals/{proposal}/argument", "title_en", "member member", "/proposals/{proposal}"),
    "a career": ("/careers/{career}/description", "title_en", "member secretary", "/careers/{career}"),
    "a career list": (
        "/career-lists/{career_list}/introduction",
        "title_en",
        "host lead",
        "/career-lists/{career_list}",
    ),
    "an outcome": ("/outcomes/{outcome}/description", "what_en", "secretary coordinator", "/outcomes/{outcome}"),
    "an initiative": (
        "/initiatives/{initiative}/description",
        "title_en",
        "member secretary",
        "/initiatives/{initiative}",
    ),
    "settings": ("/groups/pharmacy/settings", "name_en", "secretary lead", "/groups/pharmacy"),
    "terms": ("/groups/pharmacy/terms", "place", "secretary lead", "/groups/pharmacy/terms"),
    "a comment": ("/comments/{comment}/correction", "text", "member member", "/comments/{comment}"),
    "a person": ("/admin/people/{person}/correction", "name", "admin admin", "/admin/people/{person}"),
    "an organisation": (
        "/admin/organisations/{body}/correction",
        "name_en",
        "admin admin",
        "/admin/organisations/{body}",
    ),
}


def at_once(*calls: Callable[[], Response]) -> list[Response]:
    """The answers to requests that leave in the same instant."""
    together, answers = Barrier(len(calls)), list[Response | None]([None] * len(calls))

    def run(place: int, call: Callable[[], Response]) -> None:
        together.wait()
        answers[place] = call()

    threads = [Thread(target=run, args=both) for both in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for answer in answers if answer is not None]


@pytest.mark.every_row
@pytest.mark.parametrize("what", EDITS)
def test_two_who_save_at_once_lose_nothing(workshop: Room, what: str) -> None:
    path, field, roles, read = EDITS[what]
    texts = f"One says {what}", f"Another says {what}"
    path, read = path.format(**workshop.keys), read.format(**workshop.keys)
    route = route_of(workshop.app, "POST", path)
    version = {"_version": str(version_of(workshop, route.endpoint.rule.on, path))}
    browsers = [workshop.browser(role) for role in roles.split()]
    forms = [fields_of(workshop, "host", route) | version | {field: text} for text in texts]
    answers = at_once(*(
        lambda browser=browser, form=form: browser.post(path, data=form)
        for browser, form in zip(browsers, forms, strict=True)
    ))  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    late = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    page = unescape(answers[late].text)
    assert all(text in page for text in texts), "both texts are there to choose from"
    stored = unescape(browsers[0].get(read).text)
    assert (texts[1 - late] in stored, texts[late] in stored) == (True, False)
    version = re.search(r'name="_version" value="(\d+)"', page[page.index(f'action="{path}"') :])
    assert version, "the page is ready to be sent again"
    again = browsers[late].post(path, data=forms[late] | {"_version": version[1]})
    assert again.status_code == 200
    assert texts[late] in unescape(browsers[0].get(read).text)


def version_of(room: Room, model: type, path: str) -> int:
    key = re.search(r"/(\d+)/", path)
    with room.world.database.read() as session:
        return int(session.get_one(model, int(key[1]) if key else room.world.group).version)
