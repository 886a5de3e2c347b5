"""The command line: what runs the platform and looks after it."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from workgroups import migrations
from workgroups.app import create_app, create_worker, render_public_pages
from workgroups.core import events
from workgroups.core.clock import utc_now
from workgroups.core.db import Database
from workgroups.core.settings import Settings
from workgroups.core.work import writing
from workgroups.demo import loader
from workgroups.people.events import AdministratorNamed, PersonAdded
from workgroups.people.models import Person
from workgroups.web.handbook import handbook

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="The platform of the work groups."
)
MADE_BY_A_PAGE = 20_000
"""Objects between two looks of Python's collector; those of a page go without it."""

Port = Annotated[int, typer.Option(help="The port to listen on.")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Database]:
    """The database of the settings, closed when the command is done with it."""
    database = Database((settings or Settings()).database_url)
    try:
        yield database
    finally:
        database.dispose()


@cli.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    worker: Annotated[bool, typer.Option(help="Send mail and do scheduled work from this process too.")] = True,  # noqa: FBT002
) -> None:
    """Serve the platform; set WORKGROUPS_PUBLIC_URL to the address that people type."""
    settings = Settings()
    run(create_app(settings, with_worker=worker), settings, host, port)


def run(app: object, settings: Settings, host: str, port: int) -> None:
    gc.collect()
    gc.freeze()  # what was made at the start stays, so the collector need not look at it again
    gc.set_threshold(MADE_BY_A_PAGE)
    uvicorn.run(
        app,  # type: ignore[arg-type]
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
    )


@cli.command()
def demo(port: Port = 8000) -> None:
    """Load the demonstration and serve it on this machine only; never from a database that real people use."""
    public_url = f"http://127.0.0.1:{port}"
    settings = Settings(public_url=public_url, allowed_hosts=("127.0.0.1", "localhost"))
    prepare(settings)
    app = create_app(settings, demo=True, with_worker=True)
    try:
        loader.load(app.state.site.database, settings, utc_now())
    except loader.InUse:
        app.state.site.database.dispose()
        typer.echo("This database is in use: the demonstration needs one of its own.", err=True)
        raise typer.Exit(1) from None
    render_public_pages(app.state.site.database, utc_now())
    typer.echo(f"\nWorkgroups, the demonstration: {public_url}\n")
    for line in loader.cast_lines(app.state.site.database):
        typer.echo(f"  {line}")
    typer.echo(f"\nSign in as any of them at {public_url}/sign-in. Mail is written to {settings.data_dir / 'mail'}.\n")
    run(app, settings, "127.0.0.1", port)


def prepare(settings: Settings) -> None:
    """Make the folder and bring the database to the newest revision."""
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    migrations.upgrade(settings.database_url)


@cli.command()
def worker(once: Annotated[bool, typer.Option("--once", help="Do what is due now, then stop.")] = False) -> None:  # noqa: FBT002
    """Send mail and do scheduled work, apart from the web process."""
    settings = Settings()
    with opened(settings) as database:
        made = create_worker(settings, database)
        if once:
            typer.echo(f"{made.run_once()} handled")
            return
        from threading import Event as Signal  # noqa: PLC0415 - only this command waits

        from workgroups.app import run as run_worker  # noqa: PLC0415

        run_worker(made, Signal(), Signal())


@cli.command()
def migrate() -> None:
    """Bring the database to the newest revision and make the public pages anew; rows are kept."""
    settings = Settings()
    prepare(settings)
    with opened(settings) as database:
        render_public_pages(database, utc_now())
    typer.echo("The database is at the newest revision.")


@cli.command()
def render() -> None:
    """Make every public page anew out of the editions; only what changed is written."""
    with opened() as database:
        changed = render_public_pages(database, utc_now())
    typer.echo(f"{changed} public pages changed.")


@cli.command()
def create_admin(name: str, email: str) -> None:
    """Add an administrator, who can then sign in by e-mail."""
    with opened() as database, writing(database, 0, utc_now()) as work:
        person = work.add(Person(name=name, email=email.strip().lower(), is_administrator=True))
        work.record(PersonAdded(), about=person)
        work.record(AdministratorNamed(), about=person)
    typer.echo(f"{name} may administer the platform and sign in as {email}.")


@cli.command()
def verify_ledger(
    checkpoint: Annotated[
        Path | None, typer.Option(help="Compare with this file of heads, then add the heads of today.")
    ] = None,
) -> None:
    """Walk every chain of the ledger; says where the first bad row of each stands, and exits with 1."""
    with opened() as database, database.read() as session:
        breaks = events.verify(session)
        heads = events.heads(session)
        if checkpoint and checkpoint.exists():
            breaks += events.compare(session, [json.loads(line) for line in checkpoint.read_text().splitlines()])
    for broken in breaks:
        where = f"row {broken.number}" if broken.number else "its end"
        typer.echo(f"chain {broken.chain}, {where}: {broken.why}")
    if breaks:
        raise typer.Exit(1)
    if checkpoint:
        with checkpoint.open("a") as file:
            file.writelines(json.dumps(head) + "\n" for head in heads)
    typer.echo(f"{sum(head['count'] for head in heads)} rows in {len(heads)} chains verify.")


@cli.command()
def erase_payload(chain: int, number: int) -> None:
    """Erase what one row of the ledger says, where the law asks for it; the erasure is on the ledger too."""
    with opened() as database, writing(database, 0, utc_now()) as work:
        row = events.row(work.session, chain, number)
        found = row if row and row.payload is not None else None
        if found:
            work.erase(found)
    if not found:
        raise typer.BadParameter("There is no such row, or its payload was erased before.")
    typer.echo(f"chain {chain}, row {number}: the payload is erased, who, what and when remain.")


@cli.command()
def routes() -> None:
    """List every route with its method, rule, rate class and cache class."""
    for route in create_app(Settings()).routes:
        endpoint = route.endpoint  # type: ignore[attr-defined]
        rule = getattr(endpoint, "rule", None)
        detail = f"{rule.name:36} {endpoint.rate:8} {endpoint.cache}" if rule else "operations"
        methods = ",".join(sorted(route.methods - {"HEAD"}))  # type: ignore[attr-defined]
        typer.echo(f"{methods:5} {route.path:44} {detail}")  # type: ignore[attr-defined]


@cli.command()
def policy() -> None:
    """Print who may do what, as `docs/policy.md` has it."""
    typer.echo(handbook(create_app(Settings()).routes), nl=False)
