"""`python -m bench`: what the pages of the goals cost, beside the bare server and the bare template."""

import argparse
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import data, following
from bench.measure import Call, Load, Weight, distributions, first_view, weigh
from bench.servers import Server
from workgroups.core.clock import utc_now
from workgroups.core.settings import Settings

PLAIN = Call("/plain")
STARTS = 3
FOLLOWED = "follow live: last one sees a save"


class Row(NamedTuple):
    """Something to measure, and what it should stay below: None where no goal was set."""

    words: str
    call: Call
    p: float | None = None
    j: float | None = None
    kilobytes: float | None = None
    queries: float | None = None
    why: str = ""
    """What stands in the way of a goal, printed when it is missed."""


BARE = "The server beneath needs half a P for an answer without a byte, and each header adds to it."
SIZE = "J alone is {j:.0f} P for a page of this size; each query adds a tenth of a millisecond, and its rows."
SEEN = "Who asks and whether the ledger grew is asked of the database each time, in a transaction of its own."
HEARD = "Seats, positions, links and comments are asked for each under its rule. The differences are kept as HTML."
ACTS = "Who acts and whether she may, the row, its once-key, the ledger with its head, the outbox: all in one commit."
LIBRARIES = "SQLAlchemy, SQLModel and Pydantic hold 50 before anything of ours is imported."


class Cost(NamedTuple):
    """Milliseconds of processor time in one round: of P, of J for a page of the row's size, and of the row."""

    p: float
    j: float
    row: float


def rows(made: data.Furnished) -> list[Row]:
    due = (utc_now() + timedelta(days=30)).date().isoformat()
    promised = {"title": "Send the list of documents to every applicant", "detail": "As agreed.", "due_on": due}
    public, meeting = Call(made.public), Call(made.meeting, made.member)
    return [
        Row("public page", public, p=1.0, kilobytes=12, queries=0),
        Row("  the same, 304", public._replace(unchanged=True), p=0.6, queries=0, why=BARE),
        Row("meeting, 20 items, 30 seats", meeting, p=20, j=2.5, kilobytes=20, queries=8, why=SIZE),
        Row("  the same, 304", meeting._replace(unchanged=True), p=5, why=SEEN),
        Row("meeting, 30 items, 60 seats", Call(made.large_meeting, made.large_member), kilobytes=20, queries=8),
        Row("list of 200 actions", Call(made.actions, made.member), p=60, j=2.5, kilobytes=20, why=SIZE),
        Row("proposal, 20 comments", Call(made.proposal, made.member), p=25, kilobytes=20, why=HEARD),
        Row("write: promise an action", Call(made.writes, made.writer, promised), p=20, why=ACTS),
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
        starts = [start(settings, Call(made.public)) for _ in range(STARTS)]
        with Server("bench.servers") as bare, ours(settings) as server:
            bare.first_answer(PLAIN.path)
            server.first_answer(made.public)
            if chosen:
                weights = [weigh(settings, server, row.call) for row in chosen]
                costs = compare(server, bare, chosen, weights, given.rounds)
                table(chosen, weights, costs)
            print()
            sent, requests = first_view(server, weigh(settings, server, Call(made.public)))
            if not given.only or given.only in FOLLOWED:
                seen, times = following.measured(server, made)
                single(f"{len(made.followers)} {FOLLOWED}, seconds", seen, 3)
                single("  other pages meanwhile, times as long", times, 1.25)
            single("memory of the process after load, MB", server.memory(), 100, why=LIBRARIES)
            single("start to first answer, seconds", median(wall for wall, _ in starts), 2)
            single("  processor time of it, seconds", median(used for _, used in starts), None)
            document = Call(made.large_meeting + "/agenda.pdf", made.large_member)
            single("agenda of 30 items as PDF, seconds", median(seconds(server, document) for _ in range(STARTS)), 2)
            single("installed distributions", len(distributions("workgroups")), 65)
            single("first view of a public page, KB", sent / 1000, 50)
            single("first view of a public page, requests", requests, 4)


def ours(settings: Settings) -> Server:
    """Our server as an operator starts it. The worker runs apart, so that only requests are measured."""
    environment = {"WORKGROUPS_DATA_DIR": str(settings.data_dir), "WORKGROUPS_DATABASE_URL": settings.database_url}
    return Server("workgroups", "serve", "--no-worker", environment=environment)


def start(settings: Settings, call: Call) -> tuple[float, float]:
    """Seconds until our server has answered for the first time, and its processor time until then."""
    with ours(settings) as server:
        return server.first_answer(call.path, call.headers), server.cpu()


def seconds(server: Server, call: Call) -> float:
    """How long somebody waits for an answer."""
    began = time.monotonic()
    server.first_answer(call.path, call.headers)
    return time.monotonic() - began


def compare(
    server: Server, bare: Server, chosen: Sequence[Row], weights: Iterable[Weight], rounds: int
) -> list[list[Cost]]:
    """The cost of each row in each round, with P and J measured right before it: the machine has other things to do."""
    plain = Load(bare, PLAIN)
    loads = [
        (Load(server, row.call), Load(bare, Call(f"/page/{len(weight.html.encode())}")) if row.j else plain)
        for row, weight in zip(chosen, weights, strict=True)
    ]
    costs: list[list[Cost]] = [[] for _ in chosen]
    for _ in range(rounds):
        for found, (row, page) in zip(costs, loads, strict=True):
            found.append(Cost(plain.cost(), page.cost(), row.cost()))
    return costs


def table(chosen: Iterable[Row], weights: Iterable[Weight], costs: Sequence[Sequence[Cost]]) -> None:
    """Print what each row costs, beside its goals."""
    p = median(cost.p for found in costs for cost in found)
    print(f"Processor time of the server per request, medians of {len(costs[0])} rounds; P is {p:.3f} ms.\n")
    print(f"{'':30}{'ms':>7}{'P':>14}{'J':>14}{'KB sent':>14}{'queries':>14}")
    for row, weight, found in zip(chosen, weights, costs, strict=True):
        columns = (
            ("P", median(cost.row / cost.p for cost in found), row.p),
            ("J", median(cost.row / cost.j for cost in found), row.j),
            ("KB sent", weight.sent / 1000, row.kilobytes),
            ("queries", weight.queries, row.queries),
        )
        shown = [beside(value, goal) if goal or name != "J" else "" for name, value, goal in columns]
        cells = "".join(f"{cell:>14}" for cell in shown)
        missed = [name for name, value, goal in columns if goal is not None and value > goal]
        print(f"{row.words:30}{median(cost.row for cost in found):7.3f}{cells}  {verdict(missed)}")
        if missed and row.why:
            print("    " + row.why.format(j=median(cost.j / cost.p for cost in found)))


def single(words: str, value: float, goal: float | None, why: str = "") -> None:
    """Print one figure beside its goal."""
    reached = "" if goal is None else "reached" if value <= goal else "missed"
    print(f"{words:44}{beside(value, goal):>14}  {reached}")
    if reached == "missed" and why:
        print(f"    {why}")


def beside(value: float, goal: float | None) -> str:
    """A value beside its goal: "18.2 ≤ 20"."""
    return f"{value:.3g}" if goal is None else f"{value:.3g} ≤ {goal:g}"


def verdict(missed: Sequence[str]) -> str:
    return f"missed: {', '.join(missed)}" if missed else "reached"


if __name__ == "__main__":
    main()
