"""What the public says is in its way: nobody is asked who they are, the room reads it, and a link tells the course."""

from collections.abc import Callable

import pytest

from tests.conftest import Browser
from tests.letters import fresh
from tests.publishing.conftest import Stage as Publishing
from tests.world import World
from workgroups.core.events import Event
from workgroups.core.work import Work
from workgroups.groups.models import Group
from workgroups.pathways.barriers.models import Barrier, BarrierState
from workgroups.public import library

PAGE = "/en/professions/pharmacy/ns/report"
REPORT = {"title": "The courier", "text": "It cost *more* than the papers."}


@pytest.fixture
def published(app, world: World) -> Publishing:
    stage = Publishing(world)
    stage.write(en="We look at each step.", fr="Nous examinons chaque étape.")
    stage.publish()
    return stage


def reports(stage: Publishing) -> list[Barrier]:
    return stage.all(Barrier)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_page_of_the_place_leads_to_the_form_in_its_language(
    browser: Browser, published: Publishing, lang: str
) -> None:
    assert reports(published) == []
    reader = browser()
    path = PAGE.replace("/en/", f"/{lang}/")
    assert f'href="{path}"' in reader.get(path.removesuffix("/report")).text
    page = reader.get(path, headers={"Accept-Language": "de"})
    assert f'<html lang="{lang}">' in page.text
    assert {"en": "Falls Pharmacy", "fr": "Pharmacie des Chutes"}[lang] in page.text
    wrong = reader.post(path, data={"title": "The courier"}, headers={"Accept-Language": "de"})
    assert wrong.status_code == 422
    assert 'value="The courier"' in wrong.text
    assert {"en": "Please look at this again", "fr": "Veuillez revoir ceci"}[lang] in wrong.text


def test_the_room_reads_it_and_the_link_tells_what_became_of_it(
    browser: Browser, published: Publishing, mailbox: Callable[[], list[str]]
) -> None:
    before, reader = mailbox(), browser()
    sent = reader.post(PAGE, data=REPORT)
    assert sent.url.path.startswith("/en/reports/")
    assert "<em>more</em>" in sent.text
    letters = fresh(mailbox, before)
    assert len([letter for letter in letters if "somebody who reads the public pages" in letter]) == 2
    [barrier] = reports(published)
    shown = browser("dolores").get(f"/barriers/{barrier.id}").text
    assert "by somebody who reads the public pages" in shown
    assert "Not said." in shown
    amara = browser("amara")
    assert "Confirm the barrier The courier" in amara.get("/desk").text
    amara.post(f"/barriers/{barrier.id}/confirmation")
    assert "knows this barrier to be real" in reader.get(sent.url.path).text
    amara.post(f"/barriers/{barrier.id}/work")
    amara.post(f"/barriers/{barrier.id}/closing", data={"state": "stands", "reason": "SECRET REASON"})
    course = reader.get(sent.url.path.replace("/en/", "/fr/")).text
    assert "SECRET REASON" not in course
    assert 'href="/fr/professions/pharmacy/ns"' in course


def test_a_member_who_reports_beside_the_public_pages_is_not_named(browser: Browser, published: Publishing) -> None:
    browser("dolores").post(PAGE, data=REPORT | {"affects": "Everybody."})
    [barrier] = reports(published)
    assert barrier.is_from_public
    assert barrier.seat_id is None
    told = next(row for row in published.all(Event) if row.fact == "BarrierReportedByPublic")
    assert (told.person_id, told.seat_id) == (None, None)


def test_a_co_chair_takes_names_out(browser: Browser, published: Publishing) -> None:
    link = browser().post(PAGE, data=REPORT).url.path
    [barrier] = reports(published)
    better = {"title": "The courier", "text": "It costs a lot.", "affects": "People abroad."}
    assert browser("chidi").post(f"/barriers/{barrier.id}/correction", data=better).status_code == 403
    assert browser("blaise").post(f"/barriers/{barrier.id}/correction", data=better).status_code == 200
    page = browser().get(link).text
    assert "It costs a lot." in page
    assert "People abroad." in page


@pytest.mark.parametrize(
    "path",
    [
        "/xx/professions/pharmacy/ns/report", "/en/professions/pharmacy/on/report", "/en/professions/law/ns/report",
        "/en/professions/nursing/ns/report", "/en/reports/lost", "/xx/reports/lost",
    ],
)  # fmt: skip
def test_where_no_group_at_work_has_published_there_is_nothing(
    browser: Browser, published: Publishing, path: str
) -> None:
    assert browser().get(path).status_code == 404
    assert browser().post(path, data=REPORT).status_code in (404, 405)
    assert reports(published) == []


def test_of_a_closed_group_the_pages_do_not_ask_and_the_link_still_tells(
    browser: Browser, published: Publishing, world: World
) -> None:
    link = browser().post(PAGE, data=REPORT).url.path
    with world.database.write() as session:
        session.get_one(Group, world.group).closed_at = world.now
    assert browser().get(PAGE).status_code == 404
    assert "/professions/" not in browser().get(link).text
    with world.database.read() as session:
        [place] = library.read(Work(session, 0, world.now)).places["pharmacy"]
    assert place.report == ""


@pytest.mark.parametrize(
    "bad", [{"title": ""}, {"text": "x" * 20_001}, {"affects": "a\x00b"}, {"text": "a\u202eb"}, {"name": "Olga"}]
)
def test_bad_input_is_refused(browser: Browser, published: Publishing, bad: dict[str, str]) -> None:
    assert browser().post(PAGE, data=REPORT | bad).status_code == 422
    assert reports(published) == []


def test_sent_twice_it_is_one_report(browser: Browser, published: Publishing) -> None:
    first, second = (browser().post(PAGE, data=REPORT | {"_once": "k7"}) for _ in range(2))
    assert first.url.path == second.url.path
    [barrier] = reports(published)
    assert barrier.state is BarrierState.REPORTED


def test_one_network_cannot_fill_the_list(browser: Browser, published: Publishing) -> None:
    reader = browser()
    answers = [reader.post(PAGE, data=REPORT).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert len(reports(published)) == 20
