"""The table: where seats sit and what is counted."""

from itertools import combinations
from math import hypot

import pytest

from workgroups.groups.drawing import SHAPES, STATES, SeatMark, ring, tally
from workgroups.people.models import StakeholderType

TYPES = list(StakeholderType)


def seats(number: int, *states: str | None) -> list[SeatMark]:
    """A table of `number` seats whose first and last are chairs, showing `states` in turn."""
    return [
        SeatMark(
            key=key,
            type=TYPES[key % len(TYPES)],
            label=f"Seat {key}",
            href=f"/seats/{key}",
            state=states[key % len(states)] if states else None,
            vacant=False,
            chair=key in (0, number - 1),
            observer=False,
        )
        for key in range(number)
    ]


def test_every_stakeholder_type_has_a_shape_of_its_own() -> None:
    assert {kind.value for kind in StakeholderType} | {""} == set(SHAPES)
    assert len({str(corners) for corners in SHAPES.values()}) == len(SHAPES)


@pytest.mark.parametrize("number", range(4, 31))
def test_seats_stand_apart_and_the_chairs_face_each_other(number: int) -> None:
    placed = ring(seats(number))
    top, bottom = (seat for seat in placed if seat.chair)
    assert (top.x, top.y) == (bottom.x, -bottom.y)
    assert top.y < 0
    for one, other in combinations(placed, 2):
        assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius


def test_what_a_seat_says_never_moves_it() -> None:
    def places(*states: str | None) -> list[tuple[float, float]]:
        return [(seat.x, seat.y) for seat in ring(seats(14, *states))]

    assert places() == places("support") == places(*STATES)


def test_observers_sit_away_from_the_table_and_are_not_counted() -> None:
    observer = SeatMark(99, None, "Evaluator", "/seats/99", None, vacant=False, chair=False, observer=True)
    at_table = seats(12, "support", "concern")
    placed = ring([*at_table, observer])
    assert [(seat.x, seat.y) for seat in placed[:-1]] == [(seat.x, seat.y) for seat in ring(at_table)]
    assert (
        min(hypot(seat.x - placed[-1].x, seat.y - placed[-1].y) - seat.radius for seat in placed[:-1])
        > placed[-1].radius
    )
    assert tally([*at_table, observer]) == tally(at_table)


def test_counts_come_in_a_fixed_order_with_vacant_seats_last() -> None:
    table = seats(6, "concern", "support", "not_heard")
    table[4] = table[4]._replace(vacant=True)
    assert tally(table) == [("support", 1), ("concern", 2), ("not_heard", 2), ("vacant", 1)]


def test_long_names_are_cut_to_three_lines() -> None:
    long = seats(4)[0]._replace(
        label="Ministère de l'Immigration, du Travail et des Compétences de la Nouvelle-Écosse, secteur santé"
    )
    assert len(ring([long])[0].lines) == 3
