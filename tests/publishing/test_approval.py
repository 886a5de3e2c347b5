"""Two people, one in each co-chair seat, on one digest: who, when, and what makes an approval void."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from tests.conftest import Browser
from tests.publishing.conftest import FORM, SUBMISSIONS, Stage
from tests.world import OUTSIDERS, World
from workgroups.core import canonical
from workgroups.core.errors import NotAllowed, NotFound, WrongState
from workgroups.groups.models import Acting, Coordination, Seat
from workgroups.people.models import Organisation, Person, StakeholderType
from workgroups.publishing import commands
from workgroups.publishing.models import (
    Approval,
    Edition,
    EditionState,
    Significance,
    Submission,
    SubmissionState,
)

EVERYBODY = ("amara", "blaise", "chidi", "dolores", "edith", "ewan", "farid", "gita", "henk", "iris", *OUTSIDERS)
CHAIRS = {"amara", "blaise"}


def test_submitting_freezes_the_draft_under_a_digest(stage: Stage, submission: int) -> None:
    frozen = stage.get(Submission, submission)
    stage.write(en="Something else.")
    assert stage.get(Submission, submission).snapshot == frozen.snapshot
    assert frozen.digest == canonical.digest(frozen.snapshot)
    assert frozen.snapshot["document"]["profile"]["en"] == "We look at each step towards the licence."
    assert frozen.snapshot["reason"] == {"en": "The table is complete now.", "fr": "La table est complète."}


def test_chairs_secretary_and_coordinator_may_submit(browser: Browser, world: World, stage: Stage) -> None:
    path = SUBMISSIONS.format(group=world.group)
    found = {}
    for name in EVERYBODY:
        stage.write(en=f"Written before {name} submits.")
        found[name] = browser(name, follow_redirects=False).post(path, data=FORM).status_code
    assert {name for name, status in found.items() if status == 303} == CHAIRS | {"chidi", "iris"}
    assert {name for name, status in found.items() if status == 404} == set(OUTSIDERS)
    assert {status for name, status in found.items() if name in ("dolores", "edith", "henk")} == {403}


def test_only_co_chairs_may_approve_and_outsiders_find_nothing(browser: Browser, stage: Stage, submission: int) -> None:
    given = {"digest": stage.get(Submission, submission).digest}
    path = f"/submissions/{submission}/approvals"
    others = [name for name in EVERYBODY if name not in CHAIRS]
    found = {name: browser(name).post(path, data=given).status_code for name in others}
    assert {name for name, status in found.items() if status == 404} == set(OUTSIDERS)
    assert {status for name, status in found.items() if name not in OUTSIDERS} == {403}
    assert stage.all(Approval) == []


def test_the_alternate_of_a_co_chair_never_approves(stage: Stage, world: World, submission: int) -> None:
    with world.database.write() as session:
        session.get_one(Seat, world.seats["amara"]).alternate_id = world.people["dolores"]
    with pytest.raises(NotAllowed):
        stage.approve("dolores", submission)
    stage.send_back("dolores", submission)
    assert stage.get(Submission, submission).state is SubmissionState.RETURNED


def test_two_approvals_of_both_chairs_publish(browser: Browser, stage: Stage, submission: int) -> None:
    assert stage.approve("amara", submission) is None
    assert stage.all(Edition) == []
    assert stage.approve("blaise", submission)
    edition = stage.all(Edition)[0]
    assert (edition.number, edition.state, edition.digest) == (
        1,
        EditionState.CURRENT,
        stage.get(Submission, submission).digest,
    )
    assert [approval["name"] for approval in edition.approvals] == ["Amara", "Blaise"]
    assert "Edition 1" in browser("gita").get(f"/editions/{edition.id}").text.replace("Édition", "Edition")


def test_the_button_names_what_it_does(browser: Browser, stage: Stage, submission: int) -> None:
    path = f"/submissions/{submission}"
    assert "Approve edition 1" in browser("amara").get(path).text
    assert "Approve edition 1" not in browser("chidi").get(path).text
    given = {"digest": stage.get(Submission, submission).digest}
    after = browser("amara").post(f"{path}/approvals", data=given).text
    assert "Approved. Nothing is public until the other co-chair approves the same text." in after
    assert "You have approved this text." in after
    assert "Publish edition 1" in browser("blaise").get(path).text
    assert "Edition 1 is public." in browser("blaise").post(f"{path}/approvals", data=given).text


def test_another_digest_is_refused(browser: Browser, stage: Stage, submission: int) -> None:
    with pytest.raises(WrongState):
        stage.approve("amara", submission, "0" * 64)
    answer = browser("amara").post(f"/submissions/{submission}/approvals", data={"digest": "0" * 64})
    assert answer.status_code == 409
    assert "This is not the text that you read" in answer.text
    assert browser("amara").post(f"/submissions/{submission}/approvals", data={"digest": "x"}).status_code == 422
    assert stage.all(Approval) == []


def test_a_snapshot_that_was_tampered_with_is_refused(stage: Stage, world: World, submission: int) -> None:
    with world.database.write() as session:
        row = session.get_one(Submission, submission)
        row.snapshot = row.snapshot | {"significance": "minor"}
    with pytest.raises(WrongState):
        stage.approve("amara", submission)


def test_twice_by_one_person_counts_once(stage: Stage, submission: int) -> None:
    stage.approve("amara", submission)
    stage.approve("amara", submission)
    assert len(stage.all(Approval)) == 1
    assert stage.all(Edition) == []


def test_a_new_holder_approves_anew(stage: Stage, world: World, submission: int) -> None:
    stage.approve("amara", submission)
    with world.database.write() as session:
        session.get_one(Seat, world.seats["amara"]).holder_id = world.people["gita"]
    with pytest.raises(NotFound):
        stage.approve("amara", submission)
    assert stage.approve("blaise", submission) is None
    assert stage.approve("gita", submission)
    assert [approval["name"] for approval in stage.all(Edition)[0].approvals] == ["Blaise", "Gita"]


def act(world: World, seat: str, who: str, **until: float) -> None:
    with world.database.write() as session:
        session.add(
            Acting(
                group_id=world.group,
                chair_seat_id=world.seats[seat],
                person_id=world.people[who],
                starts_at=world.now,
                ends_at=world.now + timedelta(**until),
                reason="Away",
            )
        )


def test_an_acting_deputy_approves_for_the_seat(stage: Stage, world: World, submission: int) -> None:
    with pytest.raises(NotAllowed):
        stage.approve("farid", submission)
    act(world, "blaise", "farid", days=2)
    stage.approve("farid", submission)
    assert stage.approve("blaise", submission) is None, "one seat approves once"
    assert stage.approve("amara", submission)
    assert [approval["as_deputy"] for approval in stage.all(Edition)[0].approvals] == [True, False, False]


def test_a_deputy_whose_days_are_over_no_longer_counts(stage: Stage, world: World, submission: int) -> None:
    act(world, "blaise", "farid", days=2)
    stage.approve("farid", submission)
    world.pass_time(days=3)
    assert stage.approve("amara", submission) is None
    with pytest.raises(NotAllowed):
        stage.approve("farid", submission)
    assert stage.approve("blaise", submission)


def test_a_chair_who_also_acts_for_the_other_never_publishes_alone(stage: Stage, world: World, submission: int) -> None:
    act(world, "blaise", "amara", days=2)
    stage.approve("amara", submission)
    stage.approve("amara", submission)
    assert stage.all(Edition) == []
    assert stage.all(Approval)[0].seat_id == world.seats["amara"]


def test_the_approval_of_a_closed_account_no_longer_counts(stage: Stage, world: World, submission: int) -> None:
    stage.approve("amara", submission)
    with world.database.write() as session:
        session.get_one(Person, world.people["amara"]).disabled_at = world.now
    assert stage.approve("blaise", submission) is None
    assert stage.all(Edition) == []


@pytest.mark.parametrize("also", ["secretary", "coordinator", "nothing"])
def test_who_keeps_the_records_or_has_no_seat_never_approves_as_a_deputy(
    stage: Stage, world: World, submission: int, also: str
) -> None:
    act(world, "blaise", "farid", days=2)
    stage.approve("farid", submission)
    with world.database.write() as session:
        if also == "secretary":
            session.get_one(Seat, world.seats["chidi"]).holder_id = world.people["farid"]
        elif also == "coordinator":
            session.add(Coordination(group_id=world.group, person_id=world.people["farid"]))
        else:
            session.get_one(Seat, world.seats["farid"]).holder_id = None
    assert stage.approve("amara", submission) is None, "the deputy's approval no longer counts"
    with pytest.raises(NotFound if also == "nothing" else NotAllowed):
        stage.approve("farid", submission)


def test_one_organisation_cannot_approve_twice(stage: Stage, world: World, submission: int) -> None:
    with world.database.write() as session:
        chair = session.get_one(Seat, world.seats["amara"])
        session.get_one(Seat, world.seats["blaise"]).organisation_id = chair.organisation_id
    stage.approve("amara", submission)
    with pytest.raises(WrongState, match="one organisation"):
        stage.approve("blaise", submission)
    with world.database.write() as session:
        other = Organisation(name={"en": "Another"}, stakeholder_type=StakeholderType.PROFESSIONAL_ASSOCIATION)
        session.add(other)
        session.flush()
        session.get_one(Seat, world.seats["blaise"]).organisation_id = other.id
    assert stage.approve("blaise", submission)


def test_resubmitting_voids_an_approval_visibly(browser: Browser, stage: Stage, submission: int) -> None:
    stage.approve("amara", submission)
    stage.write(en="We look at every step towards the licence.")
    assert (
        "An approval becomes void" in browser("chidi").get(f"/groups/pharmacy/outputs/profile/{stage.world.group}").text
    )
    stage.world.pass_time(hours=1)
    second = stage.submit()
    assert stage.get(Submission, submission).state is SubmissionState.REPLACED
    assert stage.all(Approval)[0].voided_at == stage.world.now
    page = browser("amara").get(f"/submissions/{second}").text
    assert "What changed since you approved" in page
    assert "Re-approve this change" in page
    assert "<ins>" in page
    assert "void since" in browser("dolores").get(f"/outputs/{stage.get(Submission, second).output_id}").text
    assert "What changed since Amara approved" in browser("blaise").get(f"/submissions/{second}").text
    stage.approve("blaise", second)
    assert "Re-approve this change and publish edition 1" in browser("amara").get(f"/submissions/{second}").text
    with pytest.raises(WrongState):
        stage.approve("amara", submission)
    assert stage.approve("amara", second)
    assert "Re-approve" not in browser("amara").get(f"/submissions/{second}").text


def test_the_page_of_a_later_edition_no_longer_speaks_of_old_void_approvals(
    browser: Browser, stage: Stage, submission: int
) -> None:
    stage.approve("amara", submission)
    stage.write(en="Another text.")
    stage.publish()
    stage.write(en="A third text.")
    third = stage.submit()
    page = browser("amara").get(f"/submissions/{third}").text
    assert "What changed since" not in page
    assert "What differs from edition 1" in page
    assert "Approve edition 2" in page


def test_returning_voids_and_tells_the_reason(browser: Browser, stage: Stage, submission: int) -> None:
    stage.approve("amara", submission)
    answer = browser("blaise").post(f"/submissions/{submission}/returning", data={"reason": "Say who hosts it."})
    assert "Returned. Whoever submitted it hears why by mail." in answer.text
    assert "Say who hosts it." in answer.text
    assert stage.all(Approval)[0].voided_at
    prepare = browser("chidi").get(f"/groups/pharmacy/outputs/profile/{stage.world.group}").text
    assert "Say who hosts it." in prepare
    assert "The table is complete now." in prepare, "the reason given before is kept"
    assert "returned" in browser("dolores").get("/groups/pharmacy/outputs").text
    again = stage.submit()
    assert stage.approve("amara", again) is None
    assert stage.approve("blaise", again)


def test_only_a_chair_returns(browser: Browser, stage: Stage, submission: int) -> None:
    path = f"/submissions/{submission}/returning"
    found = {
        name: browser(name).post(path, data={"reason": "x"}).status_code for name in EVERYBODY if name not in CHAIRS
    }
    assert {name for name, status in found.items() if status == 404} == set(OUTSIDERS)
    assert {status for name, status in found.items() if name not in OUTSIDERS} == {403}
    assert browser("amara").post(path, data={"reason": " "}).status_code == 422


def test_what_is_closed_takes_no_approval(stage: Stage, submission: int) -> None:
    stage.send_back("amara", submission)
    with pytest.raises(WrongState):
        stage.approve("blaise", submission)
    with pytest.raises(WrongState):
        stage.send_back("blaise", submission)


def test_nothing_new_is_refused(browser: Browser, world: World, stage: Stage, submission: int) -> None:
    path = SUBMISSIONS.format(group=world.group)
    again = browser("chidi").post(path, data=FORM)
    assert again.status_code == 422
    assert "Nothing differs from what was submitted already." in again.text
    stage.approve("amara", submission)
    stage.approve("blaise", submission)
    once_more = browser("chidi").post(path, data=FORM)
    assert "Nothing differs from the edition that the public reads now." in once_more.text


def test_the_french_that_was_reviewed_meanwhile_makes_an_edition(stage: Stage) -> None:
    for edition, unreviewed in enumerate((True, False), 1):
        submission = stage.submit(french_unreviewed=unreviewed, significance=Significance.MINOR)
        stage.approve("amara", submission)
        published = stage.get(Edition, stage.approve("blaise", submission))
        assert (published.number, published.snapshot["unreviewed"]) == (edition, ["fr"] if unreviewed else [])


def test_a_withdrawn_edition_may_be_published_again(stage: Stage, edition: int) -> None:
    stage.withdraw("amara", edition)
    again = stage.publish()
    assert stage.get(Edition, again).number == 2


def test_the_wording_check_stands_in_the_way_until_overridden(browser: Browser, stage: Stage) -> None:
    stage.write(en="A plan B for those who must easily find work.")
    held_up = stage.submit()
    with pytest.raises(WrongState, match="wording check"):
        stage.approve("amara", held_up)
    page = browser("amara").get(f"/submissions/{held_up}").text
    assert "The wording check stands in the way" in page
    assert "has to be changed or overridden" in page
    assert "please look again" in page
    with pytest.raises(NotAllowed):
        stage.override("chidi", held_up)
    assert browser("blaise").post(f"/submissions/{held_up}/overriding", data={"reason": ""}).status_code == 422
    stage.override("blaise", held_up)
    with pytest.raises(WrongState):
        stage.override("amara", held_up)
    assert "It quotes a law." in browser("dolores").get(f"/submissions/{held_up}").text
    stage.approve("amara", held_up)
    assert stage.approve("blaise", held_up)


def test_the_draft_page_shows_findings_gaps_and_differences(browser: Browser, stage: Stage, edition: int) -> None:
    stage.write(en="A plan B.", fr="")
    page = browser("chidi").get(f"/groups/pharmacy/outputs/profile/{stage.world.group}").text
    assert "What differs from edition 1" in page
    assert "Alternatives are parallel options" in page
    assert "missing in French" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason_en": "a\x00b"}, "hidden control character"),
        ({"reason_en": "x" * 20_001}, "20000"),
        ({"significance": "huge"}, ""),
        ({"significance": ""}, ""),
        ({"digest": "1"}, ""),
    ],
)
def test_bad_input_says_so_and_keeps_the_rest(
    browser: Browser, world: World, stage: Stage, given: dict[str, str], said: str
) -> None:
    answer = browser("chidi").post(SUBMISSIONS.format(group=world.group), data=FORM | given)
    assert answer.status_code == 422
    assert said in answer.text
    assert "table" in answer.text
    assert stage.all(Submission) == []


def test_a_first_edition_needs_no_words(browser: Browser, world: World, stage: Stage) -> None:
    path = SUBMISSIONS.format(group=world.group)
    answer = browser("chidi").post(path, data={"significance": "major", "french_unreviewed": "true"})
    assert answer.status_code == 200
    assert "Why it is published" not in answer.text
    assert stage.all(Submission)[0].snapshot["unreviewed"] == ["fr"]


def test_a_later_edition_says_what_changed_unless_it_is_minor(browser: Browser, world: World, stage: Stage) -> None:
    stage.publish()
    stage.write(en="Other words about the table.")
    path = SUBMISSIONS.format(group=world.group)
    answer = browser("chidi").post(path, data={"significance": "major", "reason_en": "A word", "french_unreviewed": ""})
    assert answer.status_code == 422
    assert "Say what changed and why, in both languages" in answer.text
    assert "A word" in answer.text
    answer = browser("chidi").post(path, data={"significance": "minor", "french_unreviewed": ""})
    assert "Nothing was said: the change is minor." in answer.text


@pytest.mark.parametrize(("kind", "key"), [("nothing", None), ("profile", 999_999), ("profile", "other")])
def test_what_is_not_ours_is_not_found(browser: Browser, world: World, kind: str, key: Any) -> None:
    subject = {None: world.group, "other": world.other_group}.get(key, key)
    path = f"/groups/pharmacy/outputs/{kind}/{subject}"
    assert browser("chidi").get(path).status_code == 404
    assert browser("chidi").post(f"{path}/submissions", data=FORM).status_code == 404


def test_a_chair_of_two_groups_cannot_publish_ones_row_in_the_other(world: World, stage: Stage) -> None:
    with world.database.write() as session:
        session.get_one(Seat, world.seats["kofi"]).holder_id = world.people["chidi"]
    with pytest.raises(NotFound):
        stage.do("chidi", commands.submit, "pharmacy", None, kind="profile", subject=world.other_group)


def race(stage: Stage, calls: list[tuple[str, int]]) -> list[Exception]:
    """Approve all at the same instant; returns what was refused."""
    together, refused = Barrier(len(calls)), []

    def run(who: str, submission: int, digest: str) -> None:
        together.wait()
        try:
            stage.approve(who, submission, digest)
        except Exception as refusal:  # noqa: BLE001 - the thread hands over whatever it is
            refused.append(refusal)

    threads = [Thread(target=run, args=(who, key, stage.get(Submission, key).digest)) for who, key in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_the_same_approval_twenty_times_at_once_counts_once(stage: Stage, submission: int) -> None:
    race(stage, [("amara", submission)] * 20)
    assert len(stage.all(Approval)) == 1
    assert stage.all(Edition) == []


def test_two_approvals_at_the_same_instant_publish_once(stage: Stage, submission: int) -> None:
    assert race(stage, [("amara", submission), ("blaise", submission)]) == []
    assert len(stage.all(Approval)) == 2
    assert [edition.number for edition in stage.all(Edition)] == [1]


def test_forty_approvals_of_both_chairs_publish_once(stage: Stage, submission: int) -> None:
    refused = race(stage, [("amara", submission), ("blaise", submission)] * 10)
    assert all(isinstance(refusal, WrongState) for refusal in refused)
    assert len(stage.all(Approval)) == 2
    assert [edition.number for edition in stage.all(Edition)] == [1]
