"""What is imported obeys the rules of the forms: nothing comes in by a file that nobody could have typed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workgroups.core import messages
from workgroups.core.forms import Form
from workgroups.core.languages import LanguageMap, gettext, gettext_noop
from workgroups.pathways.document import Stage, Step
from workgroups.pathways.imports.bodies import Bodies
from workgroups.pathways.problems import MESSAGES
from workgroups.pathways.steps.changes import Titles

MOST_STEPS = 300

F = TypeVar("F", bound=Form)
T = TypeVar("T", bound=BaseModel)

KEY = gettext_noop("Give it a key of small letters, digits and hyphens, like send-documents.")
NO_FIELD = gettext_noop("There is no such field.")
BY_LANGUAGE = gettext_noop("Write it by language, as the example does.")
IN_PARTS = gettext_noop("Write its parts in braces, as the example does.")
LISTED = gettext_noop("Write a list in square brackets.")
NO_BODY = gettext_noop("No organisation has this name.")

SENTENCES = {
    "extra_forbidden": NO_FIELD,
    "value_error": BY_LANGUAGE,
    "dict_type": BY_LANGUAGE,
    "model_type": IN_PARTS,
    "tuple_type": LISTED,
}
"""What is wrong with the way a value is written, where no form could have it wrong."""

KEYS = {
    "stage": MESSAGES["unknown_stage"],
    "after": MESSAGES["unknown_step"],
    "counts_towards": MESSAGES["unknown_step"],
    "replaces": MESSAGES["unknown_step"],
}
"""What is wrong with a text that should be the key of something, by field."""


class Wrong(NamedTuple):
    """One thing to put right: the field as the file names it, and a sentence in the language in force."""

    field: str
    message: str
    line: int | None = None


class Refused(Exception):
    """What stands in a file is no step."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = list(wrong)
        super().__init__(", ".join(each.field for each in self.wrong))


class Row(Protocol):
    """What a file says of one step."""

    @property
    def line(self) -> int | None: ...
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> LanguageMap: ...
    def step(self, old: Step | None, named: Titles) -> Step:
        """The step as the file has it, where `old` stands now; `named` can be replaced by it. Raises `Refused`."""

    def left_out(self, new: Step) -> list[str]:
        """The keys of steps that it would replace, had this pathway ever had them."""

    def called(self, field: str) -> str:
        """How the file names the field of a problem."""


class Reading(NamedTuple):
    """A file: its rows, the stages it tells of, and what is wrong with it as a whole."""

    rows: list[Row]
    stages: tuple[Stage, ...] = ()
    wrong: tuple[Wrong, ...] = ()


@contextmanager
def gathering(wrong: list[Wrong]) -> Iterator[None]:
    """Collects what is refused in it."""
    try:
        yield
    except Refused as refusal:
        wrong += refusal.wrong


def find(bodies: Bodies, said: object) -> int:
    """The organisation of this name or number. Raises `Refused`."""
    key = bodies.find(str(said))
    if key is None:
        raise Refused([Wrong("body", gettext(NO_BODY))])
    return key


def as_is(field: str) -> str:
    return field


def filled(form: type[F], fields: Mapping[str, Any], called: Callable[[str], str] = as_is) -> F:
    """The form with these fields; an empty one counts as not given. Raises `Refused`."""
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    try:
        return form.model_validate(given)
    except ValidationError as refusal:
        raise Refused(told(form.everything_wrong(given, refusal), called)) from None


def made(make: Callable[[], T], called: Callable[[str], str] = as_is) -> T:
    """A part of a document. Raises `Refused` when it has not the shape of one."""
    try:
        return make()
    except ValidationError as refusal:
        raise Refused(told(refusal.errors(), called)) from None


def told(errors: Iterable[ErrorDetails], called: Callable[[str], str]) -> list[Wrong]:
    """The first thing that is wrong with each field."""
    found: dict[str, str] = {}
    for error in errors:
        path = [str(part) for part in error["loc"]]
        found.setdefault(called(".".join(path)), sentence(error, path[0] if path else ""))
    return [Wrong(field, message) for field, message in found.items()]


def sentence(error: ErrorDetails, field: str) -> str:
    kind = error["type"]
    if kind == "string_pattern_mismatch":
        return gettext(KEYS.get(field, KEY))
    if kind == "literal_error":
        words = ", ".join(re.findall(r"'(\w+)'", error["ctx"]["expected"]))
        return gettext("Write one of these: %(words)s.", words=words)
    if kind in SENTENCES:
        return gettext(SENTENCES[kind])
    return messages.message(error, gettext)
