"""Stages and steps as TOML, under the names that `document` gives them; a body is called by its name."""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from workgroups.pathways.document import Conditions, Pathway, Step
from workgroups.pathways.imports.bodies import Bodies

TABLES = {"options", "facts"}
"""The parts of a step that are tables of their own; all other parts stand on one line."""


def written(document: Pathway, bodies: Bodies) -> str:
    """The stages and steps of a document as TOML; of the document itself nothing else."""
    text = tomlkit.document()
    if document.stages:
        text["stages"] = tables(stage.model_dump() for stage in document.stages)
    if document.steps:
        text["steps"] = tables(told(step, bodies) for step in document.steps)
    return tomlkit.dumps(text)


def told(step: Step, bodies: Bodies) -> dict[str, Any]:
    """A step without what is at its default: what it is first, then what comes before it, then its tables."""
    found = step.model_dump(exclude_defaults=True)
    if step.body is not None:
        found["body"] = bodies.called(step.body)
    return {
        name: found[name] for name in sorted(found, key=lambda name: (name in TABLES, name in Conditions.model_fields))
    }


def tables(parts: Any) -> AoT:
    found = tomlkit.aot()
    for part in parts:
        found.append(table(part))
    return found


def table(part: Mapping[str, Any]) -> Table:
    found = tomlkit.table()
    for name, value in part.items():
        found[name] = tables(value) if name in TABLES else inline(value)
    return found


def inline(value: Any) -> Any:
    """A value on one line; several texts each on a line of their own."""
    if isinstance(value, dict):
        line = tomlkit.inline_table()
        line.update({name: inline(each) for name, each in value.items()})
        return line
    if isinstance(value, tuple):
        items = tomlkit.array()
        items.extend(inline(each) for each in value)
        return items.multiline(any(isinstance(each, dict) for each in value))
    return value
