"""From an approval to the bytes that the public gets: at once, from editions alone, and gone when withdrawn."""

import threading
from datetime import date

import brotli
import pytest
from sqlmodel import col, select

from tests.conftest import Browser
from tests.publishing.conftest import Stage
from tests.world import World
from workgroups import app as wiring
from workgroups.core.work import writing
from workgroups.groups.models import Group, GroupProfession, Profession, Seat, SeatRole
from workgroups.outcomes.models import Outcome, OutcomeKind
from workgroups.public import library, render
from workgroups.public.shelf import loader
from workgroups.publishing import commands, pages
from workgroups.publishing.forms import Submitting
from workgroups.publishing.models import Edition, Generation, PublicPage, Significance, Submission
from workgroups.publishing.pages import Page
from workgroups.web import stored

NS = "/en/professions/pharmacy/ns"


@pytest.fixture(autouse=True)
def looking_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shelf looks at every request instead of once a second."""
    monkeypatch.setattr(stored, "LOOK_EVERY", 0.0)


@pytest.fixture
def stage(app, world: World) -> Stage:
    made = Stage(world)
    made.write(en="We look at each step.", fr="Nous examinons chaque étape.")
    return made


def number(world: World) -> int:
    with world.database.read() as session:
        return session.exec(select(Generation.number)).one()


def test_nothing_of_a_draft_or_a_submission_is_public(browser: Browser, world: World, stage: Stage) -> None:
    wiring.render_public_pages(world.database, world.now)
    stage.write(en="Secret words of the draft.")
    submission = stage.submit()
    stage.approve("amara", submission)
    with world.database.read() as session:
        bodies = b"".join(session.exec(select(PublicPage.body)))
    assert b"Secret words" not in bodies
    assert b"Falls Pharmacy" not in bodies
    assert browser().get(f"{NS}/group").status_code == 404
    stage.approve("blaise", submission)
    assert "Secret words of the draft." in browser().get(f"{NS}/group").text
    stage.write(en="Later words of the draft.")
    assert "Later words" not in browser().get(f"{NS}/group").text


def test_the_public_reads_an_edition_at_once_in_both_languages(browser: Browser, stage: Stage) -> None:
    edition = stage.publish()
    reader = browser()
    assert "We look at each step." in reader.get(f"/en/editions/{edition}").text
    french = reader.get(f"/fr/editions/{edition}")
    assert "Nous examinons chaque étape." in french.text
    assert french.headers["Content-Type"] == "text/html; charset=utf-8"
    assert french.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in french.headers


def test_what_the_chairs_saw_is_what_the_public_reads(browser: Browser, stage: Stage) -> None:
    submission = stage.submit()
    seen = browser("amara").get(f"/submissions/{submission}").text
    stage.approve("amara", submission)
    edition = stage.approve("blaise", submission)
    text = "<p>We look at each step.</p>"
    assert text in seen
    assert text in browser().get(f"/en/editions/{edition}").text


def test_an_unchanged_page_is_304_without_a_query(
    browser: Browser, stage: Stage, queries: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.publish()
    reader = browser()
    etag = reader.get(f"{NS}/group").headers["ETag"]
    monkeypatch.setattr(stored, "LOOK_EVERY", 60.0)
    queries.clear()
    again = reader.get(f"{NS}/group", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, queries) == (304, b"", [])
    assert reader.get(f"{NS}/group", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_withdrawal_is_immediate(browser: Browser, stage: Stage) -> None:
    edition = stage.publish()
    assert "We look at each step." in browser().get(f"{NS}/group").text
    etag = browser().get(f"{NS}/group").headers["ETag"]
    stage.withdraw("amara", edition)
    for path in (f"{NS}/group", f"/en/editions/{edition}"):
        gone = browser().get(path, headers={"If-None-Match": etag})
        assert gone.status_code == 200
        assert "A name was wrong." in gone.text
        assert "We look at each step." not in gone.text


def test_whoever_withdraws_sees_it_gone_in_the_same_second(
    browser: Browser, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = stage.publish()
    assert "We look at each step." in browser().get(f"{NS}/group").text
    monkeypatch.setattr(stored, "LOOK_EVERY", 60.0)
    browser("amara").post(f"/editions/{edition}/withdrawal", data={"reason_en": "A name was wrong."})
    assert "We look at each step." not in browser().get(f"{NS}/group").text


@pytest.mark.parametrize("ending", ["superseded", "withdrawn"])
def test_a_profession_that_the_group_no_longer_serves_is_left_at_once(
    browser: Browser, world: World, stage: Stage, ending: str
) -> None:
    with world.database.write() as session:
        nursing = session.exec(select(Profession.id).where(Profession.slug == "nursing")).one()
        session.add(GroupProfession(group_id=world.group, profession_id=nursing, position=1))
    stage.publish()
    assert "We look at each step." in browser().get("/en/professions/nursing/ns/group").text
    with world.database.write() as session:
        session.delete(session.exec(select(GroupProfession).where(GroupProfession.position == 1)).one())
    second = stage.publish()
    if ending == "withdrawn":
        stage.withdraw("amara", second)
    assert browser().get("/en/professions/nursing/ns/group").status_code == 404
    with world.database.read() as session:
        stored_pages = set(session.exec(select(PublicPage.path)))
    wiring.render_public_pages(world.database, world.now)
    with world.database.read() as session:
        assert stored_pages <= set(session.exec(select(PublicPage.path))), "a deployment takes nothing away"


def test_marks_come_and_go_at_once(browser: Browser, stage: Stage) -> None:
    edition = stage.publish()
    mark = stage.mark("blaise", edition)
    assert "We are checking a name." in browser().get(f"{NS}/group").text
    assert "Nous vérifions un nom." in browser().get(f"/fr/editions/{edition}").text
    assert "Since Monday 23 November 2026." in browser().get(f"{NS}/group").text
    stage.lift("amara", edition, mark)
    assert "We are checking a name." not in browser().get(f"{NS}/group").text


def test_the_earlier_edition_stays_at_its_address(browser: Browser, stage: Stage) -> None:
    first = stage.publish()
    stage.write(en="A later text.")
    second = stage.publish()
    assert "Superseded on" in browser().get(f"/en/editions/{first}").text
    assert "We look at each step." in browser().get(f"/en/editions/{first}").text
    assert f'href="/en/editions/{second}"' in browser().get(f"/en/editions/{first}").text


def test_an_outcome_goes_the_same_way(browser: Browser, world: World, stage: Stage) -> None:
    with world.database.write() as session:
        outcome = Outcome(
            group_id=world.group,
            profession_id=world.profession,
            kind=OutcomeKind.BARRIER_REMOVED,
            what={"en": "Interns may work in the community.", "fr": "Le stage peut se faire en officine."},
            on_day=date(2026, 11, 1),
        )
        session.add(outcome)
        session.flush()
        key = outcome.id
    path = f"/groups/pharmacy/outputs/outcome/{key}"
    form = {"significance": "major", "reason_en": "You said plan B. It is gone.", "reason_fr": "C’est fait."}
    page = browser("chidi").post(f"{path}/submissions", data=form).text
    assert "What changed and why (English)" in page, "the reason is checked too"
    assert f'href="/outcomes/{key}"' in browser("dolores").get("/outputs/1").text, "linked with what it publishes"
    for chair in ("amara", "blaise"):
        submission = stage.all(Submission)[0]
        if chair == "amara":
            stage.override("amara", submission.id)
        stage.approve(chair, submission.id)
    assert "Interns may work in the community." in browser().get("/en").text
    assert "Le stage peut se faire en officine." in browser().get("/fr/professions/pharmacy/ns/changes").text


def test_only_changed_pages_are_written(world: World, stage: Stage) -> None:
    wiring.render_public_pages(world.database, world.now)
    before = number(world)
    assert wiring.render_public_pages(world.database, world.now) == 0
    assert number(world) == before
    stage.publish()
    with world.database.read() as session:
        changed = set(session.exec(select(PublicPage.path).where(col(PublicPage.generation) > before)))
        body, compressed = session.exec(
            select(PublicPage.body, PublicPage.compressed).where(PublicPage.path == f"{NS}/group")
        ).one()
    assert f"{NS}/group" in changed
    assert not {"/en/about", "/en/professions/nursing"} & changed
    assert brotli.decompress(compressed) == body
    assert wiring.render_public_pages(world.database, world.now) == 0, "a deployment finds the same bytes"


def test_pages_that_are_no_longer_made_are_removed(world: World) -> None:
    with writing(world.database, 0, world.now) as work:
        pages.renew(work, lambda _: [Page("/en/a", "text/html", b"a"), Page("/en/b", "text/html", b"b")], ["/en"])
        assert pages.renew(work, lambda _: [Page("/en/a", "text/html", b"a")], ["/en/b"]) == 1
        assert pages.renew(work, lambda _: [], []) == 0
        assert list(work.session.exec(select(PublicPage.path))) == ["/en/a"]


def test_publications_can_be_held_back(world: World, stage: Stage) -> None:
    with pages.holding_back():
        stage.publish()
    with world.database.read() as session:
        assert session.exec(select(PublicPage.path)).all() == []
    assert wiring.render_public_pages(world.database, world.now) > 0


def test_the_shelf_reads_only_what_changed(world: World) -> None:
    load = loader(world.database, "https://groups.example.org")
    assert load(-1) is None

    def store(*stored_pages: Page) -> None:
        with writing(world.database, 0, world.now) as work:
            pages.renew(work, lambda _: stored_pages, ["/en"])

    store(Page("/en", "text/html", b"one"), Page("/en/x", "text/html", b"x"))
    generation, found = load(-1) or (0, {})
    assert set(found) == {"/en", "/en/x"}
    assert load(generation) is None
    store(Page("/en", "text/html", b"two"))
    later, again = load(generation) or (0, {})
    assert later == generation + 1
    assert set(again) == {"/en"}
    assert again["/en"].bodies[b""] == b"two"
    store(Page("/en", "text/html", b'<a href="/en"><!--site-->/en</a>'))
    _, addressed = load(later) or (0, {})
    assert addressed["/en"].bodies[b""] == b'<a href="/en">https://groups.example.org/en</a>'
    assert brotli.decompress(addressed["/en"].bodies[b"br"]) == addressed["/en"].bodies[b""]
    assert set((load(99) or (0, {}))[1]) == {"/en"}, "an older database is read from the start"


def test_two_groups_that_publish_at_once_see_each_other(world: World, stage: Stage) -> None:
    with world.database.write() as session:
        other = session.get_one(Group, world.other_group)
        other.profile = {"en": "We are the nurses."}
        session.get_one(Seat, world.seats["kofi"]).role = SeatRole.CO_CHAIR_PROFESSION
    ready = {}
    for who, slug, key in (("chidi", "pharmacy", world.group), ("lena", "nursing", world.other_group)):
        given = Submitting(significance=Significance.MINOR, french_unreviewed=False, reason_en=None, reason_fr=None)
        ready[slug] = stage.do(who, commands.submit, slug, given, kind="profile", subject=key).id
    stage.approve("amara", ready["pharmacy"])
    stage.approve("lena", ready["nursing"])
    threads = [
        threading.Thread(target=stage.approve, args=(who, ready[slug]))
        for who, slug in (("blaise", "pharmacy"), ("kofi", "nursing"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stage.all(Edition)) == 2
    assert wiring.render_public_pages(world.database, world.now) > 0, "pages that stand for themselves"
    assert wiring.render_public_pages(world.database, world.now) == 0


def test_public_pages_know_nothing_but_editions(world: World, stage: Stage) -> None:
    stage.publish()
    with writing(world.database, 0, world.now) as work:
        made = library.read(work)
    assert [edition.kind for edition in made.editions] == ["profile"]
    assert {page.path for page in render.touched(made, made.editions[0].output_id)} >= {"/en", f"{NS}/group"}


def test_search_engines_find_every_public_page_and_nothing_else(browser: Browser, stage: Stage) -> None:
    stage.publish()
    reader = browser()
    sitemap = reader.get("/sitemap.xml")
    assert sitemap.headers["Content-Type"].startswith("application/xml")
    assert f"<loc>http://testserver{NS}/group</loc>" in sitemap.text
    assert f'hreflang="fr" href="http://testserver/fr{NS[3:]}/group"' in sitemap.text
    assert "/groups/" not in sitemap.text
    robots = reader.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "Disallow: /\n" in robots
