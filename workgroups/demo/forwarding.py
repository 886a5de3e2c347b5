"""What the groups forwarded to one another in a year: adapted there, set aside, or waiting."""

from functools import partial

from sqlmodel import col, select

from workgroups.core.work import Work
from workgroups.demo.year import Act, Told, Year
from workgroups.pathways.proposals.forwarding import commands, snapshot
from workgroups.pathways.proposals.forwarding.forms import Adapting, Sending, SettingAside
from workgroups.pathways.proposals.forwarding.models import Forwarding
from workgroups.pathways.proposals.models import Proposal


def stage(year: Year) -> None:
    """Put every proposal that left this group into the acts; what is adapted is among the proposals of the other."""
    for proposal in year.told["proposal"]:
        for order, row in enumerate(proposal.get("forwarded", ())):
            forwarding = partial(forward, year, f"proposal:{proposal['key']}", row)
            year.act(year.at(row["day"], 17, order), row["by"], forwarding)
            if aside := row.get("set_aside"):
                chair = year.cast.seats[row["to"], aside["by"]].holder_id or 0
                setting = partial(set_aside, year, proposal["title"], row)
                year.acts.append(Act(year.at(aside["day"], 17, order), chair, "en", setting))


def forward(year: Year, key: str, row: Told, work: Work) -> None:
    proposal: Proposal = year.made[key]
    digest = snapshot.taken(work, proposal).digest
    commands.forward(work, proposal.id, Sending(group=year.cast.groups[row["to"]].id, note=row["note"], digest=digest))


def set_aside(year: Year, title: str, row: Told, work: Work) -> None:
    key = received(work, year.cast.groups[row["to"]].id, title)
    commands.set_aside(work, key, SettingAside(reason=row["set_aside"]["reason"]))


def adapt(year: Year, title: str, adapting: Adapting, work: Work) -> Proposal:
    """A proposal of this group after the one that came under this title."""
    return commands.adapt(work, received(work, year.group.id, title), adapting)


def received(work: Work, group_id: int, title: str) -> int:
    """The key of what a group got under this title."""
    found = select(Forwarding.id, Forwarding.title).where(col(Forwarding.group_id) == group_id)
    return next(key for key, titles in work.session.exec(found) if title in titles.values())
