from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.people import queries
from workgroups.people.events import SignInAsked
from workgroups.people.models import SignInRequest
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
