from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, String, and_, cast, func, literal, null, select, union_all
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups.models import Group
from workgroups.links.waits import WAITS


class WaitView(NamedTuple):
    """Something that waits for me."""

    words: str
    title: str | LanguageMap
    href: str
    group: LanguageMap
    slug: str
    due: date | None


statements: dict[str, Any] = {}


def waiting_statement() -> Any:
    """One select over every reason, each under its own rule."""
    if "waiting" not in statements:
        parts = []
        for number, wait in enumerate(WAITS):
            kind = wait.kind
            titles = (null(), kind.title) if kind.bilingual else (kind.title, null())
            parts.append(
                select(
                    literal(number).label("number"), col(kind.model.id).label("key"), cast(titles[0], String).label("title"),
                    titles[1].label("titles"), col(Group.name).label("group"), col(Group.slug).label("slug"),
                    cast(wait.due if wait.due is not None else null(), Date).label("due"),
                ).where(and_(wait.condition(ME), col(Group.id) == wait.group_id))
            )
        statements["waiting"] = union_all(*parts)
        statements["count"] = select(func.count()).select_from(statements["waiting"].subquery())
    return statements["waiting"]


def waiting(work: Work, slug: str | None = None) -> list[WaitView]:
    """What waits for me, over all my groups or in one, what is due first."""
    views = [
        WaitView(WAITS[number].words, titles or title, WAITS[number].kind.href(key), group, at, due)
        for number, key, title, titles, group, at, due in work.rows(waiting_statement())
        if slug in (None, at)
    ]
    return sorted(views, key=lambda view: (view.due or date.max, view.slug, view.href))


def count(work: Work) -> int:
    """How many things wait for me: the badge."""
    if not WAITS:
        return 0
    waiting_statement()
    found: int = work.rows(statements["count"]).scalar_one()
    return found
