"""A group that has ended: it published its profile, and another group went on with what it kept."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from workgroups.core import clock
from workgroups.core.work import Work
from workgroups.demo.cast import ZONE, Cast, content
from workgroups.demo.year import HOST, PROFESSION, Act
from workgroups.groups import commands as groups
from workgroups.groups.forms import Closing
from workgroups.groups.models import Group, GroupState
from workgroups.publishing import commands
from workgroups.publishing.forms import Approving, Submitting
from workgroups.publishing.models import Significance, Submission
from workgroups.publishing.profile import KIND

FIRST = Submitting(
    significance=Significance.MAJOR, reason_en="First public profile of the group.",
    reason_fr="Premier profil public du groupe.", french_unreviewed=True,
)  # fmt: skip


def stage(cast: Cast, today: date) -> Iterator[Act]:
    """What both chairs of each closed group did in the end."""

    def at(day: int, hour: int) -> datetime:
        return clock.local(today + timedelta(days=day), time(hour), ZONE)

    for row in content("groups.toml")["group"]:
        if row["state"] == GroupState.CLOSED:
            group, told = cast.groups[row["slug"]], row["closing"]
            chairs = [cast.seats[group.slug, key].holder_id or 0 for key in (HOST, PROFESSION)]
            waiting: list[Submission] = []
            yield Act(at(told["published_day"], 9), chairs[0], "en", partial(submit, group, waiting))
            for hour, chair in enumerate(chairs, 10):
                yield Act(at(told["published_day"], hour), chair, "en", partial(approve, waiting))
            closing = Closing(successor=cast.groups[told["successor"]].id)
            yield Act(at(told["day"], 9), chairs[0], "en", partial(close, group, closing))


def submit(group: Group, waiting: list[Submission], work: Work) -> None:
    waiting.append(commands.submit(work, group.slug, FIRST, KIND.name, group.id))


def approve(waiting: list[Submission], work: Work) -> None:
    commands.approve(work, waiting[0].id, Approving(digest=waiting[0].digest))


def close(group: Group, closing: Closing, work: Work) -> None:
    groups.close(work, group.slug, closing)
