from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.clock import today
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.procedure import commands, policy, queries
from workgroups.pathways.proposals.procedure.forms import WORDS, Laying
from workgroups.pathways.proposals.routes import its_page
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def new(visit: Visit, proposal: Proposal) -> Response:
    group = groups.group_of(visit.work, proposal.group_id)
    known = queries.procedures(visit.work, proposal)
    last = known.standing[-1] if known.standing else None
    starting: dict[str, Any] = {"shown_on": today(visit.work.now, group.timezone)}
    if last:
        starting |= {"way": last.way, "text": last.text, "deadline_on": last.deadline_on}
    return visit.page(
        "procedure/new.html",
        group=group,
        zone=group.timezone,
        proposal=proposal,
        form=visit.form(commands.lay_down, **starting),
        words=WORDS,
        procedures=known,
        last=last,
    )


routes: Sequence[Route] = [
    read("/proposals/{key:key}/procedure", new, policy.lay_down),
    write(
        "/proposals/{key:key}/procedure", commands.lay_down, Laying, back_to=new, then=its_page,
        done=gettext_noop("Saved. The table sees it from the day that you chose."),
    ),
]  # fmt: skip
