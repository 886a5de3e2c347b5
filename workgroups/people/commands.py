from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlmodel import col

from workgroups.core.errors import Invalid, NotFound, TooMany, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop, language_map
from workgroups.core.policy import ANYONE
from workgroups.core.work import Work, command
from workgroups.people import events, policy, queries
from workgroups.people.forms import (
    AddingOrganisation,
    AddingPerson,
    Asking,
    Choosing,
    Coding,
    Ending,
    Naming,
    Speaking,
)
from workgroups.people.models import (
    FormerAddress,
    Identity,
    LinkingOffer,
    Organisation,
    Person,
    SignIn,
    SignInMethod,
    SignInRequest,
)
from workgroups.people.secrets import hashed, token

VALID = timedelta(minutes=30)
"""How long a sign-in mail works."""

TRIES = 5
"""How often a code may be mistyped."""

PER_ADDRESS = 5
"""How many sign-in mails one address gets in half an hour."""


class Account(NamedTuple):
    """Who an OpenID provider says somebody is; `email` only when it is verified and of a domain allowed there."""

    issuer: str
    subject: str
    email: str | None


def start(work: Work, person: Person, method: SignInMethod, browser: str, before: int = 0) -> str:
    """Sign a person in; returns the token for the browser's cookie.

    `before` is the sign-in that this browser had until now: it ends, so that no token lives on unseen.
    """
    ended = work.session.get(SignIn, before)
    if ended is not None and ended.ended_at is None:
        ended.ended_at = work.now
        work.record(events.SignInEnded(), about=ended)
    secret = token()
    sign_in = SignIn(
        person_id=person.id,
        token_hash=hashed(secret),
        method=method,
        at=work.now,
        seen_at=work.now,
        expires_at=work.now + queries.lifetime(work.session, person.id, work.now),
        browser=browser[:200],
    )
    work.me = person.id
    work.record(events.SignedIn(method=method.value), about=work.add(sign_in))
    return secret


@command(ANYONE)
def ask(work: Work, asking: Asking, secret: str) -> str:
    """Ask for a sign-in mail. Known and unknown addresses get the same answer; `secret` is the browser's own."""
    recent = select(func.count()).where(
        col(SignInRequest.address) == asking.email, col(SignInRequest.at) > work.now - VALID
    )
    if work.rows(recent).scalar_one() >= PER_ADDRESS:
        raise TooMany
    request = SignInRequest(address=asking.email, browser_hash=hashed(secret), next=asking.next or "/desk", at=work.now)
    work.record(events.SignInAsked(), about=work.add(request))
    return secret


@command(ANYONE)
def follow_link(work: Work, _: Nothing, link: str, browser: str, before: int) -> tuple[str, str]:
    """Sign in with the link of the mail; returns (cookie token, where to go)."""
    request = queries.request_by_token(work, link, work.now - VALID, lock=True)
    if request is None:
        raise WrongState(gettext_noop("This link no longer works. Ask for another letter."))
    return use(work, request, browser, before)


@command(ANYONE)
def enter_code(work: Work, coding: Coding, secret: str, browser: str, before: int) -> tuple[str, str] | None:
    """Sign in with the code of the mail, in the browser that asked for it; returns (cookie token, where to go).

    None when the code is wrong: the try is counted, so it must not be rolled back.
    """
    found = select(SignInRequest).where(
        col(SignInRequest.browser_hash) == hashed(secret),
        col(SignInRequest.used_at).is_(None),
        col(SignInRequest.at) > work.now - VALID,
    )
    request = work.rows(found.order_by(col(SignInRequest.id).desc()).limit(1).with_for_update()).scalar_one_or_none()
    if request is None or request.tries >= TRIES:
        raise Invalid(code=gettext_noop("This code no longer works. Ask for a new mail."))
    if request.code_hash != hashed("".join(coding.code.split())):
        request.tries += 1
        return None
    return use(work, request, browser, before)


def use(work: Work, request: SignInRequest, browser: str, before: int) -> tuple[str, str]:
    """Sign in as whoever has the request's address. Raises `NotFound` when that account was closed meanwhile."""
    person = queries.by_address(work.session, request.address)
    if person is None:
        raise NotFound
    request.used_at = work.now
    return start(work, person, SignInMethod.EMAIL, browser, before), request.next


@command(ANYONE)
def choose(work: Work, choosing: Choosing, browser: str, before: int) -> tuple[str, str]:
    """The demonstration's door: sign in as one of the cast. Its route exists in the demonstration only."""
    person = work.session.get(Person, choosing.person)
    if person is None:
        raise NotFound
    return start(work, person, SignInMethod.DEMO, browser, before), choosing.next or "/desk"


def arrive(work: Work, account: Account, onward: str, browser: str, before: int) -> tuple[str, str] | str | None:
    """Somebody comes back from an OpenID provider; the last step of the handshake, which is no form.

    A linked account is signed in: (cookie token, where to go). An address of ours is offered as a link, which the
    person has to confirm with the secret that is returned. None when neither the account nor the address is known.
    """
    person = queries.by_identity(work.session, account.issuer, account.subject)
    if person is not None:
        return start(work, person, SignInMethod.OIDC, browser, before), onward
    person = queries.by_address(work.session, account.email) if account.email else None
    if person is None:
        return None
    secret = token()
    work.add(
        LinkingOffer(
            person_id=person.id,
            issuer=account.issuer,
            subject=account.subject,
            token_hash=hashed(secret),
            next=onward,
            at=work.now,
        )
    )
    return secret


@command(ANYONE)
def link_account(work: Work, _: Nothing, secret: str, browser: str, before: int) -> tuple[str, str]:
    """Confirm that the account at the provider is mine: it is linked, and I am signed in."""
    offer = queries.offer_by_token(work, secret, work.now - VALID)
    if offer is None or queries.is_linked(work, offer.issuer, offer.subject):
        raise WrongState(gettext_noop("This took too long, or was done already. Start the sign-in again."))
    offer.used_at = work.now
    identity = Identity(person_id=offer.person_id, issuer=offer.issuer, subject=offer.subject, at=work.now)
    work.add(identity)
    person = work.session.get_one(Person, offer.person_id)
    secret = start(work, person, SignInMethod.OIDC, browser, before)
    work.record(events.IdentityLinked(issuer=offer.issuer), about=identity)
    return secret, offer.next


@command(ANYONE)
def speak(work: Work, speaking: Speaking) -> Speaking:
    """Choose the language of the interface, for the person or for the browser."""
    person = work.session.get(Person, work.me)
    if person is not None and person.language != speaking.lang:
        person.language = speaking.lang
        work.record(events.PersonChanged(), about=person)
    return speaking


@command(policy.oneself)
def introduce(work: Work, person: Person, naming: Naming) -> None:
    """Change one's own name and language."""
    person.name, person.language = naming.name, naming.language
    work.record(events.PersonChanged(), about=person)


def end(work: Work, sign_in_id: int) -> None:
    sign_in: SignIn = work.take(sign_in_id, policy.end_sign_in, lock=True)
    sign_in.ended_at = work.now
    work.record(events.SignInEnded(), about=sign_in)


@command(policy.oneself)
def end_sign_in(work: Work, _: Person, ending: Ending) -> None:
    """End one of my sign-ins in another browser. Raises `WrongState` when it has ended already."""
    end(work, ending.sign_in)


@command(policy.oneself)
def sign_out(work: Work, _: Person, __: Nothing, sign_in_id: int) -> None:
    """End the sign-in of this browser."""
    end(work, sign_in_id)


def taken(work: Work, email: str, but: int = 0) -> None:
    """Raises `Invalid` when somebody else than the person `but` has this address."""
    found = select(col(Person.id)).where(col(Person.email) == email, col(Person.id) != but)
    if work.rows(found).first():
        raise Invalid(email=gettext_noop("Somebody with this address is here already."))


@command(policy.administer)
def add_person(work: Work, _: Person, adding: AddingPerson) -> Person:
    """Add somebody who may sign in. Raises `Invalid` when the address is taken."""
    taken(work, adding.email)
    person = work.add(Person(**adding.model_dump()))
    work.record(events.PersonAdded(), about=person)
    if person.is_administrator:
        work.record(events.AdministratorNamed(), about=person)
    return person


@command(policy.manage)
def correct_person(work: Work, person: Person, adding: AddingPerson) -> None:
    """Correct a name or an address, make somebody an administrator or no longer one.

    A new address ends all her sign-ins, and she is told at both: whoever has it can sign in as her. Raises `Invalid`
    when the address is taken, or when an administrator would give up her own rights.
    """
    taken(work, adding.email, person.id)
    if person.id == work.me and not adding.is_administrator:
        raise Invalid(is_administrator=gettext_noop("Another administrator has to do this for you."))
    address, was_administrator = person.email, person.is_administrator
    for name, value in adding.model_dump().items():
        setattr(person, name, value)
    work.record(events.PersonChanged(), about=person)
    if person.email != address:
        end_all(work, person)
        former = work.add(FormerAddress(person_id=person.id, email=address, until=work.now))
        work.record(events.AddressChanged(whose_id=person.id), about=former)
    if person.is_administrator != was_administrator:
        named = person.is_administrator
        work.record(events.AdministratorNamed() if named else events.AdministratorDropped(), about=person)


def end_all(work: Work, person: Person) -> None:
    """End every sign-in of a person."""
    ended = update(SignIn).where(col(SignIn.person_id) == person.id, col(SignIn.ended_at).is_(None))
    work.session.execute(ended.values(ended_at=work.now))


@command(policy.disable)
def disable(work: Work, person: Person, _: Nothing) -> None:
    """Close an account; all its sign-ins end."""
    person.disabled_at = work.now
    end_all(work, person)
    work.record(events.PersonDisabled(), about=person)


@command(policy.enable)
def enable(work: Work, person: Person, _: Nothing) -> None:
    person.disabled_at = None
    work.record(events.PersonEnabled(), about=person)


@command(policy.administer)
def add_organisation(work: Work, _: Person, adding: AddingOrganisation) -> Organisation:
    organisation = work.add(
        Organisation(name=language_map(en=adding.name_en, fr=adding.name_fr), stakeholder_type=adding.stakeholder_type)
    )
    work.record(events.OrganisationAdded(), about=organisation)
    return organisation


@command(policy.manage_organisation)
def change_organisation(work: Work, organisation: Organisation, adding: AddingOrganisation) -> None:
    organisation.name = language_map(en=adding.name_en, fr=adding.name_fr)
    organisation.stakeholder_type = adding.stakeholder_type
    work.record(events.OrganisationChanged(), about=organisation)
