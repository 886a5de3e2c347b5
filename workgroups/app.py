"""The only wiring: which features there are, and what each hands to the others."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from threading import Event as Signal
from threading import Thread

import anyio.to_thread
import structlog
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from workgroups import migrations
from workgroups.actions import notices as action_notices
from workgroups.actions import routes as action_routes
from workgroups.careers import notices as career_notices
from workgroups.careers import routes as career_routes
from workgroups.core import events, once
from workgroups.core.clock import Clock, utc_now
from workgroups.core.db import POOL_SIZE, Database
from workgroups.core.errors import NotFound
from workgroups.core.events import Fact
from workgroups.core.outbox import Job, Worker
from workgroups.core.policy import ANYONE
from workgroups.core.settings import Settings
from workgroups.core.work import Work, reacts_to, writing
from workgroups.demo import cast
from workgroups.desk import queries as desk
from workgroups.desk import routes as desk_routes
from workgroups.desk.documents import routes as document_routes
from workgroups.groups import notices as group_notices
from workgroups.groups import routes as group_routes
from workgroups.groups.events import GroupClosed
from workgroups.groups.models import Group
from workgroups.links import routes as link_routes
from workgroups.links.papers import keeping
from workgroups.links.papers import routes as paper_routes
from workgroups.meetings import notices as meeting_notices
from workgroups.meetings import routes as meeting_routes
from workgroups.meetings.agenda import routes as agenda_routes
from workgroups.meetings.agenda.backlog import routes as backlog_routes
from workgroups.meetings.agenda.consent import routes as consent_routes
from workgroups.meetings.agenda.sections import routes as section_routes
from workgroups.meetings.agenda.template import routes as template_routes
from workgroups.meetings.agenda.topics import routes as topic_routes
from workgroups.meetings.decisions import routes as decision_routes
from workgroups.meetings.feeds import routes as feed_routes
from workgroups.meetings.guests import notices as guest_notices
from workgroups.meetings.guests import routes as guest_routes
from workgroups.meetings.interests import routes as interest_routes
from workgroups.meetings.minutes import adoption
from workgroups.meetings.minutes import routes as minutes_routes
from workgroups.meetings.minutes.corrections import routes as correction_routes
from workgroups.meetings.minutes.reopening import routes as reopening_routes
from workgroups.meetings.minutes.summary import routes as summary_routes
from workgroups.meetings.minutes.versions import routes as version_routes
from workgroups.meetings.replies import notices as reply_notices
from workgroups.meetings.replies import routes as reply_routes
from workgroups.meetings.rhythm import clockwork
from workgroups.meetings.rhythm import notices as rhythm_notices
from workgroups.meetings.rhythm import routes as rhythm_routes
from workgroups.meetings.session import routes as session_routes
from workgroups.meetings.session.pulse import Beats
from workgroups.meetings.terms import routes as terms_routes
from workgroups.outcomes import notices as outcome_notices
from workgroups.outcomes import routes as outcome_routes
from workgroups.outcomes.initiatives import notices as initiative_notices
from workgroups.outcomes.initiatives import routes as initiative_routes
from workgroups.pathways import output as pathway_output
from workgroups.pathways import routes as pathway_routes
from workgroups.pathways.barriers import notices as barrier_notices
from workgroups.pathways.barriers import routes as barrier_routes
from workgroups.pathways.barriers.reports import routes as report_routes
from workgroups.pathways.history import routes as history_routes
from workgroups.pathways.imports import routes as import_routes
from workgroups.pathways.proposals import deadlines
from workgroups.pathways.proposals import notices as proposal_notices
from workgroups.pathways.proposals import routes as proposal_routes
from workgroups.pathways.proposals.amendments import routes as amendment_routes
from workgroups.pathways.proposals.answers import reminders
from workgroups.pathways.proposals.answers import routes as answer_routes
from workgroups.pathways.proposals.authors import routes as author_routes
from workgroups.pathways.proposals.forwarding import notices as forwarding_notices
from workgroups.pathways.proposals.forwarding import routes as forwarding_routes
from workgroups.pathways.proposals.operations import routes as operation_routes
from workgroups.pathways.proposals.positions import routes as position_routes
from workgroups.pathways.proposals.procedure import routes as procedure_routes
from workgroups.pathways.proposals.verdicts import routes as verdict_routes
from workgroups.pathways.removal import routes as removal_routes
from workgroups.pathways.steps import notices as step_notices
from workgroups.pathways.steps import routes as step_routes
from workgroups.people import notices as people_notices
from workgroups.people import oidc, personal
from workgroups.people import queries as people
from workgroups.people import routes as people_routes
from workgroups.people.oidc import Handshake, Providers
from workgroups.public import library, render, views
from workgroups.public import routes as public_routes
from workgroups.public.shelf import loader
from workgroups.publishing import notices as publishing_notices
from workgroups.publishing import pages, profile
from workgroups.publishing import routes as publishing_routes
from workgroups.publishing.events import EditionPublished, EditionWithdrawn, MarkLifted, PartMarked
from workgroups.publishing.models import Edition
from workgroups.web.guard import Guard
from workgroups.web.letters import renderer
from workgroups.web.limits import limiter
from workgroups.web.reading import Endpoint
from workgroups.web.refusals import broken
from workgroups.web.stored import Shelf, Stored, static_answers
from workgroups.web.visits import Site, Visit, language_of
from workgroups.web.writing import Writer

log = structlog.get_logger()

FEATURES = (
    people_routes,
    oidc,
    group_routes,
    link_routes,
    paper_routes,
    meeting_routes,
    agenda_routes,
    backlog_routes,
    consent_routes,
    section_routes,
    template_routes,
    topic_routes,
    minutes_routes,
    correction_routes,
    reopening_routes,
    summary_routes,
    version_routes,
    session_routes,
    decision_routes,
    terms_routes,
    reply_routes,
    feed_routes,
    interest_routes,
    guest_routes,
    rhythm_routes,
    action_routes,
    pathway_routes,
    step_routes,
    history_routes,
    removal_routes,
    import_routes,
    barrier_routes,
    proposal_routes,
    author_routes,
    procedure_routes,
    amendment_routes,
    operation_routes,
    position_routes,
    verdict_routes,
    answer_routes,
    forwarding_routes,
    career_routes,
    outcome_routes,
    initiative_routes,
    publishing_routes,
    public_routes,
    desk_routes,
    document_routes,
    report_routes,
)
NOTICES = (
    people_notices,
    group_notices,
    meeting_notices,
    reply_notices,
    guest_notices,
    rhythm_notices,
    action_notices,
    barrier_notices,
    step_notices,
    proposal_notices,
    forwarding_notices,
    career_notices,
    outcome_notices,
    initiative_notices,
    publishing_notices,
)
"""Imported so that they register who hears of which fact."""

SHOWN = (profile, pathway_output, views)
"""Imported so that they register what can be published, and how it is shown."""

LOOK_EVERY = 1.0
"""Seconds between two looks of the worker when nobody wakes it."""


def create_app(
    settings: Settings, *, demo: bool = False, with_worker: bool = False, clock: Clock = utc_now
) -> Starlette:
    """The application. `demo` opens the door that lists the cast; `with_worker` sends mail from this process too.

    Raises `RuntimeError` when a route has no rule or a change no command.
    """
    database = Database(settings.database_url)
    wake = Signal()
    site = Site(
        settings=settings,
        database=database,
        clock=clock,
        identify=people.identify,
        touch=people.touch,
        waiting=desk.Badge(),
        sample=Sample(),
        doors=cast.doors if demo else lambda _: [],
        wake=wake.set,
    )
    worker = create_worker(settings, database, clock)
    routes: Sequence[Route] = [
        Route("/", home),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        *(route for feature in FEATURES for route in declared(feature.routes)),
        *(declared([people_routes.door]) if demo else []),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = POOL_SIZE
        stop = Signal()
        thread = Thread(target=run, args=(worker, wake, stop), name="worker", daemon=True)
        if with_worker:
            thread.start()
        yield
        stop.set()
        wake.set()
        if with_worker:
            thread.join(timeout=10)
        database.dispose()

    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts))],
        exception_handlers={404: missing, 405: missing, Exception: broken},
    )
    # Around all of that: `middleware=` would put the guard inside of what answers when something broke.
    guarded = Guard(app.build_middleware_stack(), settings.public_url, site.session_cookie)
    shelf = Shelf(static_answers(), loader(database, settings.public_url))
    app.middleware_stack = Stored(guarded, shelf)  # the same for any host
    app.state.site = site
    app.state.limiter = limiter()
    app.state.beats = Beats()
    app.state.worker = worker
    app.state.providers = Providers(settings)
    return app


def renew_public_pages(work: Work, _: Fact, edition: Edition) -> None:
    """Make the public pages anew on which an edition stands, or an earlier one of its output stood."""
    below = render.below(library.snapshots(work, edition.output_id))
    pages.renew(work, lambda work: render.touched(library.read(work), edition.output_id), below)


for fact in (EditionPublished, EditionWithdrawn, PartMarked, MarkLifted):
    reacts_to(fact)(renew_public_pages)


@reacts_to(GroupClosed)
def say_who_goes_on(work: Work, _: GroupClosed, _group: Group) -> None:
    """Every page on which something of the group stands says that it is closed."""
    pages.renew(work, lambda work: render.everything(library.read(work)), render.EVERYWHERE)


def render_public_pages(database: Database, now: datetime) -> int:
    """Make every public page anew, as a deployment does; returns how many changed."""
    with writing(database, 0, now) as work:
        return pages.renew(work, lambda work: render.everything(library.read(work)), render.EVERYWHERE)


def declared(routes: Sequence[Route]) -> Sequence[Route]:
    """Deny by default: nothing is served that was not declared with its rule."""
    for route in routes:
        if not isinstance(route.endpoint, Endpoint | Writer | Handshake):
            raise RuntimeError(f"{route.path} was declared without a rule")
    return routes


def create_worker(settings: Settings, database: Database, clock: Clock = utc_now) -> Worker:
    """What sends the mail and does the scheduled work."""
    jobs: list[Job] = [
        once.forget_old, personal.forget_expired, deadlines.pass_time, reminders.pass_time, clockwork.keep_time,
        adoption.adopt_due, keeping.sweeper(settings),
    ]  # fmt: skip
    return Worker(database, settings, renderer(settings), clock, jobs)


def run(worker: Worker, wake: Signal, stop: Signal) -> None:
    """Send what is due until told to stop. Whatever breaks is tried again."""
    while not stop.is_set():
        wake.clear()
        try:
            worker.run_once()
        except OperationalError as problem:
            log.warning("worker.database_away", problem=str(problem.orig))
        except Exception:
            log.exception("worker.broke")
        wake.wait(LOOK_EVERY)


class Sample:
    """Does this database hold the demonstration? The first page asks, in its own transaction."""

    known: bool | None = None

    def __call__(self, session: Session) -> bool:
        if self.known is None:
            self.known = events.happened(session, "DemonstrationLoaded")
        return self.known


def home(request: Request) -> Response:
    return RedirectResponse(f"/{language_of(request, None)}", 307, {"Vary": "Accept-Language, Cookie"})


def healthz(_: Request) -> Response:
    return PlainTextResponse("ok\n")


def readyz(request: Request) -> Response:
    """Are the database and its migrations right?"""
    try:
        ready = migrations.is_current(request.app.state.site.database)
    except OperationalError:
        ready = False
    return PlainTextResponse("ready\n" if ready else "not ready\n", 200 if ready else 503)


def nothing_here(_: Visit, **_keys: object) -> Response:
    raise NotFound


MISSING = Endpoint("", nothing_here, ANYONE, "missing")


async def missing(request: Request, _: Exception) -> Response:
    return await MISSING.respond(request)
