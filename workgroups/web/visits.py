"""Who asks, and what a handler may use to answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from workgroups.core import languages
from workgroups.core.db import Database, Row
from workgroups.core.settings import Settings
from workgroups.core.work import Command, Work
from workgroups.web import pages
from workgroups.web.forms import FormState, Pairs, shown

HOME_ZONE = "America/Halifax"
"""The zone of pages that belong to no group."""


class Me(NamedTuple):
    """The person who is signed in, and how and when she did."""

    id: int
    name: str
    language: str
    is_administrator: bool
    sign_in_id: int
    method: str
    signed_in_at: datetime
    seen_at: datetime


Identify = Callable[[Session, str, datetime], Me | None]
Touch = Callable[[Me, datetime], Callable[[Database], None] | None]
Waiting = Callable[[Work], int]


@dataclass
class Site:
    """What the application is made of; `create_app` puts it together once."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]
    identify: Identify
    touch: Touch
    waiting: Waiting
    sample: Callable[[Session], bool]
    doors: Callable[[Work], Sequence[Any]]
    wake: Callable[[], None]

    @property
    def secure(self) -> bool:
        return self.settings.public_url.startswith("https")

    @property
    def session_cookie(self) -> str:
        """Browsers accept the `__Host-` prefix over https only."""
        return "__Host-session" if self.secure else "session"


@dataclass
class Visit:
    """One request on its way through a handler."""

    request: Request
    site: Site
    work: Work
    me: Me | None
    failed: FormState | None = None
    status: int = 200
    notes: tuple[str, ...] = ()
    typed: Pairs = ()
    """What came with the form, for a page that cannot show the form again."""
    path: str = ""
    """Where this page stands when it is shown as the answer to a form."""

    def form(self, command: Command[Any, Any], row: Row | None = None, **initial: object) -> FormState:
        """The state of the form of this command: as it just failed, or with the row's values and `initial`."""
        of = (command.name, getattr(row, row.KEY) if row else None)
        if (
            self.failed
            and self.failed.of[0] == command.name
            and (None in (of[1], self.failed.of[1]) or of == self.failed.of)
        ):
            return self.failed
        return FormState(of, shown(row.model_dump() if row else {}) | initial, version=getattr(row, "version", None))

    def page(self, template: str, **context: Any) -> Response:
        """The page, or the piece of it that the browser asked for."""
        language = languages.current()
        context = {
            "me": self.me,
            "waiting": self.site.waiting(self.work) if self.me else 0,
            "lang": language,
            "other_lang": "fr" if language == "en" else "en",
            "path": self.path or self.request.url.path,
            "now": self.work.now,
            "zone": HOME_ZONE,
            "sample": self.site.sample(self.work.session),
            "notes": self.notes,
            "failed": self.failed,
            **context,
        }
        return pages.page(self.request, template, self.status, **context)

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params


def language_of(request: Request, me: Me | None) -> str:
    """That of a public address, or the person's, or the browser's."""
    addressed = request.path_params.get("lang")
    if addressed in languages.LANGUAGES:
        return str(addressed)
    if me:
        return me.language
    chosen = request.cookies.get("lang")
    if chosen in languages.LANGUAGES:
        return chosen
    return negotiated(request.headers.get("Accept-Language", ""))


def negotiated(accepted: str) -> str:
    """The first of our languages in an `Accept-Language` header, by its weights; English when there is none."""
    weighed = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, tag[:2].lower()))
        except ValueError:  # a header that makes no sense says nothing
            continue
    return next((tag for _, _, tag in sorted(weighed) if tag in languages.LANGUAGES), "en")
