"""What a group published in its year: submitted, approved by both co-chairs, and what still waits for one of them."""

from functools import partial
from typing import Any

from workgroups.core.work import Work
from workgroups.demo.year import Told, Year
from workgroups.publishing import commands
from workgroups.publishing.forms import Approving, Submitting


def stage(year: Year) -> None:
    """Put every submission and approval of the year into the acts."""
    for order, row in enumerate(year.told["edition"]):
        key = f"submission:{row['output']}:{row['number']}"
        submitted = row["submitted"]
        year.make(year.at(submitted["day"], 17, order), submitted["by"], key, partial(submit, year, row))
        for place, approval in enumerate(row["approvals"]):
            year.act(year.at(approval["day"], 18 + place, order), approval["by"], partial(approve, year, key))


def submit(year: Year, row: Told, work: Work) -> Any:
    kind = row["output"].partition(":")[0]
    subject = year.group if kind == "profile" else year.made[row["output"]]
    submitting = Submitting(
        significance=row["kind"],
        reason_en=row["change"]["en"],
        reason_fr=row["change"]["fr"],
        french_unreviewed=True,
    )
    return commands.submit(work, year.group.slug, submitting, kind, subject.id)


def approve(year: Year, key: str, work: Work) -> None:
    submission = year.made[key]
    commands.approve(work, submission.id, Approving(digest=submission.digest))
