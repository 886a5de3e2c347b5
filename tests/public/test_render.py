"""The public pages, made of editions by hand: what they say, in both languages, and that every link leads somewhere."""

import json
import re
from copy import deepcopy
from html import unescape
from itertools import pairwise
from typing import Any

import brotli
import html5lib
import pytest

from tests.public.books import CAREERS, OUTCOME, PATHWAY, PROFILE, SUMMARY, Books, full, mark
from workgroups.public import render
from workgroups.public.library import Library
from workgroups.web.stored import static_answers

ROUTE = "/data/pathways/pharmacy/ns.jsonld"
NS = "/en/professions/pharmacy/ns"
MOST_BYTES = 12 * 1024
ELSEWHERE = re.compile(r"/sign-in|/(en|fr)((/professions/[a-z-]+/ns)?/calendar\.ics|/professions/[a-z-]+/ns/report)")
"""What is made when it is asked for."""


def pages(library: Library) -> dict[str, str]:
    return {page.path: page.body.decode() for page in render.everything(library) if page.media_type == render.HTML}


def data(library: Library) -> dict[str, Any]:
    """What is public as data, by its path."""
    return {page.path: json.loads(page.body) for page in render.everything(library) if page.media_type != render.HTML}


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages(full().library())


def test_every_page_is_there_in_both_languages(made: dict[str, str]) -> None:
    expected = {
        "",
        "/professions",
        "/professions/pharmacy",
        "/professions/technician",
        "/professions/pharmacy/ns",
        *(f"/professions/pharmacy/ns/{name}" for name in ("pathway", "alternatives", "changes", "group", "handout")),
        *(f"/professions/pharmacy/ns/alternatives/{key}" for key in ("drug-officer", "assistant")),
        *(f"/editions/{number}" for number in range(1, 7)),
        "/about",
        "/accessibility",
        "/privacy",
    }
    assert set(made) == {f"/{lang}{path}" for lang in ("en", "fr") for path in expected}


def test_every_link_leads_somewhere_that_works(made: dict[str, str]) -> None:
    static = static_answers()
    for path, html in made.items():
        for href in re.findall(r'href="([^"]*)"', html):
            to, _, part = href.partition("#")
            assert (
                to == "" or to in [*made, ROUTE] or to in static or ELSEWHERE.fullmatch(to) or to.startswith("https://")
            ), (
                path,
                href,
            )
            assert not part or f'id="{part}"' in made.get(to or path, ""), (path, href)


def test_every_page_is_small_and_without_scripts(made: dict[str, str]) -> None:
    for path, html in made.items():
        assert len(brotli.compress(html.encode(), quality=5)) <= MOST_BYTES, path
        assert "<script" not in html, path
        assert "Sample data" in html or "exemple" in html or path.startswith("/fr"), path


def test_every_page_is_sound_html(made: dict[str, str]) -> None:
    for path, html in made.items():
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(html)
        assert parser.errors == [], (path, parser.errors)
        assert len(re.findall("<h1", html)) == 1, path
        found = re.findall(r'id="([^"]+)"', html)
        assert len(found) == len(set(found)), path
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert f'<html lang="{path[1:3]}">' in html
        assert re.search(r"<title>[^<]{10,}</title>", html)


def test_each_page_names_its_other_language(made: dict[str, str]) -> None:
    for path, html in made.items():
        other = {"en": "fr", "fr": "en"}[path[1:3]]
        assert f'hreflang="{other}" href="/{other}{path[3:]}"' in html, path


def test_the_same_editions_give_the_same_bytes(made: dict[str, str]) -> None:
    assert pages(full().library()) == made


def test_other_careers_can_be_compared_and_what_nobody_said_stays_unsaid(made: dict[str, str]) -> None:
    table = made[f"{NS}/alternatives"].partition('<table class="compare"')[2].partition("</table>")[0]
    columns = ["Relation", "Horizon", "Uses", "Upgrading", "Regulation (Nova Scotia)"]
    assert re.findall(r'<th scope="col">(.*?)</th>', table) == ["Career", *columns]
    officer, assistant = table.partition("<tbody>")[2].strip().split("</tr>")[:2]
    assert re.findall(r'<td data-column="(.*?)">(.*?)</td>', officer) == list(
        zip(
            columns, ["related field", "end goal", "most of one’s skills", "no upgrading", "not regulated"], strict=True
        )
    )
    assert set(re.findall(r"<td[^>]*>(.*?)</td>", assistant)) == {"not said"}
    assert "Public bodies weigh evidence." in officer
    assert "Your licence" in made[f"{NS}/alternatives"].partition("<table")[0]


def test_licence_and_other_careers_stand_at_the_same_level(made: dict[str, str]) -> None:
    doors = re.search(r'<ul class="doors".*?</ul>', made[NS], re.DOTALL)
    assert doors
    assert re.findall(r"<b>([^<]+)</b>", doors[0]) == ["Your licence", "Other careers"]
    assert "2 careers" in doors[0]


def test_the_pathway_says_what_one_needs(made: dict[str, str]) -> None:
    html = made[f"{NS}/pathway"]
    for said in (
        "community only",
        "$500–700 CAD",
        "6–12 weeks",
        "Can be done from abroad",
        "Confirmed by Examining Board, Friday 9 January 2026",
        "Disputed by Regulator, Sunday 1 March 2026",
        "Changed, from Tuesday 1 December 2026",
        "Intern in the community",
        "Documents needed: 2",
        "Other careers that use what you know",
        "Talk to a person",
        "If you are refused: how to ask for a review",
        "Harbour Settlement",
    ):
        assert said in html, said
    assert "hospital and community" not in html


def test_what_changed_and_why_shows_before_and_since(made: dict[str, str]) -> None:
    html = made[f"{NS}/changes"]
    assert "<del>" in html
    assert "<ins>" in html
    plain = re.sub(r"<[^>]+>", "", html)
    assert "hospital and community" in plain
    assert "officine" not in plain, "differences are told in the reader's language"
    assert "The internship may be in the community." in html


def test_an_earlier_edition_stays_readable_and_says_so(made: dict[str, str]) -> None:
    html = made["/en/editions/1"]
    assert "Superseded on" in html
    assert '<a href="/en/editions/2">Read edition 2</a>' in html
    assert "hospital and community" in html
    assert "Superseded" not in made["/en/editions/2"]


def test_french_pages_speak_french_and_say_what_waits(made: dict[str, str]) -> None:
    html = made["/fr/professions/pharmacy/ns/pathway"]
    assert "Faire envoyer vos documents" in html
    assert "Send documents" not in html
    assert made["/fr/editions/3"].count("Agent d’évaluation")


def test_a_text_in_one_language_is_marked_and_said() -> None:
    books = Books()
    document = deepcopy(CAREERS)
    document["careers"][0]["why"] = {"en": "Only in English."}
    books.publish(1, "careers", document, about={"unreviewed": []})
    made = pages(books.library(sample=False))
    path = "/professions/pharmacy/ns/alternatives"
    assert '<div lang="en"><p>Only in English.</p>\n</div>' in made[f"/fr{path}"]
    assert "notice" in made[f"/fr{path}"]
    assert "exist in one language only" not in made[f"/en{path}"]
    assert "Sample data" not in made["/en"]


def test_what_is_being_checked_stands_first_and_at_its_place() -> None:
    books = Books()
    marks = [mark(1, 1, "pathway.steps.internship"), mark(1, 1, "")]
    books.publish(1, "pathway", PATHWAY, marks=marks)
    books.publish(2, "careers", CAREERS, marks=[mark(2, 2, "careers.assistant")])
    made = pages(books.library())
    html = made[f"{NS}/pathway"]
    assert re.search(r'Being checked: <a href="#step-\d">Complete the internship</a>', html)
    assert "Being checked: This page" in html
    assert html.count("We are checking the fee.") == 2
    assert html.count("Until this notice is gone, ask the body that decides") == 2
    assert "Being checked" in made[f"{NS}/alternatives/assistant"]
    assert "Being checked" not in made[f"{NS}/alternatives/drug-officer"]
    assert 'href="#career-assistant"' in made["/en/editions/2"]


@pytest.mark.parametrize(
    ("kind", "document", "page", "words"),
    [
        ("pathway", PATHWAY, "pathway", "Show your French"),
        ("careers", CAREERS, "alternatives", "Drug assessment officer"),
        ("profile", PROFILE, "group", "each step"),
    ],
)
def test_a_withdrawn_edition_shows_the_reason_and_no_text(kind: str, document: dict, page: str, words: str) -> None:  # type: ignore[type-arg]
    books = Books()
    books.publish(1, kind, document)
    books.withdraw(books.publish(1, kind, document | {"group": "pharmacy "}))
    made = pages(books.library())
    assert "A fee was wrong." in made[f"{NS}/{page}"]
    assert words not in made[f"{NS}/{page}"]
    assert words not in made[NS]
    assert words not in made["/en/editions/2"]
    assert "A fee was wrong." in made["/en/editions/2"]
    assert "Superseded" in made["/en/editions/1"], "an older edition is not restored"
    assert "Read edition" not in made["/en/editions/1"]


def test_an_outcome_that_was_withdrawn_is_told_nowhere() -> None:
    books = Books()
    books.withdraw(books.publish(1, "outcome", OUTCOME))
    made = pages(books.library())
    told = [
        path for path, html in made.items() if "The internship may be in the community." in html.partition("<main")[2]
    ]
    assert told == ["/en/editions/1"], "its lasting address keeps the title"


def test_a_profession_without_editions_says_so_plainly(made: dict[str, str]) -> None:
    html = made["/en/professions/technician"]
    assert "Not published yet" in html
    assert "No work group has published the way to this licence" in html
    assert "bodies named on this page" not in html, "none is named"
    assert "Pharmacy technician" in made["/en/professions"]
    nothing = pages(Books().library())
    assert "Nothing has been published yet." in nothing["/en"]
    assert "31120" in nothing["/en/professions/pharmacy"]


def test_a_group_with_outcomes_alone_promises_nothing_else() -> None:
    books = Books()
    books.publish(1, "outcome", OUTCOME)
    made = pages(books.library())
    for path in (NS, f"{NS}/changes"):
        assert "Neither the way to the licence nor other careers have been published yet." in made[path]
    assert 'class="doors"' not in made[NS]
    assert f"{NS}/pathway" not in made


def test_a_minor_edition_says_that_the_meaning_stayed_and_a_first_one_that_it_is_the_first() -> None:
    books = Books()
    minor = {"reason": {}, "significance": "minor"}
    books.publish(1, "careers", CAREERS, about=minor)
    first = pages(books.library())[f"{NS}/changes"]
    assert "A slip was put right" not in first
    assert "The first edition." in first
    books.publish(1, "careers", CAREERS | {"title": {"en": "Other careers"}}, about=minor)
    second = pages(books.library())[f"{NS}/changes"]
    assert second.count("A slip was put right") == 1
    assert second.count("The first edition.") == 1


def test_a_summary_belongs_to_the_meetings_and_a_withdrawn_one_leads_nowhere_else() -> None:
    books = Books()
    edition = books.publish(1, "summary", SUMMARY)
    made = pages(books.library())
    for lang in ("en", "fr"):
        place = f"/{lang}/professions/pharmacy/ns"
        assert f'href="{place}/meetings">' in made[f"/{lang}/editions/1"].partition("<main")[2]
        assert f"{place}/meetings" in made
    books.withdraw(edition)
    made = pages(books.library())
    belongs = made["/en/editions/1"].partition("Where it belongs")[2]
    assert f'href="{NS}">' in belongs
    assert f"{NS}/meetings" not in belongs
    assert f"{NS}/meetings" not in made


def technician(**changes: object) -> dict[str, object]:
    return PATHWAY | {"pathway": PATHWAY["pathway"] | {"title": {"en": "Becoming a technician"}} | changes}


def test_a_second_destination_has_pages_of_its_own_that_keep_their_address() -> None:
    books = Books()
    first = books.publish(1, "pathway", PATHWAY)
    books.publish(2, "pathway", technician(destination={"en": "Technician’s licence"}))
    made, own = pages(books.library()), f"{NS}/pathway/technicians-licence"
    assert "Becoming a technician" in made[own]
    assert "Becoming a technician" not in made[f"{NS}/pathway"].partition("<aside")[0]
    assert f'href="{own}"' in made[f"{NS}/pathway"].partition("<aside")[2]
    assert f'href="{NS}/pathway"' in made[own].partition("<aside")[2]
    assert "Becoming a technician" in made[f"{own}/handout"]
    names = [unescape(name) for name in re.findall("<b>(.*?)</b>", made[NS])]
    assert names == ["Becoming a pharmacist", "Technician’s licence"], "each is called by where it leads"
    drawn = re.findall(r"<details.*?</details>", made[NS], re.DOTALL)
    assert [each.count('class="station ') for each in drawn] == [len(PATHWAY["pathway"]["steps"])] * 2
    for each, to, name in zip(drawn, (f"{NS}/pathway", own), names, strict=True):
        assert f'href="{to}"' in each
        assert name in each.partition("</summary>")[0]
        assert "4 required steps" in each.partition("</summary>")[0]
    assert f'href="{own}/handout"' in made[NS]
    assert "<h2>Technician’s licence</h2>" in made[f"{own}/handout"]
    test_every_link_leads_somewhere_that_works(made | dict.fromkeys(data(books.library()), ""))
    test_every_page_is_small_and_without_scripts(made)
    test_every_page_is_sound_html(made)
    assert f'href="{own}">' in made["/en/editions/2"].partition("Where it belongs")[2]
    assert f'href="{NS}/pathway">' in made["/en/editions/1"].partition("Where it belongs")[2]
    other = ROUTE.replace("ns", "ns-technicians-licence")
    assert data(books.library()).keys() == {ROUTE, other}
    assert f'href="{other}"' in made[own]
    books.publish(2, "pathway", technician(destination={"en": "Full register"}))
    books.withdraw(first)
    made = pages(books.library())
    assert "Becoming a technician" in made[own]
    assert "withdrawn" in made[f"{NS}/pathway"].lower()
    assert "<summary>Full register" in made[NS], "the first one is withdrawn, and the other is drawn"
    assert f'href="{own}"><b>Full register</b>' in made[NS]
    assert data(books.library()).keys() == {other}


def test_what_is_being_checked_on_one_of_several_leads_to_its_own_page() -> None:
    books = Books()
    books.publish(1, "pathway", PATHWAY)
    about = technician(destination={"en": "Technician"})
    books.publish(2, "pathway", about, marks=[mark(2, 2, "pathway.steps.internship")])
    drawn = re.findall(r"<details.*?</details>", pages(books.library())[NS], re.DOTALL)
    assert re.findall('href="([^"]+#step-[0-9]+)"', drawn[1]) == [f"{NS}/pathway/technician#step-4"]
    assert "#step-" not in drawn[0]


def test_what_a_publication_touches_is_what_everything_would_make() -> None:
    library = full().library()
    everything = {page.path: page.body for page in render.everything(library)}
    touched = {page.path: page.body for page in render.touched(library, 1)}
    assert touched.items() <= everything.items()
    assert {"/en", "/fr", "/en/professions", f"{NS}/pathway", "/en/editions/1", "/en/editions/2"} <= set(touched)
    assert "/en/editions/3" not in touched
    below = tuple(render.below([library.editions[0].frozen]))
    assert all(path in touched for path in everything if path.startswith(below))


def test_profiles_stand_on_the_pages_of_all_professions_of_the_group() -> None:
    books = Books()
    books.publish(1, "profile", PROFILE, frame={"professions": ["pharmacy", "technician", "gone"]})
    made = pages(books.library())
    assert f"{NS}/group" in made
    assert "/en/professions/technician/ns/group" in made
    assert "What has changed for people, and who is at work on it" in made["/en/professions/technician"]


def test_a_step_says_who_is_excused_and_who_says_so() -> None:
    books = Books()
    document = deepcopy(PATHWAY)
    document["pathway"]["steps"][0] |= {
        "exemptions": {"en": "Graduates of two schools"},
        "note": {"en": "Order <early>."},
        "source": {"title": {"en": "Guide"}, "url": "https://example.org/guide", "checked": "2026-03-01"},
    }
    document["pathway"]["steps"][1] |= {
        "source": {"title": {"en": "A letter"}, "url": "javascript:alert(1)"},
        "body": 3,
        "who": {"en": "Language centre"},
    }
    books.publish(1, "pathway", document)
    html = pages(books.library())[f"{NS}/pathway"]
    assert "Who is excused: Graduates of two schools" in html
    assert "Order &lt;early&gt;." in html
    assert 'Source: <a href="https://example.org/guide" rel="nofollow noopener">Guide</a>, checked on' in html
    assert "Source: A letter" in html
    assert "javascript:" not in html
    assert "Not yet confirmed by Language centre" in html
    assert "<li>Language centre</li>" in html, "it decides, so it can be asked for a review"


def test_a_route_is_data_too() -> None:
    graph = {node["@id"]: node for node in data(full().library())[ROUTE]["@graph"]}
    internship = graph["#step-internship"]
    assert internship["@type"] == "ceterms:WorkExperienceComponent"
    assert internship["ceterms:name"]["fr"] == "Faire le stage"
    assert internship["ceterms:estimatedDuration"][0]["ceterms:minimumDuration"] == "P30W"
    before, ways = internship["ceterms:hasCondition"]
    assert (before["ceterms:targetComponent"], before["ceterms:requiredNumber"]) == (["#step-documents"], 1)
    assert [graph[way]["ceterms:name"]["en"] for way in ways["ceterms:targetComponent"]] == ["Full time", "Part time"]
    assert [cost["ceterms:price"] for cost in graph["#step-documents"]["ceterms:estimatedCost"]] == [500, 700]
    assert graph["#step-documents"]["ceterms:assertedBy"]["ceterms:name"] == {"en": "Examining Board"}
    assert "ceterms:assertedBy" not in internship, "a disputed step is asserted by nobody"
    linked = {key for node in graph.values() for key in node.get("ceterms:hasPart", [])}
    assert linked <= graph.keys()


def test_a_route_that_was_withdrawn_is_no_data() -> None:
    books = Books()
    edition = books.publish(1, "pathway", PATHWAY)
    assert data(books.library()).keys() == {ROUTE}
    books.withdraw(edition)
    assert data(books.library()) == {}


def test_what_is_typed_as_markdown_is_shown_as_such_to_everybody() -> None:
    careers, outcome = deepcopy(CAREERS), deepcopy(OUTCOME)
    careers["intro"] = {"en": "They run *beside* the licence."}
    careers["careers"][0] |= {"why": {"en": "Public bodies\n\n- weigh **evidence**"}, "note": {"en": "See `NOC`."}}
    outcome |= {"why": {"en": "Places were *few*."}, "evidence": {"en": "[Bylaw 12](https://example.org/12)"}}
    books = Books()
    books.publish(1, "careers", careers)
    books.publish(2, "outcome", outcome)
    made = pages(books.library())
    listed, career = made[f"{NS}/alternatives"], made[f"{NS}/alternatives/drug-officer"]
    assert "They run <em>beside</em> the licence." in listed
    assert "<li>weigh <strong>evidence</strong></li>" in listed
    assert "<li>weigh <strong>evidence</strong></li>" in career
    assert "See <code>NOC</code>." in career
    assert "Places were <em>few</em>." in made[f"{NS}/changes"]
    for number, said in ((1, "They run <em>beside</em>"), (2, '<a href="https://example.org/12"'), (2, "<em>few</em>")):
        assert said in made[f"/en/editions/{number}"]
    assert '<div lang="en"><p>Places were <em>few</em>.</p>' in made["/fr/editions/2"]
