"""Refusals a person can understand; the web floor turns each into an answer."""

from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal. `status` is the HTTP status that the web floor answers with."""

    status: ClassVar[int] = 400


class NotFound(DomainError):
    """Absent, or not for this person to see: outsiders cannot tell which."""

    status = 404


class NotAllowed(DomainError):
    """The person sees the thing, but may not do this to it."""

    status = 403


class WrongState(DomainError):
    """Allowed in principle, but not in the state the thing is in now.

    Says why in a msgid, which is translated where it is shown: ``raise WrongState(gettext_noop("Returned already."))``
    """

    status = 409


class Stale(DomainError):
    """Somebody else saved first; `saved` and `version` are what stands now, `why` says it in a msgid of its own."""

    status = 409

    def __init__(self, saved: dict[str, Any], version: int, *why: str) -> None:
        super().__init__(*why)
        self.saved, self.version = saved, version


class Repeated(DomainError):
    """The same create was sent before; `location` is where its result stands."""

    status = 303

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Invalid(DomainError):
    """Well-formed input that the domain refuses, one msgid per field.

    Example: ``raise Invalid(due_on=gettext_noop("Choose a day after the meeting."))``
    """

    status = 422

    def __init__(self, **fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class TooMany(DomainError):
    """A rate limit was reached."""

    status = 429


class TooLarge(Invalid):
    """More than the field takes."""

    status = 413


class StoreAway(DomainError):
    """The place where files stand does not answer."""

    status = 503
