from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Command
from workgroups.groups import commands, policy, queries
from workgroups.groups.chairs import commands as chairs
from workgroups.groups.forms import (
    Closing,
    DeclaringAbsence,
    Founding,
    Inviting,
    NamingAlternate,
    NamingCoordinator,
    NominatingChair,
    ProposingDeputy,
    Seating,
    Settling,
)
from workgroups.groups.models import Group, Nomination, Seat
from workgroups.people import queries as people
from workgroups.people.models import Person
from workgroups.people.policy import administer, oneself
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def index(visit: Visit, _: Person) -> Response:
    return visit.page("groups/index.html", groups=queries.mine(visit.work))


def members(visit: Visit, group: Group) -> Response:
    seats = queries.seats(visit.work, group.id)
    return visit.page(
        "groups/members.html",
        group=group,
        zone=group.timezone,
        seats=seats,
        table=queries.table(seats),
        coordinators=queries.coordinators(visit.work, group.id),
        nominations=queries.nominations(visit.work, group.id),
        acting=queries.acting(visit.work, group.id),
        may=visit.work.may(group, policy.arrange),
    )


SEAT_RULES = (
    policy.change_seat,
    policy.name_alternate,
    policy.nominate,
    policy.propose_deputy,
    policy.let_deputy_act,
)


def seat(visit: Visit, seat: Seat) -> Response:
    group = queries.group_of(visit.work, seat.group_id)
    seats = queries.seats(visit.work, group.id)
    return visit.page(
        "groups/seat.html",
        group=group,
        zone=group.timezone,
        seat=next(view for view in seats if view.id == seat.id),
        seats=seats,
        may=visit.work.may(seat, *SEAT_RULES),
        organisations=people.organisations(visit.work) if seat.is_chair else [],
        inviting=visit.form(commands.invite, seat),
        alternate=visit.form(commands.name_alternate, seat),
        nominating=visit.form(chairs.nominate, seat),
        deputising=visit.form(chairs.propose_deputy, seat),
        absence=visit.form(chairs.let_deputy_act, seat),
        pressing=visit.form(commands.vacate, seat),
    )


def new_seat(visit: Visit, group: Group) -> Response:
    return visit.page(
        "groups/new_seat.html",
        group=group,
        form=visit.form(commands.add_seat),
        organisations=people.organisations(visit.work),
    )


def settings(visit: Visit, group: Group) -> Response:
    may = visit.work.may(group, policy.close)
    return visit.page("groups/settings.html", group=group, may=may, form=visit.form(commands.settle, group))


def closing(visit: Visit, group: Group) -> Response:
    successors = queries.others_at_work(visit.work, group)
    return visit.page("groups/closing.html", group=group, successors=successors, form=visit.form(commands.close))


def nomination(visit: Visit, nomination: Nomination) -> Response:
    return visit.page(
        "groups/nomination.html",
        nomination=nomination,
        group=queries.group_of(visit.work, nomination.group_id),
        nominee=visit.work.session.get_one(Person, nomination.person_id),
        seat=visit.work.session.get_one(Seat, nomination.seat_id),
        organisation=queries.nominated_for(visit.work, nomination),
        agreeing=visit.form(chairs.agree),
        declining=visit.form(chairs.decline),
        may=visit.work.may(nomination, policy.agree),
    )


def administration(visit: Visit, _: Person) -> Response:
    return visit.page(
        "groups/admin.html",
        groups=queries.groups(visit.work),
        professions=queries.professions(visit.work),
        form=visit.form(commands.found),
    )


def administered(visit: Visit, group: Group) -> Response:
    may = visit.work.permits(queries.chair_seats(visit.work, group.id), policy.name_chair)
    return visit.page(
        "groups/administered.html",
        group=group,
        chairs=[view for view in queries.seats(visit.work, group.id) if view.is_chair],
        may=may,
        coordinating=visit.form(commands.name_coordinator, group),
        coordinators=queries.coordinators(visit.work, group.id),
        people=people.people(visit.work),
    )


def chair(visit: Visit, seat: Seat) -> Response:
    """Where an administrator names a co-chair."""
    return visit.page(
        "groups/chair.html",
        group=queries.group_of(visit.work, seat.group_id),
        seat=seat,
        form=visit.form(chairs.name_chair, seat),
        organisations=people.organisations(visit.work),
    )


def of_seat(path: str, command: Command, form: type, done: str) -> Route:  # type: ignore[type-arg]
    """A change to a seat, which comes back to the seat's page."""
    return write(f"/seats/{{key:key}}/{path}", command, form, back_to=seat, done=done)


routes: Sequence[Route] = [
    read("/groups", index, oneself),
    read("/groups/{key}/members", members, policy.see),
    read("/groups/{key}/settings", settings, policy.arrange),
    write("/groups/{key}/settings", commands.settle, Settling, back_to=settings, done=gettext_noop("Saved.")),
    read("/groups/{key}/seats/new", new_seat, policy.arrange),
    read("/groups/{key}/closing", closing, policy.close),
    write(
        "/groups/{key}/closing",
        commands.close,
        Closing,
        back_to=closing,
        then=lambda visit, _: url("desk:overview", **visit.request.path_params),
        done=gettext_noop("The group is closed. Everybody who sat at its table is told."),
    ),
    write(
        "/groups/{key}/seats",
        commands.add_seat,
        Seating,
        back_to=new_seat,
        then="groups:seat",
        done=gettext_noop("The seat is at the table. Invite somebody to take it."),
    ),
    read("/seats/{key:key}", seat, policy.see_seat),
    of_seat("invitation", commands.invite, Inviting, gettext_noop("Invited. The letter is on its way.")),
    of_seat("vacancy", commands.vacate, Nothing, gettext_noop("The seat is vacant. What it owns stays with it.")),
    of_seat("alternate", commands.name_alternate, NamingAlternate, gettext_noop("Your alternate is named.")),
    of_seat("alternate/leaving", commands.drop_alternate, Nothing, gettext_noop("Nobody is your alternate now.")),
    write(
        "/seats/{key:key}/nominations",
        chairs.nominate,
        NominatingChair,
        back_to=seat,
        then="groups:nomination",
        done=gettext_noop("Nominated. The other co-chair has to agree."),
    ),
    write(
        "/seats/{key:key}/deputy",
        chairs.propose_deputy,
        ProposingDeputy,
        back_to=seat,
        then="groups:nomination",
        done=gettext_noop("Proposed. The other co-chair has to agree."),
    ),
    of_seat(
        "absences", chairs.let_deputy_act, DeclaringAbsence, gettext_noop("Your deputy acts for you on these days.")
    ),
    read("/nominations/{key:key}", nomination, policy.see_nomination),
    write(
        "/nominations/{key:key}/agreement",
        chairs.agree,
        Nothing,
        back_to=nomination,
        done=gettext_noop("Agreed."),
    ),
    write(
        "/nominations/{key:key}/refusal",
        chairs.decline,
        Nothing,
        back_to=nomination,
        done=gettext_noop("Declined. Everything stays as it is."),
    ),
    read("/admin", administration, administer, name="admin:index"),
    write(
        "/admin/groups",
        commands.found,
        Founding,
        back_to=administration,
        then=lambda _visit, group: url("groups:administered", key=group.slug),
        done=gettext_noop("The group is forming. Name its co-chairs."),
    ),
    read("/admin/groups/{key}", administered, policy.administer),
    write(
        "/admin/groups/{key}/coordinators",
        commands.name_coordinator,
        NamingCoordinator,
        back_to=administered,
        done=gettext_noop("Saved."),
    ),
    read("/admin/seats/{key:key}", chair, policy.name_chair),
    write(
        "/admin/seats/{key:key}/holder",
        chairs.name_chair,
        NominatingChair,
        back_to=chair,
        then=lambda _visit, slug: url("groups:administered", key=slug),
        done=gettext_noop("Named. The letter is on its way."),
    ),
]
