"""What a page shows in a form: saved values, or what was typed with the errors beside it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from workgroups.core.languages import LANGUAGES

Pairs = Sequence[tuple[str, Any]]
"""What a browser sent: names and values, in the order of the form."""


@dataclass
class FormState:
    """The state of one form on one page.

    `of` names the command and the key it is for, so that a page with several forms shows errors in the right one.
    """

    of: tuple[str, Any] = ("", None)
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    once: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    prefix: str = ""
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The label and the id of each field on the page, put there as it is drawn."""
    held: Mapping[str, str] = field(default_factory=dict)
    """After a refusal: what the form says of each text as it was opened."""

    def under(self, prefix: str) -> "FormState":
        """The same form with ids of its own, for pages on which several forms have fields of one name."""
        return replace(self, prefix=prefix)

    def value(self, name: str) -> Any:
        """What stands in the field: typed text first, the saved value otherwise, "" when there is none."""
        value = self.values.get(name)
        return "" if value is None else value

    def opened(self, name: str, label: str) -> str:
        """Says of a text in one language what it was when the form was opened, so that saving can tell what changed."""
        return self.held.get(name) or f"{name} {mark(self.value(name))} {label}"

    def error(self, name: str) -> str | None:
        return self.errors.get(name)

    def theirs(self, name: str) -> str | None:
        """After a conflict: what somebody else saved in this field meanwhile, if it differs from what was typed."""
        if name not in self.saved:
            return None
        saved, typed = plain(self.saved[name]), plain(self.values.get(name))
        return None if saved == typed else saved


def plain(value: object) -> str:
    """A value as a field of a form sends it; a box that is not ticked sends nothing."""
    if value is None or isinstance(value, bool):
        return "true" if value else ""
    return str(getattr(value, "value", value)).replace("\r\n", "\n").strip()


def mark(text: object) -> str:
    """Stands for a text: equal for equal texts, and short."""
    return blake2b(plain(text).encode(), digest_size=5).hexdigest()


def held(pairs: Pairs) -> dict[str, str]:
    """What a form says of its texts as they were when it was opened, by field."""
    said = [value for name, value in pairs if name == "_held" and str(value).count(" ") >= 2]
    return {value.partition(" ")[0]: value for value in said}


def left_alone(pairs: Pairs) -> list[str]:
    """The labels of the texts that were not changed although the same text in the other language was."""
    typed = dict(pairs)
    marks = {name: value.split(" ", 2)[1] for name, value in held(pairs).items()}
    changed = {name for name, before in marks.items() if mark(typed.get(name)) != before != mark("")}
    labels = []
    for name, value in held(pairs).items():
        text, _, language = name.rpartition("_")
        others = {f"{text}_{other}" for other in LANGUAGES if other != language}
        if name not in changed and plain(typed.get(name)) and marks[name] != mark("") and others & changed:
            labels.append(value.split(" ", 2)[2])
    return labels


def shown(columns: Mapping[str, Any]) -> dict[str, Any]:
    """A row's columns as form fields hold them; a language map is a field per language (`title_en`), filled or not."""
    values: dict[str, Any] = {}
    for name, value in columns.items():
        if isinstance(value, dict):
            texts = dict.fromkeys(LANGUAGES) | value
            values |= {f"{name}_{language}": text for language, text in texts.items()}
        values[name] = getattr(value, "value", value)
    return values


def typed(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """What was typed, by field; repeated fields as a list."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
        else:
            found[name] = value
    return found
