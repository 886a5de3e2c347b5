"""Headings of an agenda, which are ordered together with its items."""

from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Adding, Ordering, Proposing
from workgroups.meetings.agenda.queries import agenda as rows
from workgroups.meetings.agenda.queries import in_order
from workgroups.meetings.agenda.sections import commands, queries
from workgroups.meetings.agenda.sections.forms import Naming
from workgroups.meetings.agenda.sections.models import Section
from workgroups.meetings.models import Meeting

NAMING = Naming(title_en="For decision", title_fr="À décider")


def added(stage, meeting):
    stage.do("chidi", commands.add, meeting, NAMING)
    with stage.work("chidi") as work:
        return queries.sections(work, meeting)[-1].id


def under(stage, meeting, name="chidi"):
    """What stands under which heading, for one of the cast."""
    with stage.work(name) as work:
        found = rows(work, work.session.get_one(Meeting, meeting))
        return {row.title["en"]: row.section and row.section["en"] for row in found}


def test_what_follows_a_heading_belongs_to_it(browser, stage):
    meeting = stage.meeting()
    item = stage.item(meeting, "Paper form")
    chidi = browser("chidi")
    page = chidi.post(f"/meetings/{meeting}/sections", data={"title_en": "For decision", "title_fr": "À décider"})
    assert "The section stands at the end." in page.text
    assert "For decision" not in browser("dolores").get(f"/meetings/{meeting}").text, "nothing stands under it"
    with stage.work("chidi") as work:
        [section] = [row.id for row in queries.sections(work, meeting)]
    chidi.post(f"/meetings/{meeting}/order", data={"item": f"s{section}", "above": item})
    found = under(stage, meeting)
    assert found["Paper form"] == found["Next date"] == "For decision"
    assert found["Adoption of the agenda"] is None
    for path in ("", "/agenda", "/minutes"):
        assert "À décider" in browser("gita").get(f"/meetings/{meeting}{path}").text
    later = stage.item(meeting, "Added later")
    assert under(stage, meeting)["Added later"] == "For decision"
    chidi.post(f"/meetings/{meeting}/order", data={"item": later, "above": f"s{section}"})
    assert under(stage, meeting)["Added later"] is None


def test_two_people_order_at_once(stage):
    meeting = stage.meeting()
    first, second, section = stage.item(meeting, "First"), stage.item(meeting, "Second"), added(stage, meeting)
    stage.do("chidi", agenda.order, meeting, Ordering(item=f"s{section}", above=first))
    stage.do("amara", agenda.order, meeting, Ordering(item=second, above=first))
    assert under(stage, meeting)["Second"] == "For decision"
    stage.do("amara", agenda.order, meeting, Ordering(item=second, above=f"s{section}"))
    assert under(stage, meeting)["Second"] is None
    assert stage.row(Section, section).version == 1


def test_renaming_and_removing(browser, stage):
    meeting = stage.meeting()
    item, section = stage.item(meeting), added(stage, meeting)
    stage.do("chidi", agenda.order, meeting, Ordering(item=f"s{section}", above=item))
    chidi = browser("chidi")
    assert chidi.post(f"/sections/{section}", data={"title_en": "", "_version": "1"}).status_code == 422
    assert "To decide" in chidi.post(f"/sections/{section}", data={"title_en": "To decide", "_version": "1"}).text
    assert browser("amara").post(f"/sections/{section}", data={"title_en": "X", "_version": "1"}).status_code == 409
    page = chidi.post(f"/sections/{section}/removal")
    assert "The section is gone." in page.text
    assert set(under(stage, meeting).values()) == {None}
    assert chidi.post(f"/meetings/{meeting}/order", data={"item": f"s{section}", "above": ""}).status_code == 409


def test_a_heading_above_nothing_but_closed_doors_tells_nothing(stage, world, browser):
    meeting = stage.meeting()
    quiet, section = stage.item(meeting, "Quiet", in_camera=True, seats=[world.seats["amara"]]), added(stage, meeting)
    stage.do("chidi", agenda.order, meeting, Ordering(item=quiet, above=None))
    assert "For decision" not in browser("dolores").get(f"/meetings/{meeting}").text
    assert "For decision" in browser("chidi").get(f"/meetings/{meeting}").text
    assert stage.row(Section, section).meeting_id == meeting


def test_only_until_the_meeting_ends(browser, stage):
    meeting = stage.meeting("in_session")
    section = added(stage, meeting)
    assert browser("dolores").get(f"/sections/{section}").status_code == 403
    assert browser("kofi").get(f"/sections/{section}").status_code == 404
    browser("chidi").post(f"/meetings/{meeting}/closing")
    assert browser("chidi").post(f"/sections/{section}/removal").status_code == 409


def test_what_one_transaction_moves_twice_ends_where_it_was_put_last(stage):
    meeting = stage.meeting()
    first, second = stage.item(meeting, "First"), stage.item(meeting, "Second")
    with stage.work("chidi") as work:
        for item in (second, first):
            commands.add(work, meeting, NAMING)
            added_last = queries.sections(work, meeting)[-1].mark
            agenda.order(work, meeting, Ordering(item=added_last, above=item))
    with stage.work("chidi") as work:
        marks = list(in_order(work, meeting))
    assert marks[5:9] == ["s2", str(first), "s1", str(second)]


def test_an_item_comes_under_the_heading_of_its_kind(browser, stage):
    meeting = stage.meeting()
    talk = stage.do("chidi", agenda.add, meeting, Adding(title="Talk", kind="discussion", minutes_long=20)).id
    vote = stage.item(meeting, "Vote")
    for above, title in ((talk, "For discussion"), (vote, "For decision")):
        stage.do("chidi", commands.add, meeting, Naming(title_en=title, title_fr=title))
        with stage.work("chidi") as work:
            mark = queries.sections(work, meeting)[-1].mark
        stage.do("chidi", agenda.order, meeting, Ordering(item=mark, above=str(above)))
    for title, kind in (("News", "information"), ("More talk", "discussion"), ("More news", "information")):
        proposing = Proposing(title=title, kind=kind, minutes_long=5)
        stage.do("chidi", agenda.accept, stage.do("edith", agenda.propose, meeting, proposing).id)
    stage.item(meeting, "Another vote")
    found = under(stage, meeting)
    discussed = [title for title, section in found.items() if section == "For discussion"]
    assert discussed == ["Talk", "More talk", "News", "More news"]
    assert [title for title, section in found.items() if section == "For decision"][:2] == ["Vote", "Another vote"]
