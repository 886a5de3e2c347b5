"""`python -m bench`: what each page of the goals costs, beside the bare server and the bare template."""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import data, measure
from bench.measure import Call, Weight
from bench.servers import Server
from workgroups.core.clock import utc_now
from workgroups.core.settings import Settings

PLAIN = Call("/plain")
STARTS = 3


class Row(NamedTuple):
    """Something to measure, and what it should stay below: None where nothing was set."""

    words: str
    call: Call
    p: float | None = None
    j: float | None = None
    kilobytes: float | None = None
    queries: int | None = None


class Cost(NamedTuple):
    """Milliseconds of processor time in one round: of the row, of P and of J (0 where nobody asks for it)."""

    row: float
    p: float
    j: float


def rows(made: data.Furnished) -> list[Row]:
    due = (utc_now() + timedelta(days=30)).date().isoformat()
    promised = {"title": "Send the list of documents to every applicant", "detail": "As agreed.", "due_on": due}
    public, meeting = Call(made.public), Call(made.meeting, made.member)
    return [
        Row("public page", public, p=1.0, kilobytes=12, queries=0),
        Row("  the same, 304", public._replace(unchanged=True), p=0.6, queries=0),
        Row("meeting, 20 items, 30 seats", meeting, p=20, j=2.5, kilobytes=20, queries=8),
        Row("  the same, 304", meeting._replace(unchanged=True), p=5),
        Row("list of 200 actions", Call(made.actions, made.member), p=60, j=2.5, kilobytes=20),
        Row("proposal, 20 comments", Call(made.proposal, made.member), p=25, kilobytes=20),
        Row("write: promise an action", Call(made.writes, made.writer, promised), p=20),
    ]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="how often everything is measured; medians are printed")
    options.add_argument("--only", default="", help="only rows whose words contain this")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="workgroups-bench-") as folder:
        settings = Settings(data_dir=Path(folder), database_url=f"sqlite:///{folder}/bench.db")
        made = data.furnish(settings)
        chosen = [row for row in rows(made) if given.only in row.words]
        weights = measure.weigh(settings, [row.call for row in chosen])
        starts = []
        for _ in range(STARTS):
            with ours(settings) as server:
                starts.append(server.first_answer(chosen[0].call))
        with Server("bench.servers") as bare, ours(settings) as server:
            bare.first_answer(PLAIN)
            server.first_answer(chosen[0].call)
            costs = compare(server, bare, chosen, weights, given.rounds)
            report(chosen, weights, costs)
            print()
            single("memory of the process after load, MB", server.memory(), 100)
            single("start to first answer, s", median(starts), 2)
            single("installed distributions", len(measure.distributions("workgroups")), 65)
            view = measure.first_view(server, Call(made.public))
            single("first view of a public page, KB", view.kilobytes, 50)
            single("first view of a public page, requests", view.requests, 4)


def ours(settings: Settings) -> Server:
    """Our server, as an operator starts it; the worker runs apart, so that only requests are measured."""
    environment = {"WORKGROUPS_DATA_DIR": str(settings.data_dir), "WORKGROUPS_DATABASE_URL": settings.database_url}
    return Server("workgroups", "serve", "--no-worker", environment=environment)


def compare(
    server: Server, bare: Server, chosen: Sequence[Row], weights: Sequence[Weight], rounds: int
) -> dict[str, list[Cost]]:
    """What each row costs in each round: P first, then each row with its J beside it."""
    costs: dict[str, list[Cost]] = {row.words: [] for row in chosen}
    addresses = measure.addresses()
    baselines = [Call(f"/page/{weight.size}") if row.j else None for row, weight in zip(chosen, weights, strict=True)]
    times = {call: measure.repetitions(server, call, next(addresses)) for call in [row.call for row in chosen]}
    return costs
