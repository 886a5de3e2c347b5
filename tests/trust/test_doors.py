"""Every route against every role: `doors.txt` says what each of them gets, and each of them is asked.

The table is read by people. It is checked against `docs/policy.md` by eye and against the application by this test;
whoever adds a route adds its line. An answer is a status, or `door` for the way to the sign-in page.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.routing import Route

from tests.trust.conftest import ROLES, Room
from tests.trust.scene import QUIET, ROOM
from tests.trust.sent import brought, sent

TABLE = Path(__file__).with_name("doors.txt")
INSIDE = [role for role in ROLES if role not in ("admin", "outsider", "public")]
ABSENT = "999999999"


class Door(NamedTuple):
    """One line of the table: an address with the names of rows, and the answer for each role."""

    method: str
    path: str
    answers: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def doors() -> list[Door]:
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == ["route", *ROLES], "the first line names the columns"
    return [Door(method, path, dict(zip(ROLES, answers, strict=True))) for method, path, *answers in lines[1:]]


DOORS = doors()
HERS = re.compile("{(reply|state)_link}")
"""Whoever has such a link reads what the member reads whom it names."""


def route_of(app: Starlette, method: str, path: str) -> Route:
    """The route that answers this request."""
    return next(route for route in app.routes if method in (route.methods or ("GET",)) and route.path_regex.match(path))


def fields_of(room: Room, role: str, route: Route) -> dict[str, str]:
    """What this role sends to a route."""
    names = room.keys | {"own_sign_in": room.sign_ins.get(role, 0)}
    return {name: text.format(**names) for name, text in sent(route.path).items()}


def said(answer: Response, path: str) -> str:
    """The answer as the table says it."""
    to_the_door = f"/sign-in?next={path}"
    if answer.status_code == 401 or answer.headers.get("Location") == to_the_door:
        return "door"
    return str(answer.status_code)


@pytest.mark.every_row
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_everybody_gets_what_the_table_says(room: Room, door: Door) -> None:
    path = door.path.format(**room.keys)
    route = route_of(room.app, door.method, path)
    file = brought(route.path) if door.method == "POST" else None
    answers = {role: room.ask(role, door.method, path, fields_of(room, role, route), file) for role in ROLES}
    assert {role: said(answer, path) for role, answer in answers.items()} == door.answers
    for role, answer in answers.items():
        reader = "member" if HERS.search(door.path) else role
        hidden = [word for word, roles in QUIET.items() if reader not in roles]
        hidden += ROOM if reader not in INSIDE else ()
        assert [word for word in hidden if word in answer.text] == [], f"{role} reads what is not theirs"
    if answers["outsider"].status_code == 404 and "{" in door.path:
        lost = re.sub("/[0-9]+", f"/{ABSENT}", path, count=1)
        absent = room.ask("outsider", door.method, lost, fields_of(room, "outsider", route), file)
        assert answers["outsider"].text.replace(path, lost) == absent.text, (
            "what is foreign answers as if it were absent"
        )


def test_the_table_has_a_line_for_every_route_and_no_other(room: Room) -> None:
    there = {
        f"{method} {route.path}" for route in room.app.routes for method in route.methods or () if method != "HEAD"
    }
    told = {f"{door.method} {route_of(room.app, door.method, door.path.format(**room.keys)).path}" for door in DOORS}
    assert there == told
