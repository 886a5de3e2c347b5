"""The demonstration holds everything that its files tell, made by the product's own commands."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from tests.demo.conftest import GROUPS, Demo
from workgroups.actions.models import Action, ActionUpdate, EarlierDueDate
from workgroups.careers.models import Career, CareerList
from workgroups.core import clock
from workgroups.demo.cast import ZONE, content
from workgroups.groups.models import Group
from workgroups.links.models import Comment
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.minutes.models import MinutesApproval
from workgroups.meetings.models import Attendance, Meeting, MeetingState
from workgroups.meetings.terms.models import Terms
from workgroups.outcomes.initiatives.models import Initiative
from workgroups.outcomes.models import Outcome
from workgroups.pathways.barriers.models import Barrier, BarrierChange
from workgroups.pathways.models import Confirmation, Pathway, Step
from workgroups.pathways.proposals.answers.models import BodyEntry, Conflict
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions.models import ConcernAnswer, Position
from workgroups.pathways.proposals.verdicts.models import Verdict
from workgroups.publishing.models import Edition, EditionState, Submission, SubmissionState

pytestmark = pytest.mark.parametrize("group", GROUPS)

Told = Callable[[str, str], list[dict[str, Any]]]


def rows(demo: Demo, model: Any, group: str) -> list[Any]:
    with demo.database.read() as session:
        found = select(model).join(Group, col(Group.id) == model.group_id).where(col(Group.slug) == group)
        return list(session.exec(found.order_by(model.id)))


def states(told: list[dict[str, Any]]) -> dict[str, str]:
    return {row["title"]: row["state"] for row in told}


def only(texts: dict[str, str]) -> str:
    """The text of a language map that is in one language."""
    [text] = texts.values()
    return text


def test_barriers(demo: Demo, told: Told, group: str) -> None:
    barriers = rows(demo, Barrier, group)
    assert {row.title: row.state for row in barriers} == states(told(group, "barrier"))
    withheld = {row["title"] for row in told(group, "barrier") if row.get("name_withheld")}
    assert {row.title for row in barriers if row.name_withheld} == withheld
    with demo.database.read() as session:
        changes = session.exec(
            select(func.count()).where(col(BarrierChange.barrier_id).in_([row.id for row in barriers]))
        ).one()
    assert changes == sum(len(row["history"]) for row in told(group, "barrier"))


def test_meetings(demo: Demo, told: Told, group: str) -> None:
    meetings = rows(demo, Meeting, group)
    assert [row.state for row in meetings] == [row["state"] for row in told(group, "meeting")]
    with demo.database.read() as session:
        weekday = session.exec(
            select(Terms.meets_on).join(Group, col(Group.id) == col(Terms.id)).where(col(Group.slug) == group)
        ).one()
    for row, meeting in zip(meetings, told(group, "meeting"), strict=True):
        day, meant = clock.today(row.starts_at, ZONE), clock.today(demo.now, ZONE) + timedelta(days=meeting["day"])
        assert day.isoweekday() == weekday or "turn" in meeting
        assert (day <= meant) if meeting["day"] <= 0 else (day >= meant)
        assert abs((day - meant).days) < 7
    held = {row.id for row in meetings if row.state is MeetingState.MINUTES_APPROVED}
    assert Counter(row.meeting_id for row in rows(demo, MinutesApproval, group)) == dict.fromkeys(held, 2)
    came = Counter(row.presence for row in rows(demo, Attendance, group))
    for how in ("present", "alternate", "apologies"):
        assert came[how] == sum(len(m["attendance"][how]) for m in told(group, "meeting") if "attendance" in m)


def test_items_and_decisions(demo: Demo, told: Told, group: str) -> None:
    kept = [row for row in rows(demo, AgendaItem, group) if row.standing is None and row.state != "parked"]
    items = [item for meeting in told(group, "meeting") for item in meeting.get("item", ())]
    assert sorted((only(row.title), row.state, row.kind) for row in kept) == sorted(
        (item["title"], item["state"], item["kind"]) for item in items
    )
    carried = [item for item in items if "thread_from" in item]
    assert len({row.thread_id for row in kept}) == len(items) - len(carried)
    decisions = rows(demo, Decision, group)
    assert [row.text for row in decisions] == [text["text"] for item in items for text in item["decisions"]]
    assert len({row.number for row in decisions}) == len(decisions)


def test_actions(demo: Demo, told: Told, group: str) -> None:
    actions = rows(demo, Action, group)
    assert {row.title: row.state for row in actions} == states(told(group, "action"))
    today = clock.today(demo.now, ZONE)
    assert {row.title: (row.due_on - today).days for row in actions} == {
        row["title"]: row["due"] for row in told(group, "action")
    }
    blocked = [row for row in told(group, "action") if "blocked" in row]
    assert {row.title: (row.reason, row.unblocked_by) for row in actions if row.state == "blocked"} == {
        row["title"]: (row["blocked"]["reason"], row["blocked"]["unblock"]) for row in blocked
    }
    with demo.database.read() as session:
        keys = [row.id for row in actions]
        moved = session.exec(select(func.count()).where(col(EarlierDueDate.action_id).in_(keys))).one()
        texts = session.exec(select(ActionUpdate.text).where(col(ActionUpdate.action_id).in_(keys))).all()
    assert moved == sum(len(row["earlier_due"]) for row in told(group, "action"))
    assert {said["text"] for row in told(group, "action") for said in row["updates"]} <= set(texts)


def test_the_pathways(demo: Demo, told: Told, group: str) -> None:
    for pathway in rows(demo, Pathway, group):
        keys = {row.key for row in rows(demo, Step, group) if row.pathway_id == pathway.id}
        start = next(row for row in content("pathways.toml")["pathway"] if row["title"] == pathway.title)
        assert {row["key"] for row in start["step"]} <= keys
        assert pathway.jurisdiction == start["jurisdiction"]
    confirmed = [row for row in rows(demo, Confirmation, group) if row.note]
    assert [(row.step_key, row.state, row.note) for row in confirmed] == [
        (row["step"], row["kind"], row["note"])
        for row in sorted(told(group, "confirmation"), key=lambda row: row["day"])
    ]


def test_proposals(demo: Demo, told: Told, group: str) -> None:
    proposals = {next(iter(row.title.values())): row for row in rows(demo, Proposal, group)}
    assert {title: row.state for title, row in proposals.items()} == states(told(group, "proposal"))
    assert all(row.operations for row in proposals.values())
    positions, answers = rows(demo, Position, group), rows(demo, BodyEntry, group)
    verdicts = Counter(row.proposal_id for row in rows(demo, Verdict, group))
    for row in told(group, "proposal"):
        proposal = proposals[row["title"]]
        assert "title_fr" not in row or proposal.title["fr"] == row["title_fr"]
        assert not proposal.adopted_at or len(proposal.title) == 2, "the public reads it in both languages"
        said = [position for position in positions if position.proposal_id == proposal.id]
        assert [(position.value, position.reason) for position in said] == [
            (position["value"], position["text"]) for position in row.get("position", ())
        ]
        heard = [entry for entry in answers if entry.proposal_id == proposal.id]
        assert [(entry.kind, entry.note or entry.document_text, bool(entry.confirmed_at)) for entry in heard] == [
            (entry["kind"], entry["note"], "confirmed" in entry) for entry in row.get("body_entry", ())
        ]
        assert verdicts[proposal.id] == (2 if {"decided", "deferred"} & row.keys() else 0)
        assert bool(proposal.adopted_at) == any("confirmed" in entry for entry in row.get("body_entry", ()))
    with demo.database.read() as session:
        given = session.exec(
            select(func.count()).where(col(ConcernAnswer.proposal_id).in_([row.id for row in proposals.values()]))
        ).one()
    assert given == sum(len(row.get("answer", ())) for row in told(group, "proposal"))
    assert rows(demo, Conflict, group) == []


def test_careers_and_outcomes(demo: Demo, told: Told, group: str) -> None:
    [kept] = rows(demo, CareerList, group)
    start = next(row for row in content("careers.toml")["list"] if row["profession"] == group)
    assert (kept.title, kept.intro) == (start["title"], start["intro"])
    assert [row.title for row in rows(demo, Career, group)] == [row["title"] for row in start["career"]]
    known = [row for row in content("outcomes.toml")["outcome"] if row["profession"] == group and row["published"]]
    whats = [row["what"]["en"] for row in (*known, *told(group, "outcome"))]
    assert sorted(row.what["en"] for row in rows(demo, Outcome, group)) == sorted(whats)


def test_initiatives(demo: Demo, told: Told, group: str) -> None:
    """Each has come as far as its history tells."""
    ends = {
        row["title"]["en"]: row["history"][-1]["to"] if row["history"] else row.get("begins", "idea")
        for row in told(group, "initiative")
    }
    assert {row.title["en"]: row.state for row in rows(demo, Initiative, group)} == ends


def test_editions(demo: Demo, told: Told, group: str) -> None:
    published = [row for row in told(group, "edition") if "published_day" in row]
    waiting = [row for row in told(group, "edition") if "published_day" not in row]
    every = rows(demo, Edition, group)
    editions = [row for row in every if row.snapshot["kind"] != "summary"]
    today = clock.today(demo.now, ZONE)
    days = {
        (edition.snapshot["reason"]["en"], edition.number): (clock.today(edition.published_at, ZONE) - today).days
        for edition in editions
    }
    assert len(editions) == len(published)
    assert days == {(row["change"]["en"], row["number"]): row["published_day"] for row in published}
    latest = len({row["output"] for row in published})
    assert len(every) - len(editions) == sum("summary" in meeting for meeting in told(group, "meeting"))
    assert [row.state for row in editions].count(EditionState.CURRENT) == latest
    submissions = [row for row in rows(demo, Submission, group) if row.state is SubmissionState.SUBMITTED]
    assert [row.snapshot["reason"] for row in submissions] == [row["change"] for row in waiting]
    assert [row.override_reason for row in rows(demo, Submission, group) if row.blocked] == []


def test_comments(demo: Demo, told: Told, group: str) -> None:
    written = sorted(row.text for row in rows(demo, Comment, group))
    corrections = [row for meeting in told(group, "meeting") for row in meeting.get("correction", ())]
    assert written == sorted(row["text"] for row in [*told(group, "comment"), *corrections])
