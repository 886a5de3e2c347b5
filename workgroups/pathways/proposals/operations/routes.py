from collections.abc import Sequence
from typing import Any

from starlette.routing import Route

from workgroups.groups import queries as groups
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.forwarding import queries as forwarding
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.operations.commands import PROPOSALS
from workgroups.pathways.proposals.operations.pages import Pages
from workgroups.web.visits import Visit


def about(visit: Visit, proposal: Proposal) -> dict[str, Any]:
    group = groups.group_of(visit.work, proposal.group_id)
    origin = forwarding.origin(visit.work, proposal)
    return {"group": group, "zone": group.timezone, "proposal": proposal, "amendment": None, "origin": origin}


PAGES = Pages("operations", "/proposals/{key:key}", PROPOSALS, proposals.bring_up_to_date, about)

routes: Sequence[Route] = PAGES.routes()
