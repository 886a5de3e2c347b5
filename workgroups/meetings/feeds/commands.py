from workgroups.core.errors import WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.meetings.feeds import events, policy, queries
from workgroups.people import personal
from workgroups.people.models import Person


@command(policy.subscribe)
def make_address(work: Work, person: Person, _: Nothing) -> str:
    """Make the address of my calendar; one that I had ends. Returns its secret, which is shown now and never again."""
    end(work)
    secret, link = personal.draw(work.session, person.id, policy.subscribe, person.id, work.now)
    work.record(events.CalendarAddressMade(), about=link)
    return secret


@command(policy.subscribe)
def end_address(work: Work, _: Person, __: Nothing) -> None:
    """Nobody can read my calendar by its address any more."""
    if not end(work):
        raise WrongState(gettext_noop("Your calendar has no address."))


def end(work: Work) -> bool:
    """End the address of my calendar, if there is one."""
    link = queries.own_link(work)
    if link is None:
        return False
    link.ended_at = work.now
    work.record(events.CalendarAddressEnded(), about=link)
    return True
