"""Typed text: what is kept of it, what is refused, and the field types that forms use."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from pydantic_core import Url as ParsedUrl

from workgroups.core import word
from workgroups.core.languages import LanguageMap, gettext_noop, pick

REFUSED = {
    # Tabs and line feeds are text; every other C0 and C1 control character and DEL is not.
    "control_character": (
        re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"),
        gettext_noop("This text holds a hidden control character. Paste it as plain text, or type it again."),
    ),
    # They make a text read differently from what is stored: https://www.unicode.org/reports/tr36/
    "bidi_override": (
        re.compile(r"[\u202a-\u202e\u2066-\u2069]"),
        gettext_noop("This text holds a hidden mark that turns the writing around. Paste it as plain text."),
    ),
    "lone_surrogate": (
        re.compile(r"[\ud800-\udfff]"),
        gettext_noop("This text holds half of a character. Paste it as plain text, or type it again."),
    ),
}
LINE_BREAK = re.compile(r"[\n\u2028\u2029]")
BLANK_START = re.compile(r"\A(?:[^\S\n]*\n)+")

# The pattern by which browsers check <input type="email">:
# https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address (a domain with a dot is asked for).
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


def clean(value: str) -> str:
    """Text in NFC with LF line ends and no space at its end.

    Raises PydanticCustomError (a ValueError) whose `type` is a key of `REFUSED`.
    """
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    for code, (pattern, message) in REFUSED.items():
        if pattern.search(text):
            raise PydanticCustomError(code, message)
    return unicodedata.normalize("NFC", text).rstrip()


def clean_line(value: str) -> str:
    """Clean text on one line, without space around it; raises as `clean` does, and `line_break`."""
    text = clean(value).replace("\t", " ").strip()
    if LINE_BREAK.search(text):
        raise PydanticCustomError("line_break", gettext_noop("Keep this on one line."))
    return text


PLAIN = dict.fromkeys("‘’ʼ", "'") | dict.fromkeys("‐‑", "-")


def folded(text: str) -> str:
    """The text without accents and with plain apostrophes and hyphens, letter for letter: to compare and to sort."""
    return "".join(PLAIN.get(letter) or unicodedata.normalize("NFD", letter)[0] for letter in text)


def alphabetical(texts: LanguageMap) -> str:
    """What to sort by so that names stand in the order of the alphabet as the reader reads them."""
    return folded(pick(texts)[0]).casefold()


def holds(sought: str, *texts: str) -> bool:
    """Does every word that is sought stand in one of the texts, accents and capitals aside?"""
    all_of_it = folded(" ".join(texts)).casefold()
    return all(word in all_of_it for word in folded(sought).casefold().split())


@dataclass(frozen=True)
class Typed:
    """A text field of a form: cleaned first, then measured in characters.

    A narrower limit is said on the field: `title: Line = Field(max_length=80)`.
    """

    max_length: int
    min_length: int = 1
    many_lines: bool = False

    def __get_pydantic_core_schema__(self, source: type[str], handler: GetCoreSchemaHandler) -> CoreSchema:
        limits = {"min_length": self.min_length, "max_length": self.max_length}
        measured: Any = limits | dict(handler(source))
        return core_schema.no_info_before_validator_function(self._clean, measured)

    def _clean(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        # Spaces that start the first line with words in it are Markdown, so only empty lines go.
        return BLANK_START.sub("", clean(word.plain(value))) if self.many_lines else clean_line(word.unmarked(value))


def blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not clean(word.plain(value)).strip() else value


def email(value: str) -> str:
    """An address in lower case, at most 254 characters; raises PydanticCustomError `email`."""
    address = value.lower()
    if not EMAIL.fullmatch(address):
        raise PydanticCustomError("email", gettext_noop("Enter an e-mail address, like name@example.org."))
    return address


def web_address(value: str) -> str:
    """An http or https address as browsers read it, without a name or password; raises `web_address`."""
    refusal = PydanticCustomError(
        "web_address", gettext_noop("Enter a web address that starts with https:// or http://.")
    )
    try:
        parsed = ParsedUrl(value)
    except ValidationError as error:
        raise refusal from error
    if parsed.scheme not in {"http", "https"} or parsed.username or parsed.password:
        raise refusal
    return str(parsed)


Line = Annotated[str, Typed(max_length=200)]
Prose = Annotated[str, Typed(max_length=20_000, many_lines=True)]
Email = Annotated[str, Typed(max_length=254), AfterValidator(email)]
Url = Annotated[str, Typed(max_length=2000), AfterValidator(web_address)]
OptionalLine = Annotated[Line | None, BeforeValidator(blank_is_none)]
OptionalProse = Annotated[Prose | None, BeforeValidator(blank_is_none)]
