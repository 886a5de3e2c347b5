"""Outcomes through their pages: who may do what, what is refused, what two editors get."""

import re
from datetime import date

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.world import MEMBERS, OUTSIDERS, World
from workgroups.core.work import reading, writing
from workgroups.links.models import Link, Relation
from workgroups.outcomes import commands, queries
from workgroups.outcomes.forms import Recording
from workgroups.outcomes.models import Outcome, OutcomeKind
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.models import Pathway
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.publishing.kinds import kind_of

ARRANGERS = ("amara", "blaise", "chidi", "iris")
SPEAKERS = (*ARRANGERS, "dolores", "edith", "ewan", "farid", "gita")

GOOD = {
    "kind": "barrier_removed",
    "what_en": "No hospital part is needed.",
    "what_fr": "Aucune partie à l’hôpital n’est exigée.",
    "on_day": "2026-11-02",
    "evidence_en": "Bylaw of *2 November*.",
    "reached": "12",
}


def recorded(world: World, **typed: object) -> int:
    """An outcome that the secretary recorded; the key of its row."""
    given = {
        "profession": world.profession,
        "kind": "barrier_removed",
        "what_en": "No hospital part.",
        "on_day": "2026-11-02",
    }
    with writing(world.database, world.people["chidi"], world.now) as work:
        return commands.record(work, world.group, Recording.model_validate(given | typed)).id


def barrier(world: World) -> int:
    with world.database.write() as session:
        row = Barrier(
            group_id=world.group, title="The hospital part", text="Half of it.", affects="All.", reported_at=world.now
        )
        session.add(row)
        session.flush()
        return row.id


def proposal(world: World, effective_on: date | None = date(2026, 11, 23)) -> int:
    """An adopted proposal."""
    with world.database.write() as session:
        pathway = Pathway(
            group_id=world.group,
            profession_id=world.profession,
            jurisdiction="CA-NS",
            title={"en": "Pathway"},
            head={"title": {"en": "Pathway"}},
            digest="0" * 64,
        )
        session.add(pathway)
        session.flush()
        row = Proposal(
            group_id=world.group,
            pathway_id=pathway.id,
            number="2026-01",
            title={"en": "Let the whole internship be in the community"},
            reason="Few placements.",
            author_id=world.people["edith"],
            drafted_at=world.now,
            opened_at=world.now,
            state=ProposalState.RECOMMENDED,
            adopted_at=world.now,
            effective_on=effective_on,
        )
        session.add(row)
        session.flush()
        return row.id


def stored(world: World, key: int) -> Outcome:
    with world.database.read() as session:
        return session.get_one(Outcome, key)


def version(page: str, action: str) -> str:
    """The version that the form with this action holds."""
    form = page[page.index(f'action="{action}"') :]
    return re.search(r'name="_version" value="(\d+)"', form)[1]


def test_everything_typed_is_kept_and_shown(world: World, browser: Browser) -> None:
    page = browser("dolores").post("/groups/pharmacy/outcomes", data=GOOD | {"profession": world.profession})
    assert page.status_code == 200
    for words in (
        "No hospital part is needed.",
        "barrier removed",
        "Monday 2 November 2026",
        "12",
        "<em>2 November</em>",
    ):
        assert words in page.text
    outcome = stored(world, int(page.url.path.rpartition("/")[2]))
    assert (outcome.kind, outcome.on_day, outcome.reached) == (OutcomeKind.BARRIER_REMOVED, date(2026, 11, 2), 12)
    assert outcome.seat_id == world.seats["dolores"]
    assert "12 people reached" in browser("henk").get("/groups/pharmacy/outcomes").text
    assert "Aucune partie à l’hôpital" in browser("gita").get("/groups/pharmacy/outcomes").text


def test_a_report_takes_the_place_of_the_day(world: World, browser: Browser) -> None:
    typed = {"kind": "access_opened", "what_en": "Membership is open.", "reported_en": "reported about 2013"}
    page = browser("chidi").post("/groups/pharmacy/outcomes", data=typed | {"profession": world.profession})
    assert "reported about 2013" in page.text


@pytest.mark.parametrize("who", [*MEMBERS, *OUTSIDERS])
def test_who_may_do_what(world: World, browser: Browser, who: str) -> None:
    key, about, change = recorded(world), barrier(world), proposal(world)
    client = browser(who, follow_redirects=False)
    new = GOOD | {"profession": world.profession}
    answers = [
        client.get("/groups/pharmacy/outcomes"),
        client.get(f"/outcomes/{key}"),
        client.get("/groups/pharmacy/outcomes/new"),
        client.post("/groups/pharmacy/outcomes", data=new),
        client.get(f"/barriers/{about}/outcomes/new"),
        client.post(f"/barriers/{about}/outcomes", data=new),
        client.get(f"/proposals/{change}/outcomes/new"),
        client.post(f"/proposals/{change}/outcomes", data=new),
        client.post(f"/outcomes/{key}/comments", data={"text": "I saw it."}),
        client.get(f"/outcomes/{key}/edit"),
        client.post(f"/outcomes/{key}/description", data=GOOD),
    ]
    refused = 404 if who in OUTSIDERS else 403
    reads = 404 if who in OUTSIDERS else 200
    shown, sent = (200, 303) if who in SPEAKERS else (refused, refused)
    edits, saves = (200, 303) if who in ARRANGERS else (refused, refused)
    expected = [reads, reads, shown, sent, shown, sent, shown, sent, sent, edits, saves]
    assert [answer.status_code for answer in answers] == expected
    if who in OUTSIDERS:
        assert not any("No hospital part." in answer.text for answer in answers)


def test_an_outcome_of_a_barrier_is_linked_with_it(world: World, browser: Browser) -> None:
    about = barrier(world)
    amara = browser("amara")
    form = amara.get(f"/barriers/{about}/outcomes/new").text
    assert "The hospital part" in form
    assert '<option value="barrier_removed" selected>' in form
    page = amara.post(f"/barriers/{about}/outcomes", data=GOOD | {"profession": world.profession})
    assert "The hospital part" in page.text
    with world.database.read() as session:
        link = session.exec(select(Link)).one()
    assert (link.from_kind, link.relation, link.to_kind, link.to_id) == ("Outcome", Relation.ANSWERS, "Barrier", about)


def test_an_outcome_of_a_proposal_is_linked_with_it(world: World, browser: Browser) -> None:
    change = proposal(world)
    amara = browser("amara")
    form = amara.get(f"/proposals/{change}/outcomes/new").text
    assert "Let the whole internship be in the community" in form
    assert '<option value="requirement_changed" selected>' in form
    page = amara.post(f"/proposals/{change}/outcomes", data=GOOD | {"profession": world.profession})
    assert "Let the whole internship be in the community" in page.text
    with world.database.read() as session:
        link = session.exec(select(Link)).one()
    assert (link.relation, link.to_kind, link.to_id) == (Relation.FOLLOWS_FROM, "Proposal", change)


@pytest.mark.parametrize("holds_from", [None, date(2026, 11, 24)])
def test_an_outcome_of_a_proposal_waits_until_the_change_holds(
    world: World, browser: Browser, holds_from: date | None
) -> None:
    change, amara = proposal(world, holds_from), browser("amara")
    with world.database.write() as session:
        row = session.get_one(Proposal, change)
        row.adopted_at = row.adopted_at if holds_from else None
    new = GOOD | {"profession": world.profession}
    assert amara.post(f"/proposals/{change}/outcomes", data=new).status_code == 409
    assert "No hospital part" in amara.post(f"/proposals/{change}/outcomes", data=new).text


def test_one_language_is_enough_and_the_other_is_marked_as_missing(world: World, browser: Browser) -> None:
    french = GOOD | {"profession": world.profession, "what_en": ""}
    page = browser("gita").post("/groups/pharmacy/outcomes", data=french)
    assert page.status_code == 200
    assert "pas encore en anglais" in page.text
    outcomes = browser("henk").get("/groups/pharmacy/outcomes").text
    assert '<span lang="fr">Aucune partie' in outcomes
    assert "not yet in English" in outcomes


def test_a_barriers_or_proposals_form_comes_back_with_what_was_typed(world: World, browser: Browser) -> None:
    for path in (f"/barriers/{barrier(world)}", f"/proposals/{proposal(world)}"):
        typed = GOOD | {"profession": world.profession, "reached": "-3"}
        answer = browser("dolores").post(f"{path}/outcomes", data=typed)
        assert answer.status_code == 422
        assert f'action="{path}/outcomes"' in answer.text
        assert "Bylaw of *2 November*." in answer.text


BAD = {
    "no text at all": ({"what_en": "", "what_fr": ""}, "what_en", "Fill this in, in English or French."),
    "too long a text": ({"what_en": "x" * 601}, "what_en", "600 characters"),
    "a megabyte": ({"evidence_en": "x" * 1_000_000}, "evidence_en", "2000 characters"),
    "an unknown kind": ({"kind": "party"}, "kind", "Choose one of the options."),
    "no kind": ({"kind": ""}, "kind", "Fill this in."),
    "no day": ({"on_day": ""}, "on_day", "Give the day"),
    "an impossible day": ({"on_day": "2026-02-30"}, "on_day", "Enter a date"),
    "a day to come": ({"on_day": "2026-11-24"}, "on_day", "has already happened"),
    "a day and a report": ({"reported_en": "about 2013"}, "reported_en", "leave this empty"),
    "nobody reached": ({"reached": "0"}, "reached", "Enter 1 or more."),
    "words for a number": ({"reached": "many"}, "reached", "whole number"),
    "a control character": ({"why_en": "a\x00b"}, "why_en", "control character"),
    "another group's profession": ({"profession": 2}, "profession", "Choose a profession that this group serves."),
    "a field of another form": ({"group_id": 2}, "group_id", "unexpected"),
}


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_refused_beside_its_field(world: World, browser: Browser, bad: str) -> None:
    typed, field, why = BAD[bad]
    good = GOOD | {"profession": world.profession, "why_fr": "Ce texte reste."}
    answer = browser("dolores").post("/groups/pharmacy/outcomes", data=good | typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert (f'href="#f-{field}"' in answer.text) == (f'id="f-{field}"' in answer.text), "what is there is linked"
    assert "Ce texte reste." in answer.text
    with world.database.read() as session:
        assert session.exec(select(Outcome)).all() == []


def test_the_day_is_the_groups(world: World, browser: Browser) -> None:
    world.pass_time(hours=12)  # 03:00 UTC on the 24th is still the 23rd in Halifax
    new = GOOD | {"profession": world.profession}
    chidi = browser("chidi")
    assert chidi.post("/groups/pharmacy/outcomes", data=new | {"on_day": "2026-11-24"}).status_code == 422
    assert chidi.post("/groups/pharmacy/outcomes", data=new | {"on_day": "2026-11-23"}).status_code == 200


def test_two_editors_get_both_texts_and_lose_none(world: World, browser: Browser) -> None:
    key = recorded(world)
    action = f"/outcomes/{key}/description"
    amara, chidi = browser("amara"), browser("chidi")
    seen = version(chidi.get(f"/outcomes/{key}/edit").text, action)
    amara.post(action, data=GOOD | {"evidence_en": "A bylaw.", "_version": seen})
    answer = chidi.post(action, data=GOOD | {"evidence_en": "A letter.", "_version": seen})
    assert answer.status_code == 409
    assert "A bylaw." in answer.text
    assert "A letter." in answer.text
    assert answer.text.count("Saved meanwhile") == 1, "only what differs is shown twice"
    assert stored(world, key).evidence == {"en": "A bylaw."}
    chidi.post(action, data=GOOD | {"evidence_en": "Both.", "_version": version(answer.text, action)})
    assert stored(world, key).evidence == {"en": "Both."}


def test_one_submit_sent_twice_records_once(world: World, browser: Browser) -> None:
    new = GOOD | {"profession": world.profession, "_once": "the-same"}
    paths = [browser("chidi").post("/groups/pharmacy/outcomes", data=new).url.path for _ in range(2)]
    assert paths[0] == paths[1]
    with world.database.read() as session:
        assert len(session.exec(select(Outcome)).all()) == 1


def test_who_hears_of_it(world: World, browser: Browser, mailbox) -> None:
    browser("dolores").post("/groups/pharmacy/outcomes", data=GOOD | {"profession": world.profession})
    letters = mailbox()
    assert sorted(re.search(r"^To: (\w+)", letter, re.MULTILINE)[1] for letter in letters) == list(ARRANGERS)


@pytest.mark.parametrize(
    ("when", "kept"),
    [
        ({}, {"on": date(2026, 11, 2)}),
        ({"on_day": None, "reported_en": "about 2013"}, {"reported": {"en": "about 2013"}}),
    ],
)
def test_the_snapshot_says_what_the_public_reads(
    world: World, when: dict[str, object], kept: dict[str, object]
) -> None:
    key = recorded(world, **when)
    with reading(world.database, 0, world.now) as work:
        document = queries.snapshot(work, work.session.get_one(Outcome, key))
    assert document == {
        "profession": "pharmacy",
        "jurisdiction": "CA-NS",
        "group": "pharmacy",
        "kind": "barrier_removed",
        "what": {"en": "No hospital part."},
        "why": {},
        "reached": None,
        "evidence": {},
        **kept,
    }
    assert kind_of("outcome").title(document) == {"en": "No hospital part."}


def test_it_is_published_with_two_approvals(world: World, browser: Browser) -> None:
    key = recorded(world, evidence_en="A bylaw.")
    why = {"significance": "major", "reason_en": "It is so.", "reason_fr": "C’est ainsi."}
    page = browser("chidi").post(f"/groups/pharmacy/outputs/outcome/{key}/submissions", data=why)
    assert "No hospital part." in page.text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', browser("amara").get(page.url.path).text)[1]
    for chair in ("amara", "blaise"):
        browser(chair).post(f"{page.url.path}/approvals", data={"digest": digest})
    assert "The working draft says the same." in browser("dolores").get(f"/outcomes/{key}").text
    browser("chidi").post(f"/outcomes/{key}/description", data=GOOD | {"on_day": "2026-11-01"})
    assert "The working draft differs from it." in browser("dolores").get(f"/outcomes/{key}").text
    changes = browser("chidi").get(f"/groups/pharmacy/outputs/outcome/{key}").text
    assert "Since" in changes
    assert "Sunday 1" in re.sub(r"<[^>]+>", "", changes)


def test_the_list_costs_as_many_queries_for_many_as_for_one(world: World, browser: Browser, queries: list[str]) -> None:
    chidi = browser("chidi")
    chidi.get("/groups/pharmacy/outcomes")
    counts = []
    for _ in range(3):
        recorded(world)
        queries.clear()
        chidi.get("/groups/pharmacy/outcomes")
        # Once a second a process looks whether the public pages are new; that belongs to no page.
        counts.append(sum(sent.startswith("SELECT") and "FROM generation" not in sent for sent in queries))
    assert len(set(counts)) == 1, counts
