from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.errors import NotFound
from workgroups.core.languages import current, gettext_noop, using
from workgroups.core.policy import ANYONE
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.links.papers.keeping import keep
from workgroups.links.papers.queries import as_read
from workgroups.links.papers.routes import limits
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.answers.forms import Confirming
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions import commands, policy, queries
from workgroups.pathways.proposals.positions.forms import WORDS, Answering, Judging, Stating, Transcribing
from workgroups.pathways.proposals.positions.models import Position
from workgroups.pathways.proposals.routes import with_change
from workgroups.pathways.proposals.showing import change, is_hidden
from workgroups.people import personal
from workgroups.people.models import Person
from workgroups.web.endpoints import read, write
from workgroups.web.uploading import upload
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def new(visit: Visit, proposal: Proposal) -> Response:
    return with_change(
        visit,
        "positions/new.html",
        proposal,
        form=visit.form(commands.state),
        **asked(visit.work, proposal),
        may=visit.work.may(proposal, policy.state),
    )


def asked(work: Work, proposal: Proposal) -> dict[str, Any]:
    """The seats for which somebody speaks, those not yet heard first; of a single one, what it said until now."""
    heard = queries.heard(work, proposal.id)
    seats = sorted(queries.seats_of_mine(work, proposal.group_id), key=lambda seat: seat.id in heard)
    mine = queries.current(work, proposal.id, seats[0].id) if len(seats) == 1 else None
    return {"seats": seats, "mine": mine, "hidden": is_hidden(work, proposal), "words": WORDS}


def letter(visit: Visit, proposal: Proposal) -> Response:
    """The form in which the secretary records what a seat's letter says."""
    return with_change(
        visit,
        "positions/letter.html",
        proposal,
        **limits(visit),
        form=visit.form(commands.transcribe),
        seats=queries.seats_of_others(visit.work, proposal.group_id),
        hidden=is_hidden(visit.work, proposal),
        may=visit.work.may(proposal, policy.transcribe),
    )


def by_link(visit: Visit, token: str) -> Response:
    """The page of a letter's link. Looking changes nothing, so that a mail scanner speaks for nobody."""
    try:
        work, person, proposal, _ = personal.follow(visit.work, token, policy.state)
    except NotFound:
        visit.status = 404
        return visit.page("positions/lost.html")
    with using(current() if visit.me or "lang" in visit.request.cookies else person.language.value):
        form = visit.form(commands.state_by_link)
        return visit.page("positions/by_link.html", token=token, form=form, **of_person(work, person, proposal))


def of_person(work: Work, person: Person, proposal: Proposal) -> dict[str, Any]:
    """What somebody reads of a proposal before she speaks for her seat."""
    about = proposals.about(work, proposal)
    return {
        "person": person,
        "proposal": proposal,
        "group": about.group,
        "zone": about.group.timezone,
        "change": change(work, proposal, about.baseline_digest),
        **queries.tally(work, proposal),
        **asked(work, proposal),
    }


def show(visit: Visit, position: Position) -> Response:
    group = groups.group_of(visit.work, position.group_id)
    said = {view.id: view for view in queries.positions(visit.work, position.proposal_id)}
    letters = queries.letters(visit.work, [said[position.id]]).get(position.id, [])
    return visit.page(
        "positions/show.html",
        group=group,
        zone=group.timezone,
        proposal=visit.work.session.get_one(Proposal, position.proposal_id),
        position=said[position.id],
        words=WORDS,
        answers=queries.answers(visit.work, position.proposal_id).get(position.id, []),
        letters=letters,
        as_read=as_read(letters),
        agreeing=visit.form(commands.agree),
        answering=visit.form(commands.answer).under("answer-"),
        judging=visit.form(commands.judge).under("met-"),
        may=visit.work.may(position, policy.agree, policy.answer, policy.judge),
    )


def to_proposal(_: Visit, position: Any) -> str:
    return url("proposals:show", key=position.proposal_id) + f"#position-{position.id}"


routes: Sequence[Route] = [
    read("/positions/by-link/{token}", by_link, ANYONE, cache="link", rate="link"),
    write(
        "/positions/by-link/{token}", commands.state_by_link, Stating, back_to=by_link, rate="link",
        done=gettext_noop("Your seat's position is stated."),
    ),
    read("/positions/{key:key}", show, policy.see),
    read("/proposals/{key:key}/position", new, policy.speak),
    write(
        "/proposals/{key:key}/positions", commands.state, Stating, back_to=new, then=to_proposal,
        done=gettext_noop("Your seat's position is stated."),
    ),
    read("/proposals/{key:key}/positions/letter", letter, policy.take_letter),
    upload(
        "/proposals/{key:key}/positions/letter", commands.transcribe, Transcribing, keep, back_to=letter,
        then=to_proposal, done=gettext_noop("Recorded. The seat is told, and has five days to correct it."),
    ),
    write(
        "/positions/{key:key}/agreement", commands.agree, Confirming, back_to=show, then=to_proposal,
        done=gettext_noop("Recorded. Thank you."),
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
