from workgroups.core import clock
from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups.models import Group
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.interests import events, policy, queries
from workgroups.meetings.interests.forms import Declaring
from workgroups.meetings.interests.models import Interest


@command(policy.declare)
def declare(work: Work, group: Group, declaring: Declaring) -> Interest:
    """Say what might sway a seat, for this year."""
    return store(work, group, declaring)


@command(policy.declare_at)
def declare_at(work: Work, item: AgendaItem, declaring: Declaring) -> Interest:
    """Say so at one item."""
    return store(work, work.session.get_one(Group, item.group_id), declaring, item)


def store(work: Work, group: Group, declaring: Declaring, item: AgendaItem | None = None) -> Interest:
    """Keep a declaration. Raises `Invalid` for a seat for which I cannot declare."""
    able = queries.declarers(work, group.id)
    own = [seat.id for seat in able if seat.mine]
    chosen = declaring.seat or (own[0] if len(own) == 1 else None)
    if chosen not in [seat.id for seat in able]:
        raise Invalid(seat=gettext_noop("Choose a seat for which you can declare."))
    interest = work.add(
        Interest(
            group_id=group.id, seat_id=chosen, year=clock.today(work.now, group.timezone).year,
            item_id=item.id if item else None, text=declaring.text, person_id=work.me, at=work.now,
        )
    )  # fmt: skip
    work.record(events.InterestDeclared(for_seat_id=interest.seat_id, item_id=interest.item_id), about=interest)
    return interest


@command(policy.take_back)
def take_back(work: Work, interest: Interest, _: Nothing) -> Interest:
    """It does not hold any more, or was worded badly. The ledger keeps that it stood."""
    interest.taken_back_at, interest.taken_back_by_id = work.now, work.me
    work.record(events.InterestTakenBack(), about=interest)
    return interest
