"""Sign-in through OpenID Connect: the provider says who somebody is, and the person confirms once that it is she.

The two endpoints of the handshake are the one exception to endpoints that read or write: they speak with the provider
over the network, outside of any transaction. What they remember in between is in a signed cookie of their own.
"""

import os
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from workgroups.core.errors import DomainError, NotFound
from workgroups.core.forms import Nothing
from workgroups.core.policy import ANYONE, Rule
from workgroups.core.settings import Provider, Settings
from workgroups.core.work import Work
from workgroups.people import commands, queries
from workgroups.people.commands import Account
from workgroups.people.routes import same_site, signed_in, with_browser
from workgroups.web.endpoints import declared, read, write
from workgroups.web.limits import check
from workgroups.web.reading import Answering, visiting, who
from workgroups.web.refusals import refused, unavailable
from workgroups.web.urls import url
from workgroups.web.visits import Visit

log = structlog.get_logger()

HANDSHAKE = "handshake"
"""Cookie of the handshake: state, nonce and the PKCE verifier, for ten minutes."""

OFFER = "offer"
"""Cookie of the browser that may confirm the link to its account."""


class Unconfirmed(Exception):
    """The provider did not confirm who somebody is."""


class Providers:
    """The configured providers, each with its client."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.secret = secret_key(settings.data_dir) if settings.oidc else ""
        if settings.oidc:
            from workgroups.people.clients import Clients  # noqa: PLC0415 - most have no provider, and it takes 15 MB

            self.clients = Clients(settings)

    def remembering(self, app: ASGIApp) -> ASGIApp:
        """The app with `request.session` in a signed cookie, which is sent nowhere but to the handshake."""
        return SessionMiddleware(
            app,
            self.secret,
            session_cookie=HANDSHAKE,
            max_age=600,
            path="/sign-in/with",
            https_only=self.settings.public_url.startswith("https"),
        )

    def provider(self, request: Request) -> Provider:
        """The provider in the path. Raises `NotFound` when it is not configured."""
        try:
            return self.settings.oidc[request.path_params["provider"]]
        except KeyError:
            raise NotFound from None


def secret_key(folder: Path) -> str:
    """The key that signs the handshake's cookie: drawn once, readable by the owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    kept, draft = folder / "secret.key", folder / f"secret.key.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    with suppress(FileExistsError):  # whoever comes second uses the first one's key
        kept.hardlink_to(draft)
    draft.unlink()
    return kept.read_text()


@dataclass(eq=False)
class Handshake(Answering):
    """One step of the handshake with a provider."""

    path: str
    step: Callable[[Request, Providers, Provider], Awaitable[Response]]
    name: str
    rule: Rule = ANYONE
    rate: str = "sign-in"
    cache: str = "never"
    methods: tuple[str, ...] = ("GET",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        remembering = scope["app"].state.providers.remembering(super().__call__)
        await remembering(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        providers: Providers = request.app.state.providers
        try:
            check(self.rate, request)
            return await self.step(request, providers, providers.provider(request))
        except Unconfirmed as problem:
            log.warning("oidc.unconfirmed", path=request.url.path, problem=str(problem))
            return RedirectResponse(url("people:stranger") + "?failed=1", 303)
        except DomainError as refusal:
            return await run_in_threadpool(turned_away, request, refusal)
        except OperationalError as problem:
            return unavailable(request, problem)


def turned_away(request: Request, refusal: DomainError) -> Response:
    """The page that says why not."""
    site = request.app.state.site
    with site.database.read() as session:
        work = Work(session, 0, site.clock())
        with visiting(request, who(request, work), work) as visit:
            return refused(visit, refusal)


async def leave(request: Request, providers: Providers, provider: Provider) -> Response:
    request.session["next"] = same_site(request.query_params.get("next"))
    return await providers.clients.leave(request, provider)


async def come_back(request: Request, providers: Providers, provider: Provider) -> Response:
    account = await providers.clients.account(request, provider)
    onward = same_site(request.session.get("next"))
    request.session.clear()
    return await run_in_threadpool(welcome, request, account, onward)


def welcome(request: Request, account: Account, onward: str) -> Response:
    """Sign in whoever is known, ask whoever might be, and tell everybody else whom to ask."""
    site = request.app.state.site
    with site.database.write() as session:
        work = Work(session, 0, site.clock())
        me = who(request, work)
        with visiting(request, me, work) as visit:
            found = commands.arrive(work, account, onward, **with_browser(visit))
            work.finish()
            if isinstance(found, tuple):
                return signed_in(visit, found)
    if found is None:
        return RedirectResponse(url("people:stranger"), 303)
    response = RedirectResponse(url("people:linking"), 303)
    response.set_cookie(OFFER, found, max_age=1800, httponly=True, samesite="lax", secure=site.secure)
    return response


def linking(visit: Visit) -> Response:
    """Is this account yours?"""
    token = visit.request.cookies.get(OFFER, "")
    offer = queries.offer_by_token(visit.work, token, visit.work.now - commands.VALID)
    labels = {provider.issuer: provider.label for provider in visit.site.settings.oidc.values()}
    return visit.page(
        "people/linking.html",
        person=queries.person_of(visit.work, offer) if offer else None,
        provider=labels.get(offer.issuer) if offer else None,
        form=visit.form(commands.link_account),
    )


def stranger(visit: Visit) -> Response:
    """The provider named nobody we know, or the handshake failed."""
    return visit.page("people/stranger.html", unconfirmed="failed" in visit.query)


def with_offer(visit: Visit) -> dict[str, Any]:
    return with_browser(visit) | {"secret": visit.request.cookies.get(OFFER, "")}


routes: Sequence[Route] = [
    read("/sign-in/linking", linking, ANYONE),
    write(
        "/sign-in/linking",
        commands.link_account,
        Nothing,
        back_to=linking,
        then=signed_in,
        also=with_offer,
        rate="sign-in",
    ),
    read("/sign-in/stranger", stranger, ANYONE),
    declared(Handshake("/sign-in/with/{provider}", leave, "people:leave")),
    declared(Handshake("/sign-in/with/{provider}/answer", come_back, "people:come_back")),
]
