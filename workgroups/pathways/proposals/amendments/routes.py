from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import current, gettext_noop
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.pathways.diff import diff
from workgroups.pathways.operations import Applied, apply
from workgroups.pathways.operations import read as operations_of
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.amendments import commands, policy, queries
from workgroups.pathways.proposals.amendments.forms import Amending, Answering
from workgroups.pathways.proposals.amendments.models import WORDS, Amendment
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.operations.pages import Pages
from workgroups.pathways.proposals.operations.sides import Sides, sides
from workgroups.pathways.proposals.renditions import rendition
from workgroups.pathways.proposals.routes import with_change
from workgroups.pathways.proposals.showing import Change, told
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit

VERBS = (policy.edit, policy.open_up, policy.withdraw, policy.answer)


def new(visit: Visit, proposal: Proposal) -> Response:
    return with_change(visit, "amendments/new.html", proposal, form=visit.form(commands.amend))


def about(visit: Visit, amendment: Amendment) -> dict[str, Any]:
    """What every page of an amendment says of it."""
    group = groups.group_of(visit.work, amendment.group_id)
    proposal = queries.proposal_of(visit.work, amendment)
    return {"group": group, "zone": group.timezone, "proposal": proposal, "amendment": amendment, "origin": None}


def show(visit: Visit, amendment: Amendment) -> Response:
    return visit.page(
        "amendments/show.html",
        **about(visit, amendment),
        words=WORDS,
        behind=queries.behind(visit.work, amendment),
        change=told(amendment.told[current()], amends=True),
        unfit=unfit(visit.work, amendment),
        opening=visit.form(commands.open_up, amendment),
        withdrawing=visit.form(commands.withdraw, amendment),
        may=visit.work.may(amendment, *VERBS),
        beside=links.beside(visit.work, amendment),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


def unfit(work: Work, amendment: Amendment, merged: Applied | None = None) -> list[Sides]:
    """What of an amendment that is not settled no longer fits its proposal, with both texts."""
    if amendment.state not in policy.UNSETTLED:
        return []
    merged = merged or queries.merged(work, amendment)
    base = queries.base(work, amendment)
    known = (merged.document, apply(base, operations_of(amendment.operations)).document, base)
    bodies = proposals.body_names(work, *known)
    return [sides(known, conflict, bodies) for conflict in merged.conflicts]


def edit(visit: Visit, amendment: Amendment) -> Response:
    form = visit.form(commands.argue, amendment)
    return visit.page("amendments/edit.html", **about(visit, amendment), form=form)


def answering(visit: Visit, amendment: Amendment) -> Response:
    """Before the answer: what the amended proposal would say, and what becomes of what was said of it so far."""
    said = about(visit, amendment)
    merged = queries.merged(visit.work, amendment)
    return visit.page(
        "amendments/answering.html",
        **said,
        behind=queries.behind(visit.work, amendment),
        change=told(amendment.told[current()], amends=True),
        unfit=unfit(visit.work, amendment, merged),
        result=result(visit.work, said["proposal"], merged),
        form=visit.form(commands.answer),
        may=visit.work.may(amendment, policy.answer, policy.accept),
    )


def result(work: Work, proposal: Proposal, merged: Applied) -> Change:
    """What a proposal would say with an amendment in it."""
    base = proposals.baseline(work, proposal)
    bodies = proposals.body_names(work, base, merged.document)
    return told(rendition(base, diff(base, merged.document), bodies), second=True)


def changes(_: Visit, amendment: Amendment) -> str:
    """After drafting one says what should be different."""
    return url("amending:show", key=amendment.id)


def its_page(visit: Visit, _: object) -> str:
    return url("amendments:show", key=visit.request.path_params["key"])


PATH = "/amendments/{key:key}"
PAGES = Pages("amending", PATH, commands.AMENDMENTS, commands.bring_up_to_date, about)

routes: Sequence[Route] = [
    read("/proposals/{key:key}/amendments/new", new, policy.amend),
    write(
        "/proposals/{key:key}/amendments", commands.amend, Amending, back_to=new, then=changes,
        done=gettext_noop("Drafted. Now say what should be different."),
    ),
    read(PATH, show, policy.see),
    read(f"{PATH}/edit", edit, policy.edit),
    write(
        f"{PATH}/argument", commands.argue, Amending, back_to=edit, then=its_page, done=gettext_noop("Saved."),
    ),
    write(
        f"{PATH}/opening", commands.open_up, Nothing, back_to=show,
        done=gettext_noop("The amendment is open. The seats that propose are asked for their answer."),
    ),
    write(f"{PATH}/withdrawal", commands.withdraw, Nothing, back_to=show, done=gettext_noop("Withdrawn.")),
    read(f"{PATH}/answer", answering, policy.consider),
    write(
        f"{PATH}/answers", commands.answer, Answering, back_to=answering, then=its_page,
        done=gettext_noop("Your answer is recorded."),
    ),
    commenting(PATH, policy.KIND, back_to=show),
    *PAGES.routes(),
]  # fmt: skip
