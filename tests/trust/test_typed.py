"""Whatever is typed into whichever field, the answer is a page that says what is wrong, and never that we broke."""

import pytest

from tests.trust.conftest import Room
from tests.trust.test_doors import DOORS, Door, fields_of, route_of

ODD = ("999999999", "9999-12-31")
"""What passes for a row or a number, and for a day, and is none that anybody means."""

CHANGES = [door for door in DOORS if door.method == "POST" and "303" in door.answers.values()]


@pytest.mark.parametrize("door", CHANGES, ids=lambda door: door.name)
def test_no_form_breaks(room: Room, door: Door) -> None:
    role = next(role for role, answer in door.answers.items() if answer == "303")
    path = door.path.format(**room.keys)
    route = route_of(room.app, "POST", path)
    usual = fields_of(room, role, route)
    for field in sorted({*route.endpoint.form.model_fields, *usual, "_version"}):
        for typed in ODD:
            answer = room.ask(role, "POST", path, usual | {field: typed})
            assert answer.status_code < 500, f"{field}: {typed}"
