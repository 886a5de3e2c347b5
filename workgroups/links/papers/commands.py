from functools import cache
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col

from workgroups.core.db import Row
from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Command, Work, command
from workgroups.groups import queries as groups
from workgroups.links.kinds import Kind
from workgroups.links.papers import events, policy, queries
from workgroups.links.papers.formats import Kept
from workgroups.links.papers.forms import Attaching
from workgroups.links.papers.models import Arrival, Paper, PaperVersion


@cache
def attaching_to(kind: Kind) -> Command[Any, Any]:
    """The command that attaches a paper to things of this kind. Raises `ValueError` for one that takes no papers."""
    if kind.attach is None:
        raise ValueError(f"{kind.name} takes no papers")

    def attach(work: Work, row: Any, attaching: Attaching) -> Paper:
        return put(work, row, attaching.file)

    attach.__module__ = kind.see.on.__module__.removesuffix(".models") + ".commands"
    attach.__name__ = f"attach_to_{kind.name.lower()}"
    return command(kind.attach)(attach)


def put(work: Work, row: Any, file: Kept) -> Paper:
    """A file that came with a thing is its paper; for commands that have their own rule."""
    paper = work.add(Paper(group_id=row.group_id, kind=type(row).__name__, about=row.id, person_id=work.me))
    add_version(work, paper, file)
    work.record(events.PaperAttached(paper.id), about=row)
    return paper


def bring_along(work: Work, one: Row, other: Row) -> None:
    """The papers of a thing stand with another one of its kind from now on; for commands that have their own rule."""
    there = (col(Paper.kind) == type(one).__name__, col(Paper.about) == one.id)
    work.session.execute(update(Paper).where(*there).values(about=other.id))


@command(policy.renew)
def renew(work: Work, paper: Paper, attaching: Attaching) -> Paper:
    """A new version; the earlier ones stay."""
    if queries.latest(work, paper).sha256 == attaching.file.sha256:
        raise Invalid(file=gettext_noop("This is the file that stands here already. Choose the new version."))
    paper.latest += 1
    add_version(work, paper, attaching.file)
    work.record(events.PaperRenewed(paper.latest), about=paper)
    return paper


def add_version(work: Work, paper: Paper, file: Kept) -> None:
    """Name a file that stands in the store: from here on the sweep leaves it alone."""
    seat = groups.own_seat(work, paper.group_id)
    work.add(
        PaperVersion(
            paper_id=paper.id, number=paper.latest, name=file.name, media_type=file.media_type, size=file.size,
            sha256=file.sha256, key=file.key, person_id=work.me, seat_id=seat.id if seat else None, at=work.now,
        )
    )  # fmt: skip
    work.session.execute(delete(Arrival).where(col(Arrival.key) == file.key))


@command(policy.remove)
def remove(work: Work, paper: Paper, _: Nothing) -> Paper:
    """Take a paper off the lists. Row and files stay for the record."""
    paper.removed_at, paper.removed_by_id = work.now, work.me
    work.record(events.PaperRemoved(), about=paper)
    return paper


@command(policy.restore)
def restore(work: Work, paper: Paper, _: Nothing) -> Paper:
    """Put a removed paper back on the lists."""
    paper.removed_at = paper.removed_by_id = None
    work.record(events.PaperRestored(), about=paper)
    return paper
