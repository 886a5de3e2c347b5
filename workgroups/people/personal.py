"""Links that work without signing in: each names one person, one rule and one row, and opens nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from workgroups.core.db import Database
from workgroups.core.errors import NotAllowed, NotFound, WrongState
from workgroups.core.policy import NOW, Rule
from workgroups.core.work import Work
from workgroups.people.models import Person, PersonalLink
from workgroups.people.secrets import hashed, token

SEEN = timedelta(hours=1)
"""How fine "last used" is: reading should not be a write each time."""


def draw(
    session: Session, person_id: int, rule: Rule, about: int, now: datetime, *, until: datetime | None = None
) -> tuple[str, PersonalLink]:
    """A new link to a row, as the rule gives it to this person, and its secret; earlier ones work until their time."""
    secret = token()
    link = PersonalLink(
        person_id=person_id, rule=rule.name, about=about, token_hash=hashed(secret), at=now, expires_at=until
    )
    session.add(link)
    session.flush()
    return secret, link


FOUND = (
    select(PersonalLink, Person)
    .join(Person, col(Person.id) == col(PersonalLink.person_id))
    .where(
        col(PersonalLink.ended_at).is_(None),
        (col(PersonalLink.expires_at).is_(None)) | (col(PersonalLink.expires_at) > NOW),
        col(Person.disabled_at).is_(None),
    )
)


def follow(work: Work, secret: str, rule: Rule, *, lock: bool = False) -> tuple[Work, Person, Any, PersonalLink]:
    """The work as the person whom the link names, she, the row that the rule gives her now, and the link.

    Raises `NotFound` for whatever is not such a link any more, or never was: there is no telling which.
    """
    asked = FOUND.where(col(PersonalLink.token_hash) == hashed(secret), col(PersonalLink.rule) == rule.name)
    found = work.rows(asked).first()
    if found is None:
        raise NotFound
    link, person = found
    theirs = replace(work, me=person.id)
    try:
        return theirs, person, theirs.take(link.about, rule, lock=lock), link
    except (NotAllowed, WrongState):
        raise NotFound from None


def remember(database: Database, link_id: int, now: datetime) -> None:
    """Write down that a link was used just now."""
    with database.write() as session:
        session.execute(update(PersonalLink).where(col(PersonalLink.id) == link_id).values(seen_at=now))


def forget_expired(database: Database, now: datetime) -> None:
    """Scheduled: remove links that open nothing any more."""
    expired = col(PersonalLink.expires_at) < now
    with database.read() as session:
        found = session.execute(select(col(PersonalLink.id)).where(expired).limit(1)).first()
    if found:
        with database.write() as session:
            session.execute(delete(PersonalLink).where(expired))
