"""The amendments of a year: written with the steps as the proposal would have them, opened, and answered."""

from functools import partial

from workgroups.core.forms import Nothing
from workgroups.core.work import Work
from workgroups.demo.meetings import on
from workgroups.demo.proposals import changed
from workgroups.demo.year import Told, Year
from workgroups.pathways.proposals.amendments import commands, policy, queries
from workgroups.pathways.proposals.amendments.forms import Amending, Answering
from workgroups.pathways.proposals.amendments.models import Amendment


def stage(year: Year) -> None:
    """Put every amendment of the year into the acts."""
    for proposal in year.told["proposal"]:
        for order, row in enumerate(proposal.get("amendment", ())):
            key = f"amendment:{row['key']}"
            amending = Amending(reason=row["reason"])
            drafting = on(year, f"proposal:{proposal['key']}", commands.amend, amending)
            year.make(year.at(row["day"], 17, order), row["by"], key, drafting)
            year.act(year.at(row["day"], 18, order), row["by"], partial(say_what_changes, year, key, row))
            year.act(year.at(row["opened_day"], 19, order), row["by"], on(year, key, commands.open_up, Nothing()))
            if "answered" in row:
                answered = row["answered"]
                year.act(year.at(answered["day"], 18, order), answered["by"], partial(answer, year, key, answered))


def say_what_changes(year: Year, key: str, row: Told, work: Work) -> None:
    """The operations of the file make another pathway of the one that the proposal would have."""
    amendment = work.take(year.made[key].id, policy.edit, lock=True)
    target = queries.base(work, amendment)
    for operation in row["operation"]:
        target = changed(year, target, operation)
    commands.revise(work, amendment, target)


def answer(year: Year, key: str, answered: Told, work: Work) -> None:
    amendment: Amendment = year.made[key]
    read = {"digest": amendment.digest, "proposal_digest": queries.proposal_of(work, amendment).digest}
    commands.answer(work, amendment.id, Answering(value=answered["value"], answer=answered["text"], **read))
