"""What happens to minutes after a meeting: corrected, approved and adopted, with a summary for the public."""

from functools import partial

from workgroups.core.work import Work
from workgroups.demo.year import SECRETARY, Told, Year
from workgroups.meetings.minutes import commands
from workgroups.meetings.minutes.corrections import commands as corrections
from workgroups.meetings.minutes.corrections.forms import Answering, Correcting
from workgroups.meetings.minutes.corrections.models import Correction
from workgroups.meetings.minutes.forms import Approving, Circulating
from workgroups.meetings.minutes.summary import commands as summaries
from workgroups.meetings.minutes.summary import queries
from workgroups.meetings.minutes.summary.forms import Summarising
from workgroups.meetings.minutes.summary.output import KIND as SUMMARY
from workgroups.meetings.models import Meeting
from workgroups.publishing import commands as publishing
from workgroups.publishing.forms import Approving as Text
from workgroups.publishing.forms import Submitting
from workgroups.publishing.models import Significance, Submission


def stage(year: Year, key: str, row: Told) -> None:
    """The minutes go round and can be corrected until the day before both co-chairs approve them."""
    until = Circulating(until=year.day(row.get("corrections_until", row.get("approved_day", 0) - 1)))
    year.act(year.at(row["circulated_day"], 10), SECRETARY, partial(circulate, year, key, until))
    for number, told in enumerate(row.get("correction", ())):
        name = f"correction:{key}:{number}"
        year.make(year.at(told["day"], 12, number), told["by"], name, partial(correct, year, told))
        if "answered_day" in told:
            year.act(year.at(told["answered_day"], 16, number), SECRETARY, partial(answer, year, name, told))
    for order, chair in enumerate(row.get("approved_by", ())):
        year.act(year.at(row["approved_day"], 11 + order), chair, partial(approve, year, key))
    if "summary" in row:
        publish(year, key, row)


def circulate(year: Year, key: str, until: Circulating, work: Work) -> None:
    commands.circulate(work, year.made[key].id, until)


def correct(year: Year, told: Told, work: Work) -> Correction:
    return corrections.correct(work, year.made[f"item:{told['item']}"].id, Correcting(text=told["text"]))


def answer(year: Year, name: str, told: Told, work: Work) -> None:
    corrections.answer(work, year.made[name].id, Answering(state=told["state"], answer=told["answer"]))


def approve(year: Year, key: str, work: Work) -> None:
    meeting: Meeting = year.made[key]
    commands.approve(work, meeting.id, Approving(digest=meeting.minutes_digest))


def publish(year: Year, key: str, row: Told) -> None:
    """The secretary writes the public summary; both co-chairs approve it."""
    for order, told in enumerate(row["summary"]):
        year.act(year.at(row["summary_day"], 9, order), SECRETARY, partial(write, year, key, told))
    name = f"submission:summary:{key}"
    year.make(year.at(row["summary_day"], 11), SECRETARY, name, partial(submit, year, key))
    for order, chair in enumerate(row["approved_by"]):
        year.act(year.at(row["approved_day"], 14 + order), chair, partial(agree, year, name))


def write(year: Year, key: str, told: Told, work: Work) -> None:
    of = told["of"].partition(":")[0]
    thing, meeting = year.made[told["of"]], year.made[key]
    found = [row for row in queries.summaries(work, meeting.id) if (row.decision is None) is (of == "item")]
    [row] = [row for row in found if (row.decision == thing.number if of == "decision" else row.item_id == thing.id)]
    summaries.summarise(work, row.id, Summarising(public=True, text_en=told["en"], text_fr=told["fr"]))


def submit(year: Year, key: str, work: Work) -> Submission:
    submitting = Submitting(significance=Significance.MAJOR, french_unreviewed=True)
    return publishing.submit(work, year.group.slug, submitting, SUMMARY.name, year.made[key].id)


def agree(year: Year, name: str, work: Work) -> None:
    submission: Submission = year.made[name]
    publishing.approve(work, submission.id, Text(digest=submission.digest))
