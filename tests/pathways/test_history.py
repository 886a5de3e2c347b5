"""Every change of a step or of the pathway itself is a version: who made it, by which proposal, what it changed, and the way back."""

import re

from tests.conftest import Browser
from tests.pathways.stage import Stage
from workgroups.groups.models import Group
from workgroups.pathways import commands
from workgroups.pathways import queries as drafts
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.models import Pathway, PathwayVersion

LAB = {"stage": "practice", "type": "course", "designation": "optional", "title_en": "Skills lab", "title_fr": "Labo"}


def test_who_changed_what_is_told_with_both_texts(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Eight Saturdays."})
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Nine Saturdays."})
    page = browser("henk").get(f"/steps/{key}/history").text
    assert page.index("Nine") < page.rindex("Eight"), "the latest first"
    assert '<del><span class="unseen">removed: </span>Eight</del>' in page
    assert '<ins><span class="unseen">added: </span>Nine</ins>' in page
    assert page.count("Chidi") == 2
    assert "Restore this version" not in page, "members read it"
    assert browser("kofi").get(f"/steps/{key}/history").status_code == 404


def test_a_version_is_restored_as_a_new_one(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    before = stage.document().step("lab")
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Eight Saturdays."})
    assert stage.document().step("lab") != before
    first = next(row for row in stage.rows(PathwayVersion) if row.step_key == "lab")
    last = [row.id for row in stage.rows(PathwayVersion) if row.step_key == "lab"][-1]
    sent = {"restored": str(first.id), "latest": str(last)}
    assert "as a new version" in chidi.post(f"/pathways/{stage.pathway}/restoring", data=sent).text
    assert stage.document().step("lab") == before
    assert [row.step_key for row in stage.rows(PathwayVersion)].count("lab") == 3
    assert browser("henk").post(f"/pathways/{stage.pathway}/restoring", data=sent).status_code == 403


def test_a_removed_step_comes_back_to_its_stage(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, gone, number = browser("chidi"), stage.document().step("language"), stage.step("language")
    chidi.post(f"/steps/{number}/comments", data={"text": "Remember the bus fare."})
    keys = stage.document().keys
    chidi.post(f"/steps/{number}/removal")
    page = chidi.get(f"/pathways/{stage.pathway}/history").text
    assert "Show your French" in page
    last = next(row for row in reversed(stage.rows(PathwayVersion)) if row.step_key == "language" and row.content)
    gone_at = stage.rows(PathwayVersion)[-1].id
    chidi.post(f"/pathways/{stage.pathway}/steps", data=LAB)
    assert "Remember" not in chidi.get(f"/steps/{stage.step('skills-lab')}").text
    chidi.post(f"/pathways/{stage.pathway}/restoring", data={"restored": str(last.id), "latest": str(gone_at)})
    assert stage.document().step("language") == gone
    assert [key for key in stage.document().keys if key in keys] == keys, "before the steps that wait for it"
    assert "Remember the bus fare." in chidi.get(f"/steps/{number}").text


def test_what_is_gone_is_offered_and_what_stands_is_named_once(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, lab = browser("chidi"), stage.step("lab")
    for detail in ("Eight Saturdays.", "Nine Saturdays.", "Eight Saturdays."):
        chidi.post(f"/steps/{lab}/description", data=LAB | {"detail_en": detail})
    page = chidi.get(f"/steps/{lab}/history").text
    assert page.count("as it stands now") == 1
    assert page.count("What restoring it would change now") == 2, "the first one and the one with nine"
    would = page.partition("What restoring it would change now")[2].partition("</details>")[0]
    assert '<ins><span class="unseen">added: </span>Nine</ins>' in would
    chidi.post(f"/steps/{lab}/removal")
    page = chidi.get(f"/pathways/{stage.pathway}/history").text
    row = page.partition("step removed")[2].partition("</li>")[0]
    assert "as it stands now" not in row
    sent = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', row.partition("<form")[2]))
    chidi.post(f"/pathways/{stage.pathway}/restoring", data=sent)
    assert stage.document().step("lab").detail == {"en": "Eight Saturdays."}


def test_a_version_that_fits_no_longer_is_refused(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    first = next(row for row in stage.rows(PathwayVersion) if row.step_key == "register")
    chidi.post(f"/steps/{stage.step('register')}/description", data=LAB | {"type": "registration"})
    chidi.post(f"/steps/{stage.step('language')}/removal")
    last = [row.id for row in stage.rows(PathwayVersion) if row.step_key == "register"][-1]
    for restored in (first.id, 999):
        sent = {"restored": str(restored), "latest": str(last)}
        refused = chidi.post(f"/pathways/{stage.pathway}/restoring", data=sent)
        assert refused.status_code == 422
    assert "Choose a version of this pathway or of one of its steps." in refused.text


def test_what_somebody_saved_meanwhile_is_not_overwritten(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    first = next(row for row in stage.rows(PathwayVersion) if row.step_key == "lab")
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Eight Saturdays."})
    sent = {"restored": str(first.id), "latest": str(first.id)}
    refused = browser("amara").post(f"/pathways/{stage.pathway}/restoring", data=sent)
    assert refused.status_code == 422
    assert "changed this meanwhile" in refused.text
    assert stage.document().step("lab").detail == {"en": "Eight Saturdays."}


def test_what_was_counted_stays_when_a_text_is_restored(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    first = next(row for row in stage.rows(PathwayVersion) if row.step_key == "lab")
    figure = {"kind": "places", "value": "3", "on": "2026-10-01", "source_en": "Count"}
    chidi.post(f"/steps/{key}/figures", data=figure)
    last = stage.rows(PathwayVersion)[-1].id
    chidi.post(f"/pathways/{stage.pathway}/restoring", data={"restored": str(first.id), "latest": str(last)})
    assert [fact.value for fact in stage.document().step("lab").facts] == [3]


def test_an_adopted_proposal_is_why_a_step_is_as_it_is(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("recommended")
    browser("chidi").post(f"/answers/{stage.adopted(proposal)}/confirmation")
    key, henk = stage.step("internship"), browser("henk")
    page = henk.get(f"/steps/{key}").text
    why = page.partition("Why it is as it is")[2].partition("</section>")[0]
    assert "Setting" in why
    assert f'href="/proposals/{proposal}"' in why
    about = page.partition("Proposals about it")[2].partition("</section>")[0]
    assert f'href="/proposals/{proposal}"' in about
    assert "adopted" in about
    history = henk.get(f"/steps/{key}/history").text
    assert "by the proposal" in history
    assert "Proposals about it" not in henk.get(f"/steps/{stage.step('documents')}").text


def test_the_history_takes_the_same_number_of_queries_for_any_length(
    browser: Browser, stage: Stage, queries: list[str]
) -> None:
    stage.begin()
    key, chidi, counts = stage.step("lab"), browser("chidi"), []
    for number in range(6):
        chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": f"{number} Saturdays."})
        for path in (f"/steps/{key}/history", f"/pathways/{stage.pathway}/history", f"/steps/{key}"):
            chidi.get(path)
            queries.clear()
            chidi.get(path)
            counts.append((path, len(queries)))
    assert len(set(counts)) == 3, counts


TITLING = {"title_en": "To the register", "title_fr": "Vers le tableau", "destination_en": "Licence"}


def own(stage: Stage) -> list[PathwayVersion]:
    """The versions of what the pathway says of itself."""
    return [row for row in stage.rows(PathwayVersion) if row.step_key == ""]


def test_what_the_pathway_says_of_itself_is_kept_too(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key = browser("chidi"), stage.pathway
    assert [row.content for row in own(stage)] == [stage.document().head], "as it began"
    version = {"_version": str(stage.row(Pathway, key).version)}
    chidi.post(f"/pathways/{key}/description", data=TITLING | version | {"summary_en": "Eight steps to the register."})
    chidi.post(f"/pathways/{key}/description", data=TITLING | {"summary_en": "Nine steps to the register."})
    chidi.post(f"/pathways/{key}/stages", data={"title_en": "At the end", "title_fr": "À la fin"})
    assert len(own(stage)) == 4
    assert own(stage)[-1].content == stage.document().head
    assert own(stage)[-1].person_id == stage.world.people["chidi"]
    page = browser("henk").get(f"/pathways/{key}/history/itself").text
    assert '<del><span class="unseen">removed: </span>Eight</del>' in page
    assert '<ins><span class="unseen">added: </span>Nine</ins>' in page
    assert "At the end" in page
    assert "Skills lab" not in page
    assert page.count("Chidi") == 3
    assert "Restore this version" not in page, "members read it"
    whole = browser("henk").get(f"/pathways/{key}/history").text
    assert f'href="/pathways/{key}/history/itself"' in whole
    assert "Skills lab" in whole
    assert browser("kofi").get(f"/pathways/{key}/history/itself").status_code == 404
    with stage.work("chidi") as work:
        assert drafts.removed(work, key) == {}, "it is no step that was removed"


def test_what_the_pathway_said_of_itself_is_restored_unless_somebody_changed_it(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key, before = browser("chidi"), stage.pathway, stage.document()
    chidi.post(f"/pathways/{key}/description", data=TITLING)
    first, last = own(stage)
    late = browser("amara").post(f"/pathways/{key}/restoring", data={"restored": first.id, "latest": first.id})
    assert late.status_code == 422
    assert "changed this meanwhile" in late.text
    edited = str(stage.row(Pathway, key).version)
    assert chidi.post(f"/pathways/{key}/restoring", data={"restored": first.id, "latest": last.id}).status_code == 200
    assert stage.document() == before
    assert stage.row(Pathway, key).title == before.title
    stale = browser("amara").post(f"/pathways/{key}/description", data=TITLING | {"_version": edited})
    assert stale.status_code == 409, "whoever edits the title meanwhile hears of it"


def test_stages_in_which_steps_stand_are_not_taken_away_by_a_restored_version(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key = browser("chidi"), stage.pathway
    chidi.post(f"/pathways/{key}/stages", data={"title_en": "At the end", "title_fr": "À la fin"})
    first, last = own(stage)
    new = stage.document().stages[-1].key
    chidi.post(f"/steps/{stage.step('lab')}/description", data=LAB | {"stage": new})
    refused = chidi.post(f"/pathways/{key}/restoring", data={"restored": first.id, "latest": last.id})
    assert refused.status_code == 422
    assert "Steps stand in a stage that this version does not have." in refused.text


def test_a_destination_is_not_restored_where_another_pathway_leads_by_now(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key = browser("chidi"), stage.pathway
    for destination in ("Licence", "Register"):
        chidi.post(f"/pathways/{key}/description", data=TITLING | {"destination_en": destination})
    _, first, last = own(stage)
    with stage.work("") as work:
        group = work.session.get_one(Group, stage.world.group)
        commands.draft(
            work, group, stage.world.profession, Document(title={"en": "Another"}, destination={"en": "Licence"})
        )
    refused = chidi.post(f"/pathways/{key}/restoring", data={"restored": first.id, "latest": last.id})
    assert refused.status_code == 422
    assert "leads there already" in refused.text


def test_an_adopted_proposal_is_why_the_pathway_says_so(browser: Browser, stage: Stage) -> None:
    stage.begin()
    document = stage.document().model_copy(update={"summary": {"en": "Shorter now.", "fr": "Plus court."}})
    with stage.work("") as work:
        proposed = stage.proposal("recommended")
        commands.store(work, commands.locked(work, stage.pathway), document, proposed)
    assert own(stage)[-1].proposal_id == proposed
    page = browser("henk").get(f"/pathways/{stage.pathway}/history/itself").text
    assert f'href="/proposals/{proposed}"' in page


def test_two_versions_are_put_beside_each_other(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key, lab = browser("chidi"), stage.pathway, stage.step("lab")
    for summary in ("Eight steps.", "Nine long steps.", "Eight steps."):
        chidi.post(f"/pathways/{key}/description", data=TITLING | {"summary_en": summary})
        chidi.post(f"/steps/{lab}/description", data=LAB | {"detail_en": summary})
    steps = [row.id for row in stage.rows(PathwayVersion) if row.step_key == "lab"]
    for path, versions in (
        (f"/pathways/{key}/history/itself", [row.id for row in own(stage)]),
        (f"/steps/{lab}/history", steps),
    ):
        assert "Compare two versions" in chidi.get(path).text
        page = chidi.get(path, params={"old": versions[3], "new": versions[2]}).text
        beside = page.partition("Version 3 and version 4")[2].partition("<ol")[0]
        assert "Nine" in beside
        same = chidi.get(path, params={"old": versions[1], "new": versions[3]}).text
        assert "They say the same." in same
        odd = chidi.get(path, params={"old": "x", "new": "999999"}).text
        assert "Version 3 and version 4" in odd, "the latest two"
    assert "Compare two versions" not in chidi.get(f"/pathways/{key}/history").text, "of one part only"


def test_a_step_says_what_holds_until_its_day_has_come(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended", setting={"en": "anywhere at all"})
    stage.confirm("ewan", stage.adopted(key))
    step = stage.step("internship")
    page = browser("henk").get(f"/steps/{step}").text
    until = page.partition("Until Tuesday 1 June 2027")[2]
    assert "hospital and community" in until
    assert "anywhere at all" in until
    stage.world.pass_time(days=200)
    assert "hospital and community" not in browser("henk").get(f"/steps/{step}").text
