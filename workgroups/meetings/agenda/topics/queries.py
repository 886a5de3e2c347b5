from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.work import Work
from workgroups.links.models import Link, Relation
from workgroups.links.topics import Topic, topics
from workgroups.meetings.agenda.models import AgendaItem

CONCERNED = select(col(Link.to_kind), col(Link.to_id)).where(
    col(Link.from_kind) == AgendaItem.__name__,
    col(Link.from_id) == bindparam("key"),
    col(Link.relation) == Relation.CONCERNS,
)


def choice(work: Work, item: AgendaItem) -> tuple[list[Topic], list[Topic]]:
    """What the item is about, and what else it could be about, as far as I see it."""
    linked = {f"{kind}:{key}" for kind, key in work.rows(CONCERNED, key=item.id)}
    known = topics(work, item.group_id)
    return [one for one in known if one.name in linked], [one for one in known if one.name not in linked]
