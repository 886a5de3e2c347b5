from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.links.papers.keeping import keep
from workgroups.links.papers.queries import as_read
from workgroups.links.papers.routes import limits
from workgroups.pathways import queries as pathways
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.answers import adoption, commands, policy, queries
from workgroups.pathways.proposals.answers.forms import WORDS, Confirming, Recording, Resolving, TakingBack
from workgroups.pathways.proposals.answers.models import BodyEntry, Conflict
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.operations.sides import sides
from workgroups.pathways.proposals.routes import with_change
from workgroups.web.endpoints import read, write
from workgroups.web.uploading import upload
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def new(visit: Visit, proposal: Proposal) -> Response:
    anew = queries.taken_back(visit.work, proposal, visit.query.get("anew", ""))
    asked = str(anew.organisation_id) if anew else visit.query.get("body", "")
    return with_change(
        visit,
        "answers/new.html",
        proposal,
        **limits(visit),
        form=visit.form(commands.record, anew, body=asked if asked.isdigit() else None),
        anew=anew,
        bodies=[view for view in proposals.about(visit.work, proposal).bodies if view.may_record],
        operations=proposals.content(visit.work, proposal)["operations"],
        may=visit.work.may(proposal, policy.record),
    )


def show(visit: Visit, entry: BodyEntry) -> Response:
    told = next(view for view in queries.entries(visit.work, entry.proposal_id) if view.id == entry.id)
    documents = queries.documents(visit.work, [told])
    proposal = visit.work.session.get_one(Proposal, entry.proposal_id)
    return with_change(
        visit,
        "answers/show.html",
        proposal,
        entry=told,
        before=queries.adopted_places(visit.work, proposal),
        documents=documents,
        as_read=as_read(documents.get(entry.id, [])),
        words=WORDS,
        confirming=visit.form(commands.confirm),
        taking_back=visit.form(commands.take_back),
    )


def conflict(visit: Visit, conflict: Conflict) -> Response:
    group = groups.group_of(visit.work, conflict.group_id)
    draft = pathways.draft(visit.work, conflict.pathway_id)
    proposal = visit.work.session.get_one(Proposal, conflict.proposal_id)
    known = (draft.document, *proposals.both(visit.work, proposal))
    return visit.page(
        "answers/conflict.html",
        group=group,
        zone=group.timezone,
        proposal=proposal,
        conflict=conflict,
        sides=sides(known, conflict, proposals.body_names(visit.work, *known)),
        wrong=adoption.wrong(draft.document, conflict) if conflict.resolved_at is None else [],
        step=draft.ids.get(conflict.step_key or ""),
        form=visit.form(commands.resolve),
        may=visit.work.may(conflict, policy.resolve),
    )


def anew(_: Visit, entry: BodyEntry) -> str:
    """What was taken back is recorded as it should be."""
    return url("answers:new", key=entry.proposal_id) + f"?anew={entry.id}"


def to_proposal(_: Visit, entry: Any) -> str:
    return url("proposals:show", key=entry.proposal_id) + "#answers"


routes: Sequence[Route] = [
    read("/proposals/{key:key}/answers/new", new, policy.hear),
    upload(
        "/proposals/{key:key}/answers", commands.record, Recording, keep, back_to=new,
        then=to_proposal, done=gettext_noop("Recorded."),
    ),
    read("/answers/{key:key}", show, policy.see),
    write(
        "/answers/{key:key}/confirmation", commands.confirm, Confirming, back_to=show, then=to_proposal,
        done=gettext_noop("Confirmed."),
    ),
    write(
        "/answers/{key:key}/withdrawal", commands.take_back, TakingBack, back_to=show, then=anew,
        done=gettext_noop("Taken back. Record it as it should be, or leave it at that."),
    ),
    read("/conflicts/{key:key}", conflict, policy.see_conflict),
    write(
        "/conflicts/{key:key}/resolution", commands.resolve, Resolving, back_to=conflict, then=to_proposal,
        done=gettext_noop("Resolved."),
    ),
]  # fmt: skip
