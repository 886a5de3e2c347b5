"""What a recommendation says to the body that is responsible: the change, its reason, and the sides of the table."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from workgroups.core.languages import current, gettext_noop
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.queries import SeatView
from workgroups.pathways.proposals import queries
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions.forms import WORDS
from workgroups.pathways.proposals.positions.queries import PositionView
from workgroups.pathways.proposals.showing import table
from workgroups.pathways.proposals.verdicts import queries as verdicts
from workgroups.people.models import StakeholderType

SILENT = gettext_noop("not heard")


def recommendation(work: Work, proposal: Proposal) -> dict[str, Any]:
    """What the letter is made of, in the language in force. It names no seat but those of the co-chairs."""
    content = queries.content(work, proposal)
    changed = [(step["title"], [*rows(step)]) for step in content["steps"].values()]
    said = table(work, proposal).current
    return {
        "proposal": proposal,
        "about": queries.about(work, proposal),
        "content": content,
        "steps": [(title, told) for title, told in changed if told],
        "sides": sides(groups.seats(work, proposal.group_id), said),
        "standing": [view for view in verdicts.verdicts(work, proposal.id) if view.is_current(proposal)],
    }


def rows(step: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What each changed field is called, and its two sides as plain text."""
    for field in step["fields"]:
        if field["language"] in {None, current()}:
            now, proposed = ("".join(text for _, text in field[side]) for side in ("now", "proposed"))
            yield field["label"], now, proposed


def sides(
    seats: Iterable[SeatView], said: Iterable[PositionView]
) -> list[tuple[StakeholderType, list[tuple[str, int]]]]:
    """The stakeholder types at the table, each with how many of its seats say what, as msgids and numbers."""
    values = {view.seat_id: WORDS[view.value] for view in said}
    counts: dict[StakeholderType, Counter[str]] = {}
    for seat in seats:
        if seat.is_heard and seat.stakeholder_type:
            counts.setdefault(seat.stakeholder_type, Counter())[values.get(seat.id, SILENT)] += 1
    return [(kind, counts[kind].most_common()) for kind in StakeholderType if kind in counts]
