from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.desk import queries
from workgroups.groups import policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.people.models import Person
from workgroups.people.policy import oneself
from workgroups.web.endpoints import read
from workgroups.web.visits import Visit


def show(visit: Visit, _: Person) -> Response:
    """The desk: what waits for me, over all my groups."""
    return visit.page("desk/show.html", waits=queries.waiting(visit.work), groups=groups.mine(visit.work))


def overview(visit: Visit, group: Group) -> Response:
    """A group at a glance."""
    seats = groups.seats(visit.work, group.id)
    return visit.page(
        "desk/overview.html",
        group=group,
        zone=group.timezone,
        table=groups.table(seats),
        waits=queries.waiting(visit.work, group.slug),
        may=visit.work.may(group, policy.speak, policy.arrange),
    )


routes: Sequence[Route] = [
    read("/desk", show, oneself),
    read("/groups/{key}", overview, policy.see),
]
