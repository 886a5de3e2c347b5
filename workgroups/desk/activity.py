"""What happened in a group since a moment: one select over what each feature counts as news, under its own rule."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, cast, literal, null, select, true, union_all
from sqlmodel import col

from workgroups.actions.models import Action, ActionState
from workgroups.core.db import Document, UtcDateTime
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.work import Work
from workgroups.links.kinds import KINDS
from workgroups.meetings.decisions.models import Decision
from workgroups.outcomes.initiatives import queries as initiatives
from workgroups.outcomes.initiatives.models import Initiative, InitiativeState
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.proposals.forwarding.models import Forwarding
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.publishing.models import Edition

SHOWN = 12


class News(NamedTuple):
    """One thing that happened."""

    words: str
    title: str | LanguageMap
    href: str
    at: datetime


class Source(NamedTuple):
    """What counts as news: rows of a model for which `when` holds, at the moment in `at`; `words` is a msgid."""

    model: Any
    words: str
    at: Any
    when: Any = true()


MOVED = {
    InitiativeState.IDEA: gettext_noop("Initiative back to an idea: %(title)s"),
    InitiativeState.PROPOSED: gettext_noop("Initiative put forward: %(title)s"),
    InitiativeState.FUNDED: gettext_noop("Initiative funded: %(title)s"),
    InitiativeState.RUNNING: gettext_noop("Initiative under way: %(title)s"),
    InitiativeState.COMPLETED: gettext_noop("Initiative completed: %(title)s"),
    InitiativeState.DROPPED: gettext_noop("Initiative given up: %(title)s"),
}
SOURCES = (
    Source(Decision, gettext_noop("Decided: %(title)s"), Decision.at),
    Source(Action, gettext_noop("Done: %(title)s"), Action.finished_at, Action.state == ActionState.DONE),
    Source(Barrier, gettext_noop("Barrier reported: %(title)s"), Barrier.reported_at),
    Source(Proposal, gettext_noop("Proposed: %(title)s"), Proposal.opened_at),
    Source(
        Proposal,
        gettext_noop("Recommended: %(title)s"),
        Proposal.settled_at,
        Proposal.state == ProposalState.RECOMMENDED,
    ),
    Source(Proposal, gettext_noop("Adopted: %(title)s"), Proposal.adopted_at, col(Proposal.adopted_whole)),
    Source(Proposal, gettext_noop("Adopted in part: %(title)s"), Proposal.adopted_at, ~col(Proposal.adopted_whole)),
    Source(Initiative, gettext_noop("Initiative: %(title)s"), Initiative.proposed_at),
    *(
        Source(Initiative, said, initiatives.SINCE, and_(col(Initiative.state) == state, initiatives.HAS_MOVED))
        for state, said in MOVED.items()
    ),
    Source(Forwarding, gettext_noop("Sent to us: %(title)s"), Forwarding.at),
    Source(Edition, gettext_noop("Published: %(title)s"), Edition.published_at),
)


@cache
def statement() -> Any:
    parts = []
    for number, source in enumerate(SOURCES):
        kind = KINDS[source.model.__name__]
        plain, maps = (null(), kind.title) if kind.bilingual else (kind.title, cast(null(), Document))
        parts.append(
            select(
                literal(number).label("number"),
                col(source.model.id).label("key"),
                cast(plain, String).label("title"),
                maps.label("titles"),
                source.at.label("at"),
            ).where(
                col(source.model.group_id) == bindparam("group_id"),
                source.at > bindparam("since", type_=UtcDateTime),
                source.when,
                kind.see(),
            )
        )
    together = union_all(*parts).subquery()
    return select(together).order_by(together.c.at.desc(), together.c.number, together.c.key).limit(SHOWN)


def since(work: Work, group_id: int, moment: datetime) -> list[News]:
    """The latest news of a group after a moment, at most `SHOWN`."""
    news = []
    for number, key, title, titles, at in work.rows(statement(), group_id=group_id, since=moment):
        source = SOURCES[number]
        news.append(News(source.words, titles or title, KINDS[source.model.__name__].href(key), at))
    return news
