from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions import commands, policy, queries
from workgroups.pathways.proposals.positions.forms import WORDS, Answering, Judging, Stating
from workgroups.pathways.proposals.positions.models import Position
from workgroups.pathways.proposals.routes import with_change
from workgroups.pathways.proposals.showing import is_hidden
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def new(visit: Visit, proposal: Proposal) -> Response:
    seats = queries.seats_of_mine(visit.work, proposal.group_id)
    return with_change(
        visit,
        "positions/new.html",
        proposal,
        form=visit.form(commands.state),
        seats=seats,
        mine=queries.current(visit.work, proposal.id, seats[0].id),
        hidden=is_hidden(visit.work, proposal),
        words=WORDS,
        may=visit.work.may(proposal, policy.state),
    )


def show(visit: Visit, position: Position) -> Response:
    group = groups.group_of(visit.work, position.group_id)
    said = {view.id: view for view in queries.positions(visit.work, position.proposal_id)}
    return visit.page(
        "positions/show.html",
        group=group,
        zone=group.timezone,
        proposal=visit.work.session.get_one(Proposal, position.proposal_id),
        position=said[position.id],
        words=WORDS,
        answers=queries.answers(visit.work, position.proposal_id).get(position.id, []),
        answering=visit.form(commands.answer).under("answer-"),
        judging=visit.form(commands.judge).under("met-"),
        may=visit.work.may(position, policy.answer, policy.judge),
    )


def to_proposal(_: Visit, position: Any) -> str:
    return url("proposals:show", key=position.proposal_id) + f"#position-{position.id}"


routes: Sequence[Route] = [
    read("/positions/{key:key}", show, policy.see),
    read("/proposals/{key:key}/position", new, policy.speak),
    write(
        "/proposals/{key:key}/positions", commands.state, Stating, back_to=new, then=to_proposal,
        done=gettext_noop("Your seat's position is stated."),
    ),
    write(
        "/positions/{key:key}/answers", commands.answer, Answering, back_to=show, then=to_proposal,
        done=gettext_noop("Answered. The seat is asked whether that meets its concern."),
    ),
    write(
        "/positions/{key:key}/judgement", commands.judge, Judging, back_to=show, then=to_proposal,
        done=gettext_noop("Recorded. Thank you."),
    ),
]  # fmt: skip
