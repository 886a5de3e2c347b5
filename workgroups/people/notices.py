from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.people import queries
from workgroups.people.events import AddressChanged, SignInAsked
from workgroups.people.models import FormerAddress, Person, SignInRequest
from workgroups.people.secrets import code, hashed, token


@notice(SignInAsked)
def sign_in_mail(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """The link and the code, drawn now; unknown addresses get nothing."""
    request = session.get_one(SignInRequest, event.about)
    person = queries.by_address(session, request.address)
    if person is None or request.used_at:
        return
    secret, digits = token(), code()
    request.token_hash, request.code_hash = hashed(secret), hashed(digits)
    yield Letter(
        person.email,
        person.language.value,
        "people/sign_in_mail.html",
        {"token": secret, "code": f"{digits[:3]} {digits[3:]}", "name": person.name},
    )


@notice(AddressChanged)
def address_mail(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """Both addresses hear of it: the old one, because whoever has the new one can sign in as her."""
    former = session.get_one(FormerAddress, event.about)
    person = session.get_one(Person, former.person_id)
    if person.disabled_at:
        return
    context = {"name": person.name, "address": person.email}
    for address in (former.email, person.email):
        yield Letter(address, person.language.value, "people/address_mail.html", context)
