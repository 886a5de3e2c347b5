"""Finds nested queries that name a table of an outer query again instead of meaning the row of the outer one.

SQLAlchemy correlates a nested query with the one directly around it only: a rule inside a rule inside a rule
quietly asks about any row of the table. The text of every statement is looked at once, when a test sends it.
"""

import re
from functools import cache
from itertools import takewhile

from sqlalchemy import Engine, event

CLAUSES = ("SELECT", "FROM", "WHERE", "HAVING", "UNION", "EXCEPT", "LIMIT", "RETURNING", "ORDER BY", "GROUP BY")
PART = re.compile(rf"(\(|\)|'(?:[^']|'')*'|\b(?:{'|'.join(CLAUSES)})\b)")
TABLE = re.compile(r"(?:^\s*|,|\bJOIN\b)\s*\"?([a-z_]+)\"?(?!\s+AS\b)\s*(?=$|,|\bJOIN\b|\bON\b|\bLEFT\b)", re.DOTALL)


@cache
def shadowed(sql: str) -> list[str]:
    """The tables that a nested query names though an outer one has them already."""
    found: list[str] = []
    levels: list[list[str]] = [["", ""]]  # the clause that we are in, and the text of FROM, innermost last
    for part in PART.split(sql):
        if part == "(":
            levels.append(["", ""])
        elif part == ")":
            named = TABLE.findall(levels.pop()[1])
            # What stands in a FROM is a table of its own: it could not mean a row of the outer query.
            inside = takewhile(lambda level: level[0] != "FROM", reversed(levels))
            found += {name for level in inside for name in TABLE.findall(level[1])}.intersection(named)
        elif part in CLAUSES:
            levels[-1][0] = part
        elif levels[-1][0] == "FROM":
            levels[-1][1] += part
    return found


@event.listens_for(Engine, "before_cursor_execute")
def look(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
    if names := shadowed(sql):
        raise AssertionError(f"a nested query names {', '.join(names)} again: {sql}")
