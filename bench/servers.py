"""The two servers that are compared: ours, as `workgroups serve` runs it, and a bare one beside it.

The bare one is Starlette under one uvicorn worker with httptools and uvloop, and answers two things:

- `/plain`, a few words of plain text: **P**, the cost of answering at all.
- `/page/{size}`, a list of that many bytes: **J**, the cost of a page of this size when Jinja renders it from memory.
  Its template is written out, without macros, filters, includes, translations and compression; its rows are tuples
  that were made at the start, with six or seven values in each row of about 250 bytes, as our lists have them.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple, Self

import jinja2
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 120

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><main><h1>{{ title }}</h1>
<ul class="rows" role="list">
{% for row in rows %}
<li>
<a href="/things/{{ row.id }}">{{ row.title }}</a>
<span><span class="tag {{ tones[row.state] }}">{{ words[row.state] }}</span></span>
<p>{{ row.seat }}{% if row.holder %} ({{ row.holder }}){% endif %} · due {{ row.due }}, {{ row.away }}</p>
</li>
{% endfor %}
</ul></main></body></html>"""


class Thing(NamedTuple):
    id: int
    title: str
    state: str
    seat: str
    holder: str | None
    due: str
    away: str


def things(count: int) -> list[Thing]:
    states = ("open", "done", "blocked")
    return [
        Thing(
            number, f"Ask the regulator which documents it needs for file {number}", states[number % 3],
            "Regulatory body of the profession", "Dolores Reyes" if number % 4 else None,
            "Thursday 10 December 2026", f"in {number} days",
        )
        for number in range(count)
    ]  # fmt: skip


def baseline() -> Starlette:
    """The bare server."""
    env = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = env.from_string(PAGE)
    tones = {"open": "wait", "done": "good", "blocked": "bad"}
    words = {"open": "open", "done": "done", "blocked": "blocked"}
    known = things(2000)

    def rendered(rows: Sequence[Thing]) -> str:
        return template.render(title="Things", rows=rows, tones=tones, words=words)

    frame = len(rendered([]))
    each = (len(rendered(known)) - frame) / len(known)

    async def plain(_: Request) -> Response:
        return PlainTextResponse("This is what an answer costs.")

    async def page(request: Request) -> Response:
        return HTMLResponse(rendered(known[: round((request.path_params["size"] - frame) / each)]))

    return Starlette(routes=[Route("/plain", plain), Route("/page/{size:int}", page)])


class Server:
    """A server process of its own, from its start to its end."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        command = [sys.executable, "-m", module, *arguments, "--port", str(self.port)]
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, cwd=ROOT, env={**inherited, **(environment or {})})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)

    def first_answer(self, path: str, headers: Mapping[str, str] | None = None) -> float:
        """Seconds from the start of the process to the end of its first answer.

        Raises `RuntimeError` when none comes.
        """
        while time.monotonic() - self.began < PATIENCE_SECONDS and self.process.poll() is None:
            connection = HTTPConnection("127.0.0.1", self.port)
            try:
                connection.request("GET", path, headers=dict(headers or {}))
                answer = connection.getresponse()
                answer.read()
            except ConnectionError:
                time.sleep(0.02)
                continue
            finally:
                connection.close()
            if answer.status == 200:
                return time.monotonic() - self.began
            raise RuntimeError(f"{path} answers {answer.status}")
        raise RuntimeError("the server does not start")

    def cpu(self) -> float:
        """Seconds of processor time that all threads of the process have used so far."""
        # The clock of another process, as clock_getcpuclockid(3) makes it: finer than the ticks in /proc/<pid>/stat.
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def memory(self) -> float:
        """Megabytes of memory that the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    uvicorn.run(
        baseline(), port=int(sys.argv[-1]), http="httptools", loop="uvloop", log_level="warning", access_log=False,
        proxy_headers=False, server_header=False,
    )  # fmt: skip
