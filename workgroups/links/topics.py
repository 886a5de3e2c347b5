"""What an agenda item can be about: the things of a group whose kind says so, named as in "Barrier:12"."""

from typing import Annotated, Any, NamedTuple

from pydantic import Field
from sqlalchemy import String, bindparam, cast, literal, null, select, union_all
from sqlmodel import col

from workgroups.core.db import Document, Row
from workgroups.core.errors import Invalid
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.work import Work
from workgroups.links.kinds import KINDS

TopicName = Annotated[str, Field(pattern=r"^[A-Za-z]{1,40}:[1-9]\d{0,8}$")]

OFFERED = 60
"""How many of each kind are offered, the latest first: what is talked about is rarely older."""


class Topic(NamedTuple):
    """Something to choose; `word` says what it is, as a msgid."""

    name: str
    word: str
    title: str | LanguageMap


statements: dict[str, Any] = {}


def offered() -> Any:
    """One select over the kinds, each under its own rule."""
    if "offered" not in statements:
        parts = []
        for kind in (kind for kind in KINDS.values() if kind.is_topic):
            plain, maps = (null(), kind.title) if kind.bilingual else (kind.title, cast(null(), Document))
            latest = (
                select(
                    literal(kind.name).label("kind"),
                    col(kind.model.id).label("key"),
                    cast(plain, String).label("title"),
                    maps.label("titles"),
                )
                .where(col(kind.model.group_id) == bindparam("group_id"), kind.see())  # type: ignore[attr-defined]
                .order_by(col(kind.model.id).desc())
                .limit(OFFERED)
                .subquery()
            )
            parts.append(select(latest))
        statements["offered"] = union_all(*parts)
    return statements["offered"]


def topics(work: Work, group_id: int) -> list[Topic]:
    """What an item of this group can be about, as far as I see it: kind by kind, the latest first."""
    found = work.rows(offered(), group_id=group_id)
    return [Topic(f"{name}:{key}", KINDS[name].word, titles or title) for name, key, title, titles in found]


def topic(work: Work, group_id: int, name: str) -> Row:
    """The thing of this name. Raises `Invalid` for one that is no topic of this group, or that I do not see."""
    kind_name, _, key = name.partition(":")
    kind = KINDS.get(kind_name)
    row: Any = work.session.get(kind.model, int(key)) if kind and kind.is_topic else None
    if kind is None or row is None or row.group_id != group_id or not work.may(row, kind.see):
        raise Invalid(topic=gettext_noop("Choose one from the list."))
    found: Row = row
    return found
