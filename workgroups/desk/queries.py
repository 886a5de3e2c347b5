from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, String, and_, cast, func, literal, null, select, union_all
from sqlmodel import col

from workgroups.core.db import Document
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups import policy
from workgroups.groups.models import Group, Nomination, Seat
from workgroups.links.kinds import Kind
from workgroups.links.waits import WAITS, Wait, register


class WaitView(NamedTuple):
    """Something that waits for me."""

    words: str
    title: str | LanguageMap
    href: str
    group: LanguageMap
    slug: str
    due: date | None


register(
    Wait(
        Kind(
            Nomination,
            gettext_noop("nomination"),
            select(col(Seat.label)).where(col(Seat.id) == col(Nomination.seat_id)).scalar_subquery(),
            "groups:nomination",
            see=policy.see_nomination,
            comment=policy.see_nomination,
            bilingual=True,
        ),
        gettext_noop("Do you agree with a nomination for %(title)s?"),
        policy.agree,
        col(Nomination.group_id),
    )
)
"""Groups lie below the floor of links, so what they ask of somebody is registered here."""

statements: dict[str, Any] = {}


def waiting_statement() -> Any:
    """One select over every reason, each under its own rule."""
    if "waiting" not in statements:
        parts = []
        for number, wait in enumerate(WAITS):
            kind = wait.kind
            plain, maps = (null(), kind.title) if kind.bilingual else (kind.title, cast(null(), Document))
            parts.append(
                select(
                    literal(number).label("number"),
                    col(kind.model.id).label("key"),
                    cast(plain, String).label("title"),
                    maps.label("titles"),
                    col(Group.name).label("group"),
                    col(Group.slug).label("slug"),
                    (cast(null(), Date) if wait.due is None else wait.due).label("due"),
                ).where(and_(wait.condition(ME), col(Group.id) == wait.group_id))
            )
        statements["waiting"] = union_all(*parts)
        statements["count"] = select(func.count()).select_from(statements["waiting"].subquery())
    return statements["waiting"]


def waiting(work: Work, slug: str | None = None) -> list[WaitView]:
    """What waits for me, over all my groups or in one, what is due first."""
    if not WAITS:
        return []
    views = [
        WaitView(WAITS[number].words, titles or title, WAITS[number].kind.href(key), group, at, due)
        for number, key, title, titles, group, at, due in work.rows(waiting_statement())
        if slug in (None, at)
    ]
    return sorted(views, key=lambda view: (view.due or date.max, view.slug, view.href))


def count(work: Work) -> int:
    """How many things wait for me: the badge."""
    waiting_statement()
    found: int = work.rows(statements["count"]).scalar_one()
    return found
