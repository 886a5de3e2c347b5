from datetime import time

from workgroups.core import clock
from workgroups.core.errors import Invalid, Stale
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.procedure import events, policy, queries
from workgroups.pathways.proposals.procedure.forms import Laying
from workgroups.pathways.proposals.procedure.models import Procedure


def refuse_unread(work: Work, proposal: Proposal, laying: Laying) -> None:
    """Raises `Stale` when somebody proposed another procedure after the page was opened."""
    last = queries.last(work, proposal)
    if last and laying.after is not None and laying.after != last.id:
        saved = {"way": last.way, "text": last.text, "deadline_on": last.deadline_on, "shown_on": last.shown_on}
        raise Stale(saved, proposal.version)


@command(policy.lay_down)
def lay_down(work: Work, proposal: Proposal, laying: Laying) -> Proposal:
    """Propose how to deal with it. Raises `Invalid` for a day that has passed: it was not seen then."""
    refuse_unread(work, proposal, laying)
    zone = groups.group_of(work, proposal.group_id).timezone
    days = {"shown_on": laying.shown_on, "deadline_on": laying.deadline_on}
    if past := [name for name, day in days.items() if day and day < clock.today(work.now, zone)]:
        raise Invalid(**dict.fromkeys(past, gettext_noop("Choose today or a later day.")))
    work.add(
        Procedure(
            proposal_id=proposal.id,
            group_id=proposal.group_id,
            way=laying.way,
            text=laying.text or "",
            deadline_on=laying.deadline_on,
            shown_on=laying.shown_on,
            shown_at=clock.local(laying.shown_on, time.min, zone),
            person_id=work.me,
            at=work.now,
        )
    )
    work.record(events.ProcedureProposed(laying.shown_on), about=proposal)
    return proposal
