"""The rules in words, for people: `docs/policy.md` is made of the rules' own docstrings."""

from collections.abc import Iterable
from itertools import groupby

from starlette.routing import BaseRoute, Route

from workgroups.core.policy import RULES
from workgroups.web.reading import Endpoint
from workgroups.web.writing import Writer

HEAD = """# Who may do what

Made by `make policy` from the rules themselves; a test compares the two. Whoever may not see a thing reads *not found*.
"""


def handbook(routes: Iterable[BaseRoute]) -> str:
    """Every rule, by feature: the verb, what it is about, who may, and the routes that ask for it."""
    asked: dict[str, list[str]] = {}
    for route in routes:
        if isinstance(route, Route) and isinstance(route.endpoint, Endpoint | Writer):
            asked.setdefault(route.endpoint.rule.name, []).append(
                f"`{route.endpoint.methods[0]} {readable(route.path)}`"
            )
    lines = [HEAD]
    rules = sorted(RULES.values(), key=lambda rule: rule.name.rpartition(".")[::2])
    for feature, verbs in groupby(rules, key=lambda rule: rule.name.rpartition(".")[0]):
        lines += [f"## {feature}", "", "| verb | about | who may | asked by |", "| --- | --- | --- | --- |"]
        for rule in verbs:
            where = "<br>".join(asked.get(rule.name, []))
            lines.append(f"| {rule.verb} | {rule.on.__name__} | {rule.why} | {where} |")
        lines.append("")
    return "\n".join([*lines, "## Everyone", "", *(f"- {route}" for route in asked.get("anyone", [])), ""])


def readable(path: str) -> str:
    return path.replace(":key}", "}")
