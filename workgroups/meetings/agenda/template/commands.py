from sqlalchemy import update
from sqlmodel import col

from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop, language_map
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups import policy as group_policy
from workgroups.groups.events import GroupFounded
from workgroups.groups.models import Group
from workgroups.meetings.agenda.models import STEP
from workgroups.meetings.agenda.template import events, policy, queries
from workgroups.meetings.agenda.template.forms import Placing, Settling
from workgroups.meetings.agenda.template.models import StandingItem, usual


@reacts_to(GroupFounded)
def begin(work: Work, _: GroupFounded, group: Group) -> None:
    """A group starts with the usual template."""
    work.session.add_all(usual(group.id))


@command(policy.change)
def settle(work: Work, item: StandingItem, settling: Settling) -> StandingItem:
    """Change a standing item of the agendas to come; agendas that are drafted already keep theirs."""
    if not (settling.title_en or settling.title_fr):
        raise Invalid(title_en=gettext_noop("Give the item a title in one language at least."))
    item.title = language_map(en=settling.title_en, fr=settling.title_fr)
    item.section = language_map(en=settling.section_en, fr=settling.section_fr)
    item.kind, item.minutes_long = settling.kind, settling.minutes_long
    item.is_on, item.at_end = settling.is_on, settling.at_end
    work.record(events.StandingItemChanged(item.is_on), about=item)
    return item


@command(group_policy.arrange)
def order(work: Work, group: Group, placing: Placing) -> None:
    """Move a standing item right above another one, or to the end.

    The group is locked, so two people who move items at once both get what they asked for.
    """
    items = {item.id: item for item in queries.template(work, group.id)}
    keys = [key for key in items if key != placing.item]
    if placing.item not in items or placing.above not in (None, *keys):
        raise WrongState(gettext_noop("That item is no longer where you saw it. This is the template now."))
    keys.insert(len(keys) if placing.above is None else keys.index(placing.above), placing.item)
    if keys == list(items):
        return
    for number, key in enumerate(keys, 1):
        # Written past the row's version: moving an item must not make somebody's edit of it stale.
        work.session.execute(update(StandingItem).where(col(StandingItem.id) == key).values(position=number * STEP))
    work.record(events.TemplateReordered(placing.item), about=group, group_id=group.id)
