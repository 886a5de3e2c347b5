"""What a recommendation says to the body that is responsible: the change, its reason, and the sides of the table."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from workgroups.core.errors import NotFound
from workgroups.core.languages import current, gettext, gettext_noop
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.queries import SeatView
from workgroups.pathways.operations import read
from workgroups.pathways.proposals import queries
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions.forms import WORDS
from workgroups.pathways.proposals.positions.queries import PositionView
from workgroups.pathways.proposals.renditions import listed
from workgroups.pathways.proposals.showing import before_and_after, table
from workgroups.pathways.proposals.verdicts import queries as verdicts
from workgroups.pathways.rows import rows
from workgroups.people.models import StakeholderType

SILENT = gettext_noop("not heard")
EARLIER = gettext_noop("on an earlier version")


def recommendation(work: Work, proposal: Proposal, asked: int | None = None) -> dict[str, Any]:
    """What the letter to a body is made of, in the language in force; to the first one, where none is asked for.

    It names no seat but those of the co-chairs. Raises `NotFound` for an organisation that is not responsible.
    """
    about = queries.about(work, proposal)
    found = next((each for each in enumerate(about.bodies, 1) if asked in (None, each[1].id)), None)
    if found is None:
        raise NotFound
    said = table(work, proposal)
    return {
        "proposal": proposal,
        "place": found[0],
        "body": found[1],
        "about": about,
        "content": queries.content(work, proposal),
        "steps": before_and_after(in_full(work, proposal)),
        "sides": sides(groups.seats(work, proposal.group_id), said.current, said.outdated),
        "standing": [view for view in verdicts.verdicts(work, proposal.id) if view.is_current(proposal)],
    }


def in_full(work: Work, proposal: Proposal) -> dict[str, Any]:
    """The changed steps with all their rows: on paper no drawing shows what is in an option that is new or gone."""
    after, base = queries.both(work, proposal)
    changed = rows(base, read(proposal.operations), current(), gettext, queries.body_names(work, base, after))
    return {"steps": {step.key: listed(step, ()) for step in changed}}


def sides(
    seats: Iterable[SeatView], said: Iterable[PositionView], outdated: Collection[PositionView]
) -> list[tuple[StakeholderType, list[tuple[str, int]]]]:
    """The stakeholder types at the table, each with how many seats say what of this version, as msgids and numbers."""
    values = {view.seat_id: EARLIER if view in outdated else WORDS[view.value] for view in said}
    counts: dict[StakeholderType, Counter[str]] = {}
    for seat in seats:
        if seat.is_heard and seat.stakeholder_type:
            counts.setdefault(seat.stakeholder_type, Counter())[values.get(seat.id, SILENT)] += 1
    return [(kind, counts[kind].most_common()) for kind in StakeholderType if kind in counts]
