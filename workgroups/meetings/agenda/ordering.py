"""The order of headings and items on an agenda. What is taken by consent stands together."""

from collections.abc import Mapping, Sequence

from sqlalchemy import update
from sqlmodel import col

from workgroups.core.work import Work
from workgroups.meetings.agenda.models import STEP, AgendaItem, ItemKind
from workgroups.meetings.agenda.sections.models import Section

Rows = Mapping[str, AgendaItem | Section]
"""Everything on an agenda by its mark, in order."""


def by_consent(rows: Rows) -> list[str]:
    return [key for key, row in rows.items() if isinstance(row, AgendaItem) and row.by_consent]


def behind_consent(rows: Rows, key: str) -> list[str]:
    """One row right behind what is taken by consent; where it was when nothing else is."""
    block = [other for other in by_consent(rows) if other != key]
    if not block:
        return list(rows)
    keys = [other for other in rows if other != key]
    at = keys.index(block[-1]) + 1
    return [*keys[:at], key, *keys[at:]]


def moved(rows: Rows, key: str, above: str | None) -> list[str]:
    """One row right above another, or at the end.

    What is taken by consent moves as one: it goes along with a part that leaves it, and what comes between its parts
    goes to the other side.
    """
    keys = [other for other in rows if other != key]
    keys.insert(len(keys) if above is None else keys.index(above), key)
    block = [other for other in keys if other in by_consent(rows)]
    rest = [other for other in keys if other not in block]
    if not block:
        return keys
    if key in block:
        at = sum(other in rest for other in keys[: keys.index(key)])
    else:
        first, last = keys.index(block[0]), keys.index(block[-1])
        comes_up = first < keys.index(key) < last and list(rows).index(key) > list(rows).index(block[0])
        at = first + comes_up
    return [*rest[:at], *block, *rest[at:]]


def renumber(work: Work, rows: Rows, keys: list[str]) -> None:
    """Give everything the position of its place.

    Written past the version of a row: moving an item must not make somebody's edit of its text stale.
    """
    for number, key in enumerate(keys, 1):
        row = rows[key]
        if row.position != number * STEP:
            work.session.execute(update(type(row)).where(col(type(row).id) == row.id).values(position=number * STEP))


def among(rows: Sequence[AgendaItem | Section], kind: ItemKind) -> int:
    """Where an item of a kind comes: at the end, unless headings divide the agenda.

    Then behind the last of its kind, or above what is to be decided and its heading. What is taken by consent stays
    together.
    """
    if not any(isinstance(row, Section) for row in rows):
        return len(rows)
    kinds = [row.kind if isinstance(row, AgendaItem) and row.standing is None else None for row in rows]
    if kind in kinds:
        at = len(kinds) - kinds[::-1].index(kind)
    else:
        at = kinds.index(ItemKind.DECISION) if ItemKind.DECISION in kinds else len(rows)
        while 0 < at < len(rows) and isinstance(rows[at - 1], Section):
            at -= 1
    while 0 < at < len(rows) and is_left(rows[at - 1]) and is_left(rows[at]):
        at += 1
    return at


def is_left(row: AgendaItem | Section) -> bool:
    return isinstance(row, AgendaItem) and row.by_consent
