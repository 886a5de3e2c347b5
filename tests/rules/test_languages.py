"""Every text of the interface exists in French, whole: a new one without French fails here."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from workgroups.core.languages import CATALOGUES

ROOT = Path(__file__).parents[2]
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_noop": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@cache
def wanted() -> dict[str | tuple[str, ...], str]:
    """Every text in the code and the templates, with the file it was found in."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    return {
        text: f"{folder}/{found}"
        for folder in ("workgroups", "templates")
        for found, _, text, _, _ in extract_from_dir(ROOT / folder, methods, options, KEYWORDS)
    }


@cache
def french() -> Catalog:
    with (CATALOGUES / "fr" / "LC_MESSAGES" / "workgroups.po").open("rb") as catalogue:
        return read_po(catalogue, locale="fr")


def messages() -> list[Message]:
    """The texts of the catalogue, without its header."""
    return [message for message in french() if message.id]


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The one form of a text, or its singular and plurals; none for a text that is not there."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def is_whole(text: str | tuple[str, ...]) -> bool:
    """Does the catalogue have this very text, and all its forms in French?"""
    found = french().get(forms(text)[0])
    if found is None or forms(found.id) != forms(text):
        return False
    number = 1 if isinstance(text, str) else french().num_plurals
    return len(forms(found.string)) == number and all(form.strip() for form in forms(found.string))


def keeps_placeholders(message: Message) -> bool:
    """A singular may say "once" where the plural says "%(num)d times": then French may leave the number out too."""
    english = [set(PLACEHOLDER.findall(form)) for form in forms(message.id)]
    french = [set(PLACEHOLDER.findall(form)) for form in forms(message.string)]
    return all(set.intersection(*english) <= there <= set.union(*english) for there in french)


def test_every_text_has_its_french() -> None:
    missing = {text: place for text, place in wanted().items() if not is_whole(text)}
    assert missing == {}, "run `make messages`, then write the French"


def test_no_french_is_a_guess() -> None:
    assert [message.id for message in messages() if message.fuzzy] == []


def test_french_keeps_the_placeholders() -> None:
    assert [message.id for message in messages() if not keeps_placeholders(message)] == []


SPACED = {
    "a colon has a no-break space before it, but in a time or an address": re.compile(
        r"(?<![\u00a0\d]):(?!//)|[ \u202f]:"
    ),
    "; ! and ? stand close to their word, as in Canada": re.compile(r"\s[;!?]"),
    "« has a no-break space behind it": re.compile(r"«(?!\u00a0)"),
    "» has a no-break space before it": re.compile(r"(?<!\u00a0)»"),
    "quotation marks are « and », apostrophes are ’": re.compile(r"[\"'“”‘]"),
}
"""How French is set, with what breaks each rule. After the Office québécois de la langue française."""


def test_french_has_its_spaces_and_marks() -> None:
    wrong = [
        (why, form)
        for message in messages()
        for form in forms(message.string)
        for why, broken in SPACED.items()
        if broken.search(form)
    ]
    assert not wrong
