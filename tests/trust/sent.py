"""What each form of the table of routes sends. Names in braces are rows of the room; a route that is not here sends nothing.

A line with another row than usual sends the same as the others of its route.
"""

PLAN = {"day": "2027-03-11", "at": "13:30", "minutes_long": "120", "place": "", "video_url": ""}
ITEM = {"title": "Fees", "kind": "discussion", "minutes_long": "10", "presenter": "", "text": ""}
STEP = {"stage": "practice", "type": "course", "designation": "required", "title_en": "Course", "after_rule": "all"}
WAY = {"type": "course", "title_en": "Evening course"}
BARRIER = {"title": "Paper form", "text": "In ink.", "affects": "All."}
INITIATIVE = {"kind": "incubated", "title_en": "A course", "text": "Online."}
OUTCOME = {"kind": "barrier_removed", "what_en": "No paper.", "on_day": "2026-11-02", "profession": "{profession}"}
CAREER = {"title_en": "Writer", "profession": "{profession}"}
ACTION = {"title": "Ask them", "due_on": "2027-01-11", "seat": "{seat_of_dolores}"}
SUBMISSION = {"significance": "minor", "french_unreviewed": "true"}
SOMEBODY = {"name": "Olga", "email": "olga@example.org"}
CHAIR = SOMEBODY | {"organisation": "{body}"}
SETTINGS = {
    "name_en": "Falls Pharmacy", "state": "active", "positions_shown": "after_deadline",
}  # fmt: skip

TERMS = {
    "cadence_months": "3", "meets_on": "1", "meets_at": "13:30", "meets_for": "120", "items_called": "28",
    "papers_asked": "10", "agenda_closes": "7", "minutes_due": "10",
    "corrections_taken": "14", "adoption": "by_chairs",
}  # fmt: skip

SENT = {
    "/sign-in": {"email": "dolores@example.org"},
    "/sign-in/code": {"code": "123456"},
    "/language": {"lang": "fr"},
    "/people/me/introduction": {"name": "Olga", "language": "en"},
    "/people/me/sign-ins": {"sign_in": "{own_sign_in}"},
    "/admin/people": SOMEBODY | {"language": "en"},
    "/admin/people/{key:key}/correction": SOMEBODY | {"language": "en"},
    "/admin/organisations": {"name_en": "Falls Union", "stakeholder_type": "union"},
    "/admin/organisations/{key:key}/correction": {"name_en": "Falls Union", "stakeholder_type": "union"},
    "/groups/{key}/settings": SETTINGS,
    "/groups/{key}/closing": {"successor": "0"},
    "/groups/{key}/terms": TERMS,
    "/groups/{key}/seats": {"label_en": "Unions", "role": "member", "stakeholder_type": "union"},
    "/seats/{key:key}/invitation": SOMEBODY,
    "/seats/{key:key}/alternate": SOMEBODY,
    "/seats/{key:key}/nominations": CHAIR,
    "/seats/{key:key}/deputy": {"seat": "{seat_of_gita}"},
    "/seats/{key:key}/absences": {"starts_on": "2027-02-01", "ends_on": "2027-02-05", "reason": "Away"},
    "/admin/groups": {"slug": "law", "name_en": "Law", "profession": "{profession}", "decision_prefix": "LAW"},
    "/admin/groups/{key}/coordinators": {"person": "{person}"},
    "/admin/seats/{key:key}/holder": CHAIR,
    "/comments/{key:key}/correction": {"text": "Better words."},
    "/groups/{key}/meetings": PLAN,
    "/meetings/{key:key}/details": PLAN,
    "/meetings/{key:key}/cancelling": {"reason": "Snow"},
    "/meetings/{key:key}/attendance": {"seat": "{seat_of_edith}", "presence": "present"},
    "/meetings/{key:key}/replies": {"seat": "{seat_of_edith}", "answer": "accepted"},
    "/replies/{token}": {"seat": "{seat_of_dolores}", "answer": "accepted"},
    "/meetings/{key:key}/order": {"item": "{item}", "above": ""},
    "/meetings/{key:key}/items": ITEM,
    "/meetings/{key:key}/proposals": ITEM,
    "/rhythm/{key:key}/day": {"day": "2027-01-12"},
    "/items/{key:key}/edit": {"title_en": "Fees", "kind": "decision", "minutes_long": "5"},
    "/items/{key:key}/topics": {"topic": "Barrier:{barrier}"},
    "/items/{key:key}/topics/removal": {"topic": "Barrier:{barrier}"},
    "/items/{key:key}/declining": {"reason": "Later"},
    "/meetings/{key:key}/sections": {"title_en": "For decision"},
    "/sections/{key:key}": {"title_en": "For decision"},
    "/items/{key:key}/consent": {"resolution": "We agree."},
    "/items/{key:key}/merging": {"into": "{planned}"},
    "/items/{key:key}/retirement": {"reason": "Later"},
    "/groups/{key}/backlog": ITEM,
    "/groups/{key}/standing-items/order": {"item": "{standing_item}", "above": ""},
    "/standing-items/{key:key}": {"title_en": "Hello", "kind": "information", "minutes_long": "5"},
    "/items/{key:key}/minutes": {"text": "We talked."},
    "/items/{key:key}/session": {"text": "We talked."},
    "/items/{key:key}/minutes/restoring": {"restored": "{version}"},
    "/items/{key:key}/corrections": {"text": "It was the committee."},
    "/corrections/{key:key}/answers": {"state": "accepted"},
    "/meetings/{key:key}/circulating": {"until": "2027-01-22"},
    "/summaries/{key:key}/wording": {"public": "true", "text_en": "The form can go."},
    "/items/{key:key}/correcting": {"text": "It was the committee.", "item": "{minutes_item}"},
    "/items/{key:key}/adoption": {"meeting": "{circulated}", "adopted": "{digest}"},
    "/meetings/{key:key}/reopening": {"reason": "A vote is missing."},
    "/items/{key:key}/outcome": {"state": "continues"},
    "/items/{key:key}/decisions": {"text": "We agreed."},
    "/items/{key:key}/guests": SOMEBODY | {"language": "fr"},
    "/items/{key:key}/interests": {"seat": "{seat_of_dolores}", "text": "We run it."},
    "/groups/{key}/interests": {"seat": "{seat_of_dolores}", "text": "We run it."},
    "/items/{key:key}/actions": ACTION,
    "/meetings/{key:key}/approvals": {"digest": "{digest}"},
    "/decisions/{key:key}/rewording": {"text": "We agreed on it."},
    "/groups/{key}/actions": {"title": "Ask them", "due_on": "2027-01-11"},
    "/groups/{key}/assignments": ACTION,
    "/actions/{key:key}/updates": {"state": "in_progress", "due_on": "2027-01-11", "text": "Soon."},
    "/groups/{key}/pathway": {"title_en": "A", "stage_en": "B", "destination_en": "C"},
    "/groups/{key}/pathway/imports": {"title_en": "A", "stage_en": "B", "destination_en": "C"},
    "/pathways/{key:key}/description": {"title_en": "A"},
    "/pathways/{key:key}/stages": {"title_en": "A"},
    "/pathways/{key:key}/stages/title": {"title_en": "A", "stage": "practice"},
    "/pathways/{key:key}/stages/move": {"stage": "practice", "to": "up"},
    "/pathways/{key:key}/stages/removal": {"stage": "{empty_stage}"},
    "/pathways/{key:key}/steps": STEP,
    "/pathways/{key:key}/imports": {"way": "add", "text": "key,title_en,stage,type\nvisit,Visit,practice,course"},
    "/pathways/{key:key}/restoring": {"restored": "{step_version}", "latest": "{step_version}"},
    "/steps/{key:key}/description": STEP,
    "/steps/{key:key}/moves": {"to": "up"},
    "/steps/{key:key}/confirmations": {"state": "confirmed"},
    "/steps/{key:key}/figures": {"kind": "places", "value": "3", "on": "2026-10-01", "source_en": "A count"},
    "/steps/{key:key}/figures/removal": {"kind": "places", "on": "2026-10-01"},
    "/steps/{key:key}/options": WAY,
    "/steps/{key:key}/options/{option}/description": WAY,
    "/groups/{key}/barriers": BARRIER,
    "/barriers/{key:key}/correction": BARRIER,
    "/barriers/{key:key}/rejection": {"reason": "No."},
    "/barriers/{key:key}/closing": {"state": "removed"},
    "/barriers/{key:key}/agenda": {"minutes": "20"},
    "/groups/{key}/proposals": {"title_en": "Everywhere", "reason": "Few."},
    "/proposals/{key:key}/argument": {"title_en": "Everywhere", "reason": "Few."},
    "/proposals/{key:key}/authors": {"seat": "{seat_of_edith}"},
    "/proposals/{key:key}/authors/removal": {"seat": "{seat_of_edith}"},
    "/proposals/{key:key}/calls": {"deadline": "2027-01-22"},
    "/proposals/{key:key}/deadline": {"deadline": "2027-01-22"},
    "/proposals/{key:key}/agenda": {"minutes": "20"},
    "/proposals/{key:key}/steps": STEP,
    "/proposals/{key:key}/steps/{step}": STEP,
    "/proposals/{key:key}/steps/{step}/place": {"behind": ""},
    "/proposals/{key:key}/steps/{step}/options": WAY,
    "/proposals/{key:key}/steps/{step}/options/{option}": WAY,
    "/proposals/{key:key}/operations/removal": {"operation": "0"},
    "/proposals/{key:key}/amendments": {"reason": "Few."},
    "/amendments/{key:key}/argument": {"reason": "Few."},
    "/amendments/{key:key}/answers": {
        "value": "accepted", "answer": "Yes.", "digest": "{amendment_digest}", "proposal_digest": "{open_digest}",
    },
    "/amendments/{key:key}/comments": {"text": "Yes."},
    "/amendments/{key:key}/steps": STEP,
    "/amendments/{key:key}/steps/{step}": STEP,
    "/amendments/{key:key}/steps/{step}/place": {"behind": ""},
    "/amendments/{key:key}/steps/{step}/options": WAY,
    "/amendments/{key:key}/steps/{step}/options/{option}": WAY,
    "/amendments/{key:key}/operations/removal": {"operation": "0"},
    "/proposals/{key:key}/positions": {"value": "support"},
    "/positions/by-link/{token}": {"value": "support"},
    "/proposals/{key:key}/procedure": {"way": "discuss", "shown_on": "{later}"},
    "/proposals/{key:key}/positions/letter": {"value": "support", "seat": "{seat_of_farid}"},
    "/positions/{key:key}/agreement": {"papers": "{letter}.1"},
    "/positions/{key:key}/answers": {"text": "A visit."},
    "/positions/{key:key}/judgement": {"met": "yes"},
    "/proposals/{key:key}/verdicts": {"value": "not_recommended", "reason": "No.", "digest": "{shown_digest}"},
    "/proposals/{key:key}/answers": {"kind": "sent", "on_day": "2026-12-01"},
    "/proposals/{key:key}/forwardings": {"group": "{other_group}", "note": "For you.", "digest": "{leaving_digest}"},
    "/forwardings/{key:key}/adaptations": {"title_en": "Everywhere", "reason": "Few."},
    "/forwardings/{key:key}/setting-aside": {"reason": "Not here."},
    "/conflicts/{key:key}/resolution": {"choice": "keep"},
    "/groups/{key}/careers": CAREER,
    "/groups/{key}/careers/proposals": CAREER,
    "/career-lists/{key:key}/introduction": {"title_en": "Other careers"},
    "/careers/{key:key}/description": {"title_en": "Writer"},
    "/careers/{key:key}/refusal": {"reason": "No such work here."},
    "/groups/{key}/outcomes": OUTCOME,
    "/barriers/{key:key}/outcomes": OUTCOME,
    "/proposals/{key:key}/outcomes": OUTCOME,
    "/initiatives/{key:key}/outcomes": OUTCOME,
    "/groups/{key}/initiatives": INITIATIVE | {"state": "idea"},
    "/initiatives/{key:key}/description": INITIATIVE,
    "/initiatives/{key:key}/moves": {"state": "proposed"},
    "/initiatives/{key:key}/agenda": {"minutes": "20"},
    "/outcomes/{key:key}/description": {name: OUTCOME[name] for name in ("kind", "what_en", "on_day")},
    "/groups/{key}/outputs/{kind}/{subject:key}/submissions": SUBMISSION,
    "/submissions/{key:key}/approvals": {"digest": "{text_digest}"},
    "/submissions/{key:key}/returning": {"reason": "Say who."},
    "/submissions/{key:key}/overriding": {"reason": "It quotes a law."},
    "/editions/{key:key}/marks": {"note_en": "We are looking at it."},
    "/editions/{key:key}/withdrawal": {"reason_en": "A name was wrong."},
}  # fmt: skip


def brought(path: str) -> dict[str, tuple[str, bytes]] | None:
    """The file that goes with the form of a route, when it takes one."""
    takes = path.endswith(("/papers", "/positions/letter")) or path == "/papers/{key:key}/versions"
    return {"file": ("note.txt", b"A word.")} if takes else None


def sent(path: str) -> dict[str, str]:
    return SENT.get(path, {"text": "A word."} if path.endswith("/comments") else {})
