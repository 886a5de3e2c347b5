from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlmodel import Session, col

from workgroups.core.db import Database, UtcDateTime
from workgroups.core.languages import pick
from workgroups.core.policy import NOW, Who
from workgroups.core.statements import run
from workgroups.core.text import folded, holds
from workgroups.core.work import Work
from workgroups.people.models import Identity, LinkingOffer, Organisation, Person, SignIn, SignInRequest
from workgroups.people.secrets import hashed
from workgroups.web.visits import Me

MEMBERS = timedelta(days=180)
"""Members meet quarterly: their sign-in outlives two meetings."""

PRIVILEGED = timedelta(days=30)
"""Whoever can change or approve more signs in more often."""

TOUCHED = timedelta(hours=6)
"""How fine "last seen" is: reading a page should not be a write each time."""

privileges: list[Callable[[Who], ColumnElement[bool]]] = [
    lambda me: col(Person.is_administrator) & (col(Person.id) == me)
]
"""Conditions under which a person holds more than a member's rights; the groups feature adds its own."""

IDENTIFY = select(
    col(Person.id),
    col(Person.name),
    col(Person.language),
    col(Person.is_administrator),
    col(SignIn.id),
    col(SignIn.method),
    col(SignIn.at),
    col(SignIn.seen_at),
).where(
    col(SignIn.token_hash) == bindparam("token"),
    col(SignIn.person_id) == col(Person.id),
    col(SignIn.ended_at).is_(None),
    col(SignIn.expires_at) > bindparam("now", type_=UtcDateTime),
    col(Person.disabled_at).is_(None),
)


def identify(session: Session, token: str, now: datetime) -> Me | None:
    """The person whose cookie this is, while the sign-in lasts."""
    found = run(session, IDENTIFY, {"token": hashed(token), "now": now}).first()
    return Me(*found) if found else None


def touch(me: Me, now: datetime) -> Callable[[Database], None] | None:
    """What remembers that she was here and lets the sign-in roll on; None when that was done a short while ago."""
    return None if now - me.seen_at < TOUCHED else partial(remember, me=me, now=now)


def remember(database: Database, me: Me, now: datetime) -> None:
    with database.write() as session:
        values = {"seen_at": now, "expires_at": now + lifetime(session, me.id, now)}
        session.execute(update(SignIn).where(col(SignIn.id) == me.sign_in_id).values(**values))


def lifetime(session: Session, person_id: int, now: datetime) -> timedelta:
    """How long a sign-in of this person lasts: shorter for whoever can do more than a member.

    These are chairs, secretaries, whoever may act for one of them, coordinators and administrators.
    """
    more = select(Person.id).where(or_(*(held(person_id) for held in privileges)))  # type: ignore[call-overload]
    return PRIVILEGED if session.execute(more.limit(1), {"now": now}).first() else MEMBERS


def sign_ins(work: Work) -> Sequence[SignIn]:
    """Where I am signed in, latest first."""
    current = select(SignIn).where(
        col(SignIn.person_id) == work.me, col(SignIn.ended_at).is_(None), col(SignIn.expires_at) > NOW
    )
    return work.rows(current.order_by(col(SignIn.seen_at).desc())).scalars().all()


def by_address(session: Session, address: str) -> Person | None:
    """The active person with this e-mail address."""
    found = select(Person).where(col(Person.email) == address, col(Person.disabled_at).is_(None))
    return session.execute(found).scalar_one_or_none()


def request_by_token(work: Work, token: str, since: datetime, *, lock: bool = False) -> SignInRequest | None:
    """The unused request that this link belongs to. Locked, it is used once, however many follow it at once."""
    found = select(SignInRequest).where(
        col(SignInRequest.token_hash) == hashed(token),
        col(SignInRequest.used_at).is_(None),
        col(SignInRequest.at) > since,
    )
    return work.rows(found.with_for_update() if lock else found).scalar_one_or_none()


def by_identity(session: Session, issuer: str, subject: str) -> Person | None:
    """The active person to whom this account at a provider belongs."""
    found = select(Person).join(Identity, col(Identity.person_id) == col(Person.id))
    found = found.where(
        col(Identity.issuer) == issuer, col(Identity.subject) == subject, col(Person.disabled_at).is_(None)
    )
    return session.execute(found).scalar_one_or_none()


def is_linked(work: Work, issuer: str, subject: str) -> bool:
    """Does this account at a provider belong to anybody here, active or not?"""
    found = select(col(Identity.id)).where(col(Identity.issuer) == issuer, col(Identity.subject) == subject)
    return work.rows(found).first() is not None


def offer_by_token(work: Work, token: str, since: datetime) -> LinkingOffer | None:
    """The offer to link an account that this browser may confirm, while its person is active."""
    found = (
        select(LinkingOffer)
        .join(Person, col(Person.id) == col(LinkingOffer.person_id))
        .where(
            col(LinkingOffer.token_hash) == hashed(token),
            col(LinkingOffer.used_at).is_(None),
            col(LinkingOffer.at) > since,
            col(Person.disabled_at).is_(None),
        )
    )
    return work.rows(found).scalar_one_or_none()


def person_of(work: Work, offer: LinkingOffer) -> Person:
    return work.session.get_one(Person, offer.person_id)


def people(work: Work, sought: str = "") -> Sequence[Person]:
    """Everybody by name, or those whose name or address holds these words, accents and capitals aside."""
    found = work.rows(select(Person)).scalars()
    return sorted(
        (person for person in found if holds(sought, person.name, person.email)),
        key=lambda person: (folded(person.name).casefold(), person.id),
    )


def organisations(work: Work, sought: str = "") -> Sequence[Organisation]:
    """Every organisation by name, or those whose name holds these words."""
    found = work.rows(select(Organisation)).scalars()
    return sorted(
        (organisation for organisation in found if holds(sought, *organisation.name.values())),
        key=lambda organisation: (folded(pick(organisation.name)[0]).casefold(), organisation.id),
    )
