"""Editions never change: they are superseded, marked or withdrawn, by one chair and at once."""

import pytest

from tests.conftest import Browser
from tests.publishing.conftest import Stage
from tests.world import OUTSIDERS, World
from workgroups.core.errors import NotFound, WrongState
from workgroups.publishing.models import Edition, EditionState, Mark

EVERYBODY = ("amara", "blaise", "chidi", "dolores", "edith", "farid", "gita", "henk", "iris", *OUTSIDERS)
CHAIRS = {"amara", "blaise"}


def statuses(browser: Browser, path: str, data: dict[str, str]) -> dict[str, int]:
    others = (name for name in EVERYBODY if name not in CHAIRS)
    return {name: browser(name, follow_redirects=False).post(path, data=data).status_code for name in others}


@pytest.mark.parametrize("verb", ["marks", "marks/{mark}/lifting", "withdrawal"])
def test_only_one_of_the_chairs(browser: Browser, stage: Stage, edition: int, verb: str) -> None:
    mark = stage.mark("amara", edition)
    path = f"/editions/{edition}/{verb.format(mark=mark)}"
    found = statuses(browser, path, {"reason_en": "A name was wrong."} if verb == "withdrawal" else {})
    assert {name for name, status in found.items() if status == 404} == set(OUTSIDERS)
    assert {status for name, status in found.items() if name not in OUTSIDERS} == {403}
    assert stage.get(Edition, edition).state is EditionState.CURRENT
    assert stage.get(Mark, mark).lifted_at is None


def test_the_next_edition_supersedes(stage: Stage, edition: int) -> None:
    snapshot = stage.get(Edition, edition).snapshot
    stage.write(en="A later text.")
    later = stage.publish()
    first, second = stage.get(Edition, edition), stage.get(Edition, later)
    assert (first.state, first.snapshot, first.closed_at) == (EditionState.SUPERSEDED, snapshot, stage.world.now)
    assert (second.state, second.number) == (EditionState.CURRENT, 2)


def test_a_mark_is_one_press_and_is_lifted_again(browser: Browser, stage: Stage, edition: int) -> None:
    amara = browser("amara")
    part = f"seats.seat-{stage.world.seats['edith']}"
    page = amara.get(f"/editions/{edition}").text
    assert f'value="{part}"' in page
    marked = amara.post(f"/editions/{edition}/marks", data={"part": part, "note_en": "We are checking a name."})
    assert "Being checked: Seat of Edith" in marked.text
    assert "We are checking a name." in marked.text
    mark = stage.all(Mark)[0]
    assert "being checked" in amara.get("/groups/pharmacy/outputs").text
    lifted = amara.post(f"/editions/{edition}/marks/{mark.id}/lifting")
    assert "Lifted." in lifted.text
    assert "Being checked" not in lifted.text
    before = stage.get(Mark, mark.id).lifted_at
    stage.world.pass_time(hours=1)
    stage.lift("blaise", edition, mark.id)
    assert stage.get(Mark, mark.id).lifted_at == before, "lifting twice changes nothing"


def test_a_mark_stays_on_the_next_edition_until_it_is_lifted(browser: Browser, stage: Stage, edition: int) -> None:
    mark = stage.mark("amara", edition)
    stage.write(en="A later text.")
    later = stage.publish()
    assert "Being checked: the whole text" in browser("blaise").get(f"/editions/{later}").text
    stage.lift("blaise", later, mark)
    assert "Being checked" not in browser("blaise").get(f"/editions/{edition}").text


def test_a_part_that_is_not_there_cannot_be_marked(browser: Browser, stage: Stage, edition: int) -> None:
    answer = browser("amara").post(f"/editions/{edition}/marks", data={"part": "seats.nobody"})
    assert answer.status_code == 422
    assert "Choose a part of this edition." in answer.text
    assert stage.all(Mark) == []


def test_a_mark_is_found_through_its_edition_only(stage: Stage, edition: int) -> None:
    with pytest.raises(NotFound):
        stage.lift("amara", edition, 999)


def test_withdrawing_is_final_and_restores_nothing(browser: Browser, stage: Stage, edition: int) -> None:
    stage.write(en="A later text.")
    later = stage.publish()
    answer = browser("blaise").post(f"/editions/{later}/withdrawal", data={"reason_en": "A name was wrong."})
    assert "Withdrawn. The public reads the reason in its place." in answer.text
    assert stage.get(Edition, later).reason == {"en": "A name was wrong."}
    assert stage.get(Edition, edition).state is EditionState.SUPERSEDED
    for again in (stage.withdraw, stage.mark):
        with pytest.raises(WrongState):
            again("amara", later)
    stage.withdraw("amara", edition)
    assert stage.get(Edition, edition).state is EditionState.WITHDRAWN


def test_withdrawing_says_why(browser: Browser, stage: Stage, edition: int) -> None:
    answer = browser("amara").post(f"/editions/{edition}/withdrawal", data={"reason_en": " ", "reason_fr": ""})
    assert answer.status_code == 422
    assert "Say why, in one of the languages at least." in answer.text


def test_everybody_at_the_table_reads_and_outsiders_find_nothing(browser: Browser, stage: Stage, edition: int) -> None:
    paths = ["/groups/pharmacy/outputs", "/outputs/1", "/submissions/1", f"/editions/{edition}"]
    for path in paths:
        for name in ("dolores", "henk", "iris"):
            assert browser(name).get(path).status_code == 200, (name, path)
        for name in OUTSIDERS:
            assert browser(name).get(path).status_code == 404, (name, path)
        assert browser(follow_redirects=False).get(path).headers["Location"].startswith("/sign-in")


def test_observers_read_without_buttons(browser: Browser, stage: Stage, edition: int) -> None:
    stage.write(en="A later text.")
    stage.submit()
    page = browser("henk").get("/groups/pharmacy/outputs").text
    assert "waits for approval" in page
    assert "Submit for approval" not in page
    assert "<form" not in browser("henk").get("/submissions/2").text.partition("<main")[2]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_text_is_shown_in_either_language(browser: Browser, stage: Stage, edition: int, lang: str) -> None:
    text = {"en": "We look at each step", "fr": "Nous examinons chaque étape"}[lang]
    for path in (f"/editions/{edition}?in={lang}", f"/submissions/1?in={lang}"):
        page = browser("amara").get(path).text
        assert f'<div class="sheet" lang="{lang}">' in page
        assert text in page.partition('<div class="sheet"')[2]


def test_the_list_asks_a_constant_number_of_queries(
    browser: Browser, stage: Stage, edition: int, queries: list[str]
) -> None:
    amara = browser("amara")

    def asked() -> int:
        queries.clear()
        amara.get("/groups/pharmacy/outputs")
        return len([sent for sent in queries if " FROM " in sent and "generation" not in sent])

    asked()
    before = asked()
    for text in ("Two.", "Three.", "Four."):
        stage.write(en=text)
        stage.mark("amara", stage.publish())
    assert asked() == before


def test_comments_stand_on_each_page(browser: Browser, world: World, stage: Stage, edition: int) -> None:
    for path in ("/outputs/1", "/submissions/1", f"/editions/{edition}"):
        answer = browser("dolores").post(f"{path}/comments", data={"text": f"Seen at {path}"})
        assert f"Seen at {path}" in answer.text
        assert browser("henk").post(f"{path}/comments", data={"text": "x"}).status_code == 403
        assert browser("kofi").post(f"{path}/comments", data={"text": "x"}).status_code == 404


def test_a_form_of_another_version_of_the_page_loses_nothing(browser: Browser, stage: Stage) -> None:
    submission = stage.submit()
    stage.send_back("amara", submission)
    answer = browser("blaise").post(f"/submissions/{submission}/returning", data={"reason": "Typed for nothing?"})
    assert answer.status_code == 409
    assert "nothing was changed" in answer.text


def test_the_day_of_an_edition_has_a_label_of_its_own(browser: Browser, edition: int) -> None:
    assert "<dt>Published on</dt>" in browser("henk").get(f"/editions/{edition}").text
    assert "<dt>Publiée le</dt>" in browser("gita").get(f"/editions/{edition}").text
