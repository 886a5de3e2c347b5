from collections.abc import Collection, Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.clock import today
from workgroups.core.forms import Form, Nothing
from workgroups.core.languages import LanguageMap, current, gettext_noop
from workgroups.core.work import Command
from workgroups.groups import audience
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.pathways import agenda
from workgroups.pathways import queries as pathways
from workgroups.pathways.barriers import queries as barriers
from workgroups.pathways.forms import PuttingOnAgenda
from workgroups.pathways.proposals import commands, notices, policy, queries
from workgroups.pathways.proposals.amendments import policy as amendments_policy
from workgroups.pathways.proposals.amendments import queries as amendments
from workgroups.pathways.proposals.amendments.models import WORDS as AMENDMENT_WORDS
from workgroups.pathways.proposals.answers import policy as answers_policy
from workgroups.pathways.proposals.answers import queries as answers
from workgroups.pathways.proposals.answers.forms import WORDS as ENTRY_WORDS
from workgroups.pathways.proposals.authors import commands as author_commands
from workgroups.pathways.proposals.authors import policy as authors_policy
from workgroups.pathways.proposals.authors import queries as authors
from workgroups.pathways.proposals.course import way
from workgroups.pathways.proposals.deadlines import usual_deadline
from workgroups.pathways.proposals.forms import Calling, Grounding, Proposing, Withdrawing
from workgroups.pathways.proposals.forwarding import policy as forwarding_policy
from workgroups.pathways.proposals.forwarding import queries as forwarding
from workgroups.pathways.proposals.forwarding.models import WORDS as FORWARDING_WORDS
from workgroups.pathways.proposals.forwarding.models import WORDS_HERE
from workgroups.pathways.proposals.models import REACHED_WORDS, RESPONSIBLE, WORDS, Proposal, ProposalState
from workgroups.pathways.proposals.positions import policy as positions_policy
from workgroups.pathways.proposals.positions.forms import WORDS as POSITION_WORDS
from workgroups.pathways.proposals.procedure import policy as procedure_policy
from workgroups.pathways.proposals.procedure import queries as procedure
from workgroups.pathways.proposals.procedure.forms import WORDS as PROCEDURE_WORDS
from workgroups.pathways.proposals.showing import change, table
from workgroups.pathways.proposals.verdicts import policy as verdicts_policy
from workgroups.pathways.proposals.verdicts import queries as verdicts
from workgroups.people import queries as people
from workgroups.people.models import Person
from workgroups.web.endpoints import read, write
from workgroups.web.letters import preview
from workgroups.web.urls import url
from workgroups.web.visits import Visit

VERBS = (
    *(policy.edit, policy.open_up, policy.withdraw, policy.call, policy.extend, policy.put_on_agenda),
    *(authors_policy.name_author, authors_policy.leave, procedure_policy.lay_down, amendments_policy.amend),
    *(policy.comment, positions_policy.state, positions_policy.transcribe),
    *(verdicts_policy.decide, answers_policy.record, forwarding_policy.forward),
)


def index(visit: Visit, group: Group) -> Response:
    return visit.page(
        "proposals/index.html",
        group=group,
        zone=group.timezone,
        words=REACHED_WORDS,
        proposals=queries.proposals(visit.work, group.id),
        owing=answers.owing(visit.work),
        received=forwarding.received(visit.work, group.id),
        received_words=WORDS_HERE,
        may=visit.work.may(group, policy.propose),
    )


def new(visit: Visit, group: Group) -> Response:
    known = queries.changeable(visit.work, group.id)
    asked, step = visit.query.get("barrier", ""), pathways.step_asked(visit.work, group.id, visit.query.get("step", ""))
    beginning = str(step.pathway_id) if step else visit.query.get("pathway", "")
    chosen = next((row for row in known if str(row.id) == beginning), None)
    return visit.page(
        "proposals/new.html",
        group=group,
        zone=group.timezone,
        step=step,
        pathways=known,
        form=visit.form(
            commands.propose,
            barrier=asked if asked.isdigit() else None,
            earlier=visit.query.get("earlier"),
            pathway=chosen and chosen.id,
        ),
        **grounds(visit, group.id),
        decided=queries.decided(visit.work, group.id),
        undecided=queries.undecided(visit.work, group.id) if len(known) > 1 else (),
        **bodies(visit, group.id, (chosen or known[0]).id),
    )


def grounds(visit: Visit, group_id: int, barrier: int | None = None) -> dict[str, Any]:
    """The barriers that stand, besides the one it answers, and the decisions, to choose from."""
    known = barriers.barriers(visit.work, group_id)
    return {
        "barriers": [view for view in known if view.is_standing or view.id == barrier],
        "decisions": queries.decisions(visit.work, group_id),
    }


def bodies(
    visit: Visit, group_id: int, pathway_id: int, named: Collection[int] = ()
) -> dict[str, list[tuple[int, LanguageMap]]]:
    """The organisations to choose responsible bodies from: those that the proposal or the pathway names, those at the
    table that can change requirements, and the others.
    """
    every = {row.id: row.name for row in people.organisations(visit.work)}
    seats = groups.seats(visit.work, group_id)
    able = [seat.organisation_id for seat in seats if seat.organisation_id and seat.stakeholder_type in RESPONSIBLE]
    known = list(dict.fromkeys((*named, *pathways.bodies(visit.work, pathway_id), *able)))
    return {
        "bodies": [(body, every[body]) for body in known],
        "others": [(body, name) for body, name in every.items() if body not in known],
    }


def show(visit: Visit, proposal: Proposal) -> Response:
    about = queries.about(visit.work, proposal)
    may = visit.work.may(proposal, *VERBS)
    told = change(visit.work, proposal, about.baseline_digest)
    heard = said(visit, proposal, about)
    return visit.page(
        "proposals/show.html",
        group=about.group,
        zone=about.group.timezone,
        proposal=proposal,
        about=about,
        words=WORDS,
        change=told,
        procedures=procedure.procedures(visit.work, proposal),
        procedure_words=PROCEDURE_WORDS,
        in_force=proposal.is_in_force(today(visit.work.now, about.group.timezone)),
        **heard,
        way=way(visit.work, proposal, about, heard["responsible"], heard["verdicts"]),
        **forms(visit, proposal),
        **together(visit, proposal, may),
        amendments=amendments.amendments(visit.work, proposal.id) if proposal.opened_at else (),
        amendment_words=AMENDMENT_WORDS,
        forwarded=forwarding.forwarded(visit.work, proposal) if proposal.settled_at else (),
        forwarding_words=FORWARDING_WORDS,
        may=may | goes_on(visit, proposal),
        beside=links.Beside(
            policy.KIND.href(proposal.id),
            links.links(visit.work, proposal),
            links.comments(visit.work, proposal),
            "comment" in may,
            told.parts,
        ),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


def goes_on(visit: Visit, proposal: Proposal) -> set[str]:
    """May I propose something that takes up what was decided?"""
    if proposal.is_undecided:
        return set()
    return visit.work.may(groups.group_of(visit.work, proposal.group_id), policy.propose)


def said(visit: Visit, proposal: Proposal, about: queries.About) -> dict[str, Any]:
    """What seats, co-chairs and the responsible body said of a proposal."""
    around = table(visit.work, proposal)
    given = verdicts.verdicts(visit.work, proposal.id) if proposal.called_at else []
    standing = verdicts.standing(visit.work, proposal) if given else []
    unheard = {seat.id for seat in around.not_heard}
    entries = answers.entries(visit.work, proposal.id) if proposal.state is ProposalState.RECOMMENDED else []
    return {
        "table": around,
        "position_words": POSITION_WORDS,
        "mine": [view for view in around.current if view.seat_id in around.mine - unheard],
        "verdicts": given,
        "standing": standing,
        "own_decision": any(view.person_id == visit.work.me for view in standing),
        "responsible": answers.standings(about.bodies, entries, proposal),
        "documents": answers.documents(visit.work, entries),
        "entry_words": ENTRY_WORDS,
        "conflicts": answers.conflicts(visit.work, proposal.id) if proposal.adopted_at else (),
        "unpublished": answers.unpublished(visit.work, proposal) if proposal.adopted_at else None,
    }


def forms(visit: Visit, proposal: Proposal) -> dict[str, Any]:
    """The small forms of the page, each with ids of its own."""
    return {
        "opening": visit.form(commands.open_up, proposal),
        "extending": visit.form(commands.extend, deadline=proposal.deadline_on).under("extend-"),
        "withdrawing": visit.form(commands.withdraw).under("withdraw-"),
        "placing": visit.form(commands.put_on_agenda, minutes=20).under("agenda-"),
        "next": agenda.next_meeting(visit.work, proposal),
    }


def together(visit: Visit, proposal: Proposal, may: set[str]) -> dict[str, Any]:
    """The co-authors, and how they are named, taken off and leave."""
    return {
        "authors": authors.authors(visit.work, proposal),
        "candidates": authors.candidates(visit.work, proposal) if "name_author" in may else (),
        "naming": visit.form(author_commands.name).under("author-"),
        "removing": visit.form(author_commands.remove),
        "leaving": visit.form(author_commands.leave),
    }


def calling(visit: Visit, proposal: Proposal) -> Response:
    """Before the call leaves the room: until when, who is asked, and what the letter says."""
    group = groups.group_of(visit.work, proposal.group_id)
    prepared = procedure.prepared(visit.work, proposal, today(visit.work.now, group.timezone))
    usual = usual_deadline(visit.work.now, group.timezone)
    starting: dict[str, Any] = {"deadline": prepared.deadline_on if prepared else usual}
    return visit.page(
        "proposals/calling.html",
        group=group,
        zone=group.timezone,
        proposal=proposal,
        prepared=prepared,
        form=visit.form(commands.call, **starting),
        **asked(visit, proposal, starting),
    )


def asked(visit: Visit, proposal: Proposal, starting: dict[str, Any]) -> dict[str, Any]:
    """Everybody who is asked by a call, and the letter as the first of them gets it."""
    session, me = visit.work.session, visit.work.me
    people = list(audience.people(session, positions_policy.speak, proposal, visit.work.now, besides=me))
    reader = people[0] if people else session.get_one(Person, me)
    letter = notices.letter(session, proposal, reader, "called_mail", current(), **starting)
    subject, text = preview(visit, letter)
    seats = audience.by_type(groups.seats(visit.work, proposal.group_id), people)
    return {"audience": people, "by_type": seats, "reader": reader, "subject": subject, "text": text}


def with_change(visit: Visit, template: str, proposal: Proposal, **context: Any) -> Response:
    """A page with a form about a proposal, which shows what it changes too."""
    about = queries.about(visit.work, proposal)
    group, told = about.group, change(visit.work, proposal, about.baseline_digest)
    return visit.page(
        template, group=group, zone=group.timezone, proposal=proposal, about=about, change=told, **context
    )


def edit(visit: Visit, proposal: Proposal) -> Response:
    group, known = groups.group_of(visit.work, proposal.group_id), queries.grounds(visit.work, proposal)
    named = queries.named(visit.work, proposal)
    return visit.page(
        "proposals/edit.html",
        group=group,
        zone=group.timezone,
        proposal=proposal,
        form=visit.form(commands.argue, proposal, bodies=named, **known),
        **grounds(visit, proposal.group_id, known["barrier"]),
        **bodies(visit, proposal.group_id, proposal.pathway_id, named),
    )


def of_proposal(path: str, command: Command[Any, Any], form: type[Form], done: str) -> Route:
    """A change to a proposal, which comes back to its page."""
    return write(f"/proposals/{{key:key}}/{path}", command, form, back_to=show, done=done)


def changes(visit: Visit, proposal: Proposal) -> str:
    """After drafting one says what should change: first of the step that the address of the form named."""
    step = pathways.step_asked(visit.work, proposal.group_id, visit.query.get("step", ""))
    if step and step.pathway_id == proposal.pathway_id:
        return url("operations:edit", key=proposal.id, step=step.key)
    return url("operations:show", key=proposal.id)


def its_page(visit: Visit, _: None) -> str:
    return url("proposals:show", **visit.request.path_params)


comments = commenting("/proposals/{key:key}", policy.KIND, back_to=show)

routes: Sequence[Route] = [
    read("/groups/{key}/proposals", index, group_policy.see),
    read("/groups/{key}/proposals/new", new, policy.propose),
    write(
        "/groups/{key}/proposals", commands.propose, Proposing, back_to=new, then=changes,
        done=gettext_noop("Drafted. Now say what should change."),
    ),
    read("/proposals/{key:key}", show, policy.see),
    read("/proposals/{key:key}/edit", edit, policy.edit),
    write(
        "/proposals/{key:key}/argument", commands.argue, Grounding, back_to=edit, done=gettext_noop("Saved."),
        then=its_page,
    ),
    of_proposal("opening", commands.open_up, Nothing, gettext_noop("The proposal is open to the group.")),
    read("/proposals/{key:key}/calls", calling, policy.call, name="proposals:calling"),
    write(
        "/proposals/{key:key}/calls", commands.call, Calling, back_to=calling, then=its_page,
        done=gettext_noop("Every seat is asked for its position."),
    ),
    of_proposal("deadline", commands.extend, Calling, gettext_noop("The seats have more time.")),
    of_proposal("withdrawal", commands.withdraw, Withdrawing, gettext_noop("Withdrawn.")),
    of_proposal(
        "agenda", commands.put_on_agenda, PuttingOnAgenda,
        gettext_noop("On the agenda of the next meeting, for decision."),
    ),
    comments,
]  # fmt: skip
