from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import current, gettext_noop
from workgroups.groups import queries as groups
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.forwarding import commands, policy, queries
from workgroups.pathways.proposals.forwarding.forms import Adapting, Sending, SettingAside
from workgroups.pathways.proposals.forwarding.models import WORDS, WORDS_HERE, Forwarding
from workgroups.pathways.proposals.forwarding.snapshot import Snapshot, taken
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.routes import bodies, changes, its_page
from workgroups.pathways.proposals.showing import differences
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def read_there(snapshot: Snapshot) -> dict[str, Any]:
    """What a page shows of a snapshot, and of what is recommended only beside an adopted part."""
    return {"snapshot": snapshot, "steps": step_by_step(snapshot.told), "rest": step_by_step(snapshot.rest)}


def step_by_step(told: dict[str, dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The changed steps, with the texts in the reader's language and, apart, in the other."""
    steps = told[current()]["steps"] if told else []
    both = [[step | {"rows": differences(step, translations=other)} for step in steps] for other in (False, True)]
    return [[step for step in steps if step["rows"]] for steps in both]


def new(visit: Visit, proposal: Proposal) -> Response:
    """Before it leaves the room: to whom, why, and exactly what they read."""
    group, snapshot = groups.group_of(visit.work, proposal.group_id), taken(visit.work, proposal)
    return visit.page(
        "forwarding/new.html",
        group=group,
        zone=group.timezone,
        proposal=proposal,
        form=visit.form(commands.forward),
        candidates=queries.candidates(visit.work, proposal),
        forwarded=queries.forwarded(visit.work, proposal),
        words=WORDS,
        **read_there(snapshot),
    )


def about(visit: Visit, forwarding: Forwarding) -> dict[str, Any]:
    """What both pages in the room of the other group say of it."""
    group = groups.group_of(visit.work, forwarding.group_id)
    snapshot = Snapshot.model_validate(forwarding.snapshot)
    return {"group": group, "zone": group.timezone, "forwarding": forwarding, **read_there(snapshot)}


def show(visit: Visit, forwarding: Forwarding) -> Response:
    return visit.page(
        "forwarding/show.html",
        **about(visit, forwarding),
        words=WORDS_HERE,
        adapted=queries.adapted(visit.work, forwarding),
        setting=visit.form(commands.set_aside),
        may=visit.work.may(forwarding, policy.adapt, policy.set_aside),
    )


def adapting(visit: Visit, forwarding: Forwarding) -> Response:
    """Title and reason to start from, beside the proposal as it was forwarded."""
    known, said = proposals.changeable(visit.work, forwarding.group_id), about(visit, forwarding)
    starting: dict[str, Any] = {f"title_{language}": text for language, text in forwarding.title.items()}
    return visit.page(
        "forwarding/adapting.html",
        **said,
        form=visit.form(commands.adapt, **starting, reason=said["snapshot"].reason),
        pathways=known,
        **bodies(visit, forwarding.group_id, known[0].id),
        may=visit.work.may(forwarding, policy.adapt),
    )


routes: Sequence[Route] = [
    read("/proposals/{key:key}/forwardings/new", new, policy.forward),
    write(
        "/proposals/{key:key}/forwardings", commands.forward, Sending, back_to=new, then=its_page,
        done=gettext_noop("Forwarded. The other group decides what to do with it, and this page says what it did."),
    ),
    read("/forwardings/{key:key}", show, policy.see),
    read("/forwardings/{key:key}/adaptation", adapting, policy.consider),
    write(
        "/forwardings/{key:key}/adaptations", commands.adapt, Adapting, back_to=adapting, then=changes,
        done=gettext_noop("Drafted. Now say what should change."),
    ),
    write(
        "/forwardings/{key:key}/setting-aside", commands.set_aside, SettingAside, back_to=show,
        done=gettext_noop("Set aside. The group that forwarded it reads that it was, and not why."),
    ),
]  # fmt: skip
