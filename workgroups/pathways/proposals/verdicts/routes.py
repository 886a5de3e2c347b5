from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.amendments import queries as amendments
from workgroups.pathways.proposals.models import WORDS, Proposal
from workgroups.pathways.proposals.positions import queries as positions
from workgroups.pathways.proposals.routes import with_change
from workgroups.pathways.proposals.showing import table
from workgroups.pathways.proposals.verdicts import commands, policy, queries
from workgroups.pathways.proposals.verdicts.forms import Deciding
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def new(visit: Visit, proposal: Proposal) -> Response:
    may = visit.work.may(proposal, policy.decide)
    seen = table(visit.work, proposal)
    known: dict[str, Any] = {"decision": proposals.followed(visit.work, proposal)} if may else {}
    return with_change(
        visit,
        "verdicts/new.html",
        proposal,
        form=visit.form(commands.decide, **known),
        words=WORDS,
        table=seen,
        recused=[
            seat
            for seat in queries.recusals(visit.work, proposal)
            if not seat.superseded_at and (seat.holder_id == visit.work.me or (seat.is_chair and not seen.hidden))
        ],
        standing=queries.standing(visit.work, proposal),
        unanswered=positions.unanswered(visit.work, proposal.id) if may else (),
        to_check=positions.to_check(visit.work, proposal.id) if may else (),
        amendments=amendments.unanswered(visit.work, proposal.id) if may else (),
        decisions=proposals.decisions(visit.work, proposal.group_id),
        may=may,
    )


def to_proposal(visit: Visit, _: object) -> str:
    return url("proposals:show", key=visit.request.path_params["key"]) + "#decision"


routes: Sequence[Route] = [
    read("/proposals/{key:key}/decision", new, policy.consider),
    write(
        "/proposals/{key:key}/verdicts", commands.decide, Deciding, back_to=new, then=to_proposal,
        done=gettext_noop("Your decision is recorded."),
    ),
]  # fmt: skip
