"""Who may do what: each verb against each of the cast, through the pages that they use."""

import pytest

from tests.world import MEMBERS, OUTSIDERS

ARRANGERS = {"amara", "blaise", "chidi", "iris"}
SPEAKERS = set(MEMBERS) - {"henk"}
PLAN = {"day": "2027-03-11", "at": "13:30", "minutes_long": "120", "place": "", "video_url": ""}
ITEM = {"title": "Fees", "kind": "discussion", "minutes_long": "10", "presenter": "", "text": ""}

PAGES = (
    "/groups/pharmacy/meetings", "/groups/pharmacy/decisions", "/meetings/{meeting}", "/meetings/{meeting}/agenda",
    "/meetings/{meeting}/minutes", "/meetings/{meeting}/attendance", "/items/{item}", "/items/{item}/minutes",
    "/decisions/{decision}",
)  # fmt: skip
ARRANGED_PAGES = (
    "/groups/pharmacy/meetings/new", "/meetings/{draft}/details", "/meetings/{draft}/calling",
    "/meetings/{draft}/cancelling", "/meetings/{meeting}/closing", "/items/{item}/edit",
)  # fmt: skip

VERBS = (
    # the address, what is sent, who may
    ("/groups/pharmacy/meetings", PLAN, ARRANGERS),
    ("/meetings/{draft}/details", PLAN, ARRANGERS),
    ("/meetings/{draft}/calling", {}, ARRANGERS),
    ("/meetings/{draft}/cancelling", {"reason": "Snow"}, ARRANGERS),
    ("/meetings/{called}/opening", {}, ARRANGERS),
    ("/meetings/{past}/recording", {}, ARRANGERS),
    ("/meetings/{meeting}/closing", {}, ARRANGERS),
    ("/meetings/{meeting}/attendance", {"seat": "1", "presence": "present"}, ARRANGERS),
    ("/meetings/{draft}/items", ITEM, ARRANGERS),
    ("/meetings/{draft}/proposals", ITEM, SPEAKERS),
    ("/meetings/{meeting}/order", {"item": "{item}", "above": ""}, ARRANGERS),
    ("/items/{proposed}/acceptance", {}, ARRANGERS),
    ("/items/{proposed}/declining", {"reason": "Later"}, ARRANGERS),
    ("/items/{item}/edit", {"title_en": "New", "kind": "decision", "minutes_long": "5"}, ARRANGERS),
    ("/items/{planned}/parking", {}, ARRANGERS),
    ("/items/{planned}/withdrawal", {}, ARRANGERS),
    ("/items/{proposed}/withdrawal", {}, ARRANGERS | {"edith", "ewan"}),
    ("/items/{parked}/taking-up", {}, ARRANGERS),
    ("/items/{item}/ending", {}, ARRANGERS),
    ("/items/{item}/outcome", {"state": "continues"}, ARRANGERS),
    ("/items/{item}/minutes", {"text": "We talked."}, ARRANGERS),
    ("/items/{item}/decisions", {"text": "We agreed."}, ARRANGERS),
    ("/decisions/{decision}/rewording", {"text": "We agreed on it."}, ARRANGERS),
    ("/meetings/{ended}/circulating", {"until": "2026-12-07"}, ARRANGERS),
    ("/items/{circulated_item}/corrections", {"text": "No."}, SPEAKERS),
    ("/corrections/{correction}/answers", {"state": "declined", "answer": "No."}, ARRANGERS),
    ("/meetings/{circulated}/returning", {}, ARRANGERS),
    ("/meetings/{circulated}/approvals", {"digest": "{digest}"}, {"amara", "blaise"}),
    ("/items/{item}/comments", {"text": "A word"}, SPEAKERS),
    ("/decisions/{decision}/comments", {"text": "A word"}, SPEAKERS),
)
EVERYBODY = (*MEMBERS, *OUTSIDERS, "lena")


@pytest.fixture
def made(stage):
    return stage.everything()


@pytest.mark.every_row
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_verbs(app, browser, stage, made, verb):
    """Everybody else is refused; for whoever may, the same rule holds, and the first of them does it."""
    path, fields, allowed = verb
    path, fields = path.format(**made), {field: value.format(**made) for field, value in fields.items()}
    for name in set(EVERYBODY) - allowed:
        assert browser(name).post(path, data=fields).status_code == (403 if name in MEMBERS else 404), name
    found = next(route for route in app.routes if "POST" in route.methods and route.path_regex.match(path))
    key = found.path_regex.match(path)["key"]
    for name in allowed:
        with stage.work(name) as work:
            assert work.take(int(key) if key.isdigit() else key, found.endpoint.rule)
    answer = browser(min(allowed), follow_redirects=False).post(path, data=fields)
    assert answer.status_code == 303, answer.text


def test_pages(browser, made):
    for name in EVERYBODY:
        visitor = browser(name)
        for path in PAGES:
            assert visitor.get(path.format(**made)).status_code == (200 if name in MEMBERS else 404), (name, path)
        for path in ARRANGED_PAGES:
            expected = 200 if name in ARRANGERS else 403 if name in MEMBERS else 404
            assert visitor.get(path.format(**made)).status_code == expected, (name, path)


def test_signed_out(browser, made):
    for path in (*PAGES, *ARRANGED_PAGES):
        answer = browser(follow_redirects=False).get(path.format(**made))
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in")


def test_acting_deputy_approves_and_alternates_do_not(browser, stage, made, world):
    path, digest = "/meetings/{circulated}/approvals".format(**made), {"digest": made["digest"]}
    assert browser("farid").post(path, data=digest).status_code == 403
    stage.lets_act("blaise", "farid")
    assert browser("farid", follow_redirects=False).post(path, data=digest).status_code == 303
    stage.name_alternate("amara", "gita")
    assert browser("gita").post(path, data=digest).status_code == 403
    assert browser("gita", follow_redirects=False).post("/meetings/{draft}/calling".format(**made)).status_code == 303
