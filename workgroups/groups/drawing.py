"""The table: seats around a ring, each at a fixed place, its shape telling the stakeholder type.

Lengths are in units of a field 360 wide and 324 high whose middle is (0, 0), drawn by
`templates/drawings/_table.html`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import cos, hypot, pi, sin
from textwrap import wrap
from typing import NamedTuple

WIDE, HIGH = 150.0, 126.0
"""Half axes of the ellipse on which the middles of the seats lie."""

SAMPLES = 720
BESIDE_A_CHAIR = 1.3
"""How far a chair's neighbour sits from the chair, in distances between other neighbours."""
OBSERVERS_AT = 1.36
"""How far observers sit from the middle, where a seat at the table is 1."""

STATES = (
    "support",
    "support_with_conditions",
    "no_objection",
    "concern",
    "object",
    "reserved",
    "with_our_body",
    "recused",
    "present",
    "regrets",
    "absent",
    "unrecorded",
    "heard",
    "not_heard",
)
"""What a seat can show, in the order in which it is counted. A vacant seat shows no state."""


class SeatMark(NamedTuple):
    """One seat as a drawing needs it; `type` is a value of `StakeholderType`, `state` one of `STATES`."""

    key: int
    type: str | None
    label: str
    href: str
    state: str | None
    vacant: bool
    chair: bool
    observer: bool


class Placed(NamedTuple):
    """A seat with its middle (x, y), its radius, its outline around (0, 0), and its label in short lines."""

    key: int
    type: str
    label: str
    href: str
    state: str | None
    vacant: bool
    chair: bool
    observer: bool
    x: float
    y: float
    radius: float
    points: str
    lines: tuple[str, ...]


def _regular(corners: int, radius: float = 1.0, turn: float = 0.0) -> list[tuple[float, float]]:
    """Corners of a regular polygon, the first one straight up when `turn` (in parts of a full turn) is 0."""
    angles = [2 * pi * (corner / corners + turn) for corner in range(corners)]
    return [(radius * sin(angle), -radius * cos(angle)) for angle in angles]


def _star() -> list[tuple[float, float]]:
    outer, inner = _regular(5, 1.24), _regular(5, 0.66, turn=0.1)
    return [corner for pair in zip(outer, inner, strict=True) for corner in pair]


# Areas are about equal, and any two outlines differ in more than the number of corners.
SHAPES: dict[str, list[tuple[float, float]]] = {
    "regulatory_body": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "professional_association": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
    "educational_institution": [(0, -1.15), (1.22, 0.9), (-1.22, 0.9)],
    "employer": _regular(6, 1.08),
    "union": [
        (-0.46, -1.05), (0.46, -1.05), (0.46, -0.46), (1.05, -0.46), (1.05, 0.46), (0.46, 0.46),
        (0.46, 1.05), (-0.46, 1.05), (-0.46, 0.46), (-1.05, 0.46), (-1.05, -0.46), (-0.46, -0.46),
    ],
    "sector_council": [(-0.62, -0.8), (1.32, -0.8), (0.62, 0.8), (-1.32, 0.8)],
    "government": [(-0.98, -0.95), (0.98, -0.95), (0.98, 0.2), (0, 1.2), (-0.98, 0.2)],
    "settlement_organisation": _regular(32),
    "internationally_educated_professional": _star(),
    "": _regular(32, 0.8),
}  # fmt: skip
"""Outlines by stakeholder type, in units of the seat's radius; "" is a seat without a type."""


@cache
def outline(kind: str, radius: float) -> str:
    """The corners of a type's shape around (0, 0), as an SVG `points` attribute.

    Raises KeyError for an unknown type.
    """
    return " ".join(f"{x * radius:.1f},{y * radius:.1f}" for x, y in SHAPES[kind])


@cache
def _half() -> list[tuple[float, float, float]]:
    """Points down the right half of the ellipse, each with the part of the way walked so far (0 to 1)."""
    corners = [(WIDE * sin(pi * n / SAMPLES), -HIGH * cos(pi * n / SAMPLES)) for n in range(SAMPLES + 1)]
    ways = [0.0, *accumulate(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners))]
    return [(x, y, way / ways[-1]) for (x, y), way in zip(corners, ways, strict=True)]


@lru_cache(maxsize=2048)
def _lines(label: str) -> tuple[str, ...]:
    return tuple(wrap(label, 24, max_lines=3, placeholder=" …"))


@cache
def _down_the_side(seats: int) -> tuple[tuple[float, float], ...]:
    """Places for a number of seats between the two chairs, equally far apart along the edge."""
    ways = [(seat + BESIDE_A_CHAIR) / (seats - 1 + 2 * BESIDE_A_CHAIR) for seat in range(seats)]
    return tuple(min(_half(), key=lambda point: abs(point[2] - way))[:2] for way in ways)


def _corners(seats: int) -> Iterator[tuple[float, float]]:
    """Places for observers: away from the table, in the four corners in turn."""
    sides = ((1, 1), (-1, 1), (1, -1), (-1, -1))
    for seat in range(seats):
        deep = seat // 4
        angle = pi * (0.25 + 0.065 * (-1) ** deep * ((deep + 1) // 2))
        across, down = sides[seat % 4]
        yield across * WIDE * OBSERVERS_AT * cos(angle), down * HIGH * OBSERVERS_AT * sin(angle)


def ring(seats: Sequence[SeatMark]) -> list[Placed]:
    """Every seat with its place, in the order given.

    The first chair sits at the top, the second opposite at the bottom; the others go clockwise from the
    top in their order, so that a place depends on who has a seat and never on what a seat says. Observers
    sit away from the table. Raises KeyError for an unknown stakeholder type.
    """
    chairs = [seat for seat in seats if seat.chair][:2]
    observers = [seat for seat in seats if seat.observer and seat not in chairs]
    others = [seat for seat in seats if seat not in chairs and seat not in observers]
    right = (len(others) + 1) // 2
    radius = round(min(17.0, 0.37 * pi * (WIDE + HIGH) / 2 / (right - 1 + 2 * BESIDE_A_CHAIR)), 1)
    clockwise = [*_down_the_side(right), *((-x, -y) for x, y in _down_the_side(len(others) - right))]
    places = {seat.key: (0.0, end) for seat, end in zip(chairs, (-HIGH, HIGH), strict=False)}
    places |= {seat.key: place for seat, place in zip(others, clockwise, strict=True)}
    places |= {seat.key: place for seat, place in zip(observers, _corners(len(observers)), strict=True)}
    return [_placed(seat, places[seat.key], min(radius, 12.0) if seat.observer else radius) for seat in seats]


def _placed(seat: SeatMark, place: tuple[float, float], radius: float) -> Placed:
    kind = seat.type or ""
    x, y = (round(value, 1) + 0.0 for value in place)
    return Placed(seat.key, kind, *seat[2:], x, y, radius, outline(kind, radius), _lines(seat.label))


def tally(seats: Sequence[SeatMark]) -> list[tuple[str, int]]:
    """How many seats show each state, in the order of `STATES`, and last how many are vacant.

    Observers do not count.
    """
    at_table = [seat for seat in seats if not seat.observer]
    shown = Counter(seat.state for seat in at_table if not seat.vacant)
    found = [(state, shown[state]) for state in STATES if shown[state]]
    vacant = sum(seat.vacant for seat in at_table)
    return [*found, ("vacant", vacant)] if vacant else found
