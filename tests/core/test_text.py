import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from workgroups.core.text import Email, Line, OptionalLine, OptionalProse, Prose, Url, clean


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Line = "Title"
    short: Line = Field("ok", max_length=5)
    body: Prose = "Body"
    aside: OptionalProse = None
    label: OptionalLine = Field(None, max_length=5)
    email: Email = "name@example.org"
    url: Url = "https://example.org/"


def refusal(**fields: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Note.model_validate(fields)
    [error] = caught.value.errors()
    return error["type"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("cafe\u0301", "café"),
        ("  two spaces before  ", "  two spaces before"),
        ("tab\there", "tab\there"),
        (
            "right-to-left mark \u200f and joiner \u200d stay",
            "right-to-left mark \u200f and joiner \u200d stay",
        ),
        ("", ""),
    ],
)
def test_clean(typed: str, kept: str):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("character", "code"),
    [(c, "control_character") for c in "\x00\x03\x08\x0e\x1b\x1d\x7f\x80\x85\x9f"]
    + [(c, "bidi_override") for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
    + [(c, "lone_surrogate") for c in "\ud800\udfff"],
)
def test_refused_characters(character: str, code: str):
    for text in (character, f"a{character}b", f"a {character}"):
        with pytest.raises(ValueError, match=r"This text holds") as caught:
            clean(text)
        assert isinstance(caught.value, PydanticCustomError)
        assert caught.value.type == code
        assert refusal(title=text) == code
        assert refusal(body=text) == code
        assert refusal(aside=text) == code


def test_line():
    assert Note(title=" a\tb ").title == "a b"
    assert Note(title="x" * 200).title == "x" * 200
    assert refusal(title="x" * 201) == "string_too_long"
    assert refusal(title=" \t ") == "string_too_short"
    assert refusal(title="a\nb") == "line_break"
    assert refusal(title="a\u2028b") == "line_break"
    assert refusal(title=None) == "string_type"
    assert refusal(title=7) == "string_type"


def test_limit_said_on_the_field_counts():
    assert Note(short=" 12345 ").short == "12345"
    assert refusal(short="123456") == "string_too_long"
    assert refusal(label="123456") in {"string_too_long", "too_long"}


def test_length_is_measured_after_cleaning():
    assert Note(short="e\u0301" * 5).short == "é" * 5
    assert refusal(body="x" * 1_000_000) == "string_too_long"


def test_prose():
    assert Note(body="\n \n# Title\r\n\r\n- a\n  - b  \n\n").body == "# Title\n\n- a\n  - b"
    assert refusal(body="\n\n") == "string_too_short"
    assert refusal(body="x" * 20_001) == "string_too_long"


@pytest.mark.parametrize("blank", [None, "", "  ", "\n\n"])
def test_blank_optional_text_is_none(blank: str | None):
    assert Note(aside=blank, label=blank).model_dump(include={"aside", "label"}) == {
        "aside": None,
        "label": None,
    }


@pytest.mark.parametrize("address", ["a@example.org", "First.Last+tag@Example.ORG", " a_b-c@sub.example.ca "])
def test_email(address: str):
    assert Note(email=address).email == address.strip().lower()


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "a@b",
        "@example.org",
        "a@",
        "a b@example.org",
        "a@example.org,b@example.org",
        "é@example.org",
        "a@-example.org",
        "a@example..org",
        "<a@example.org>",
        "a@example.org>",
        "a" * 65 + "@example.org",
    ],
)
def test_email_refused(address: str):
    assert refusal(email=address) == "email"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTP://Example.org/Path?q=1#f", "http://example.org/Path?q=1#f"),
        ("https://exemple.ca/é", "https://exemple.ca/%C3%A9"),
    ],
)
def test_url(typed: str, kept: str):
    assert Note(url=typed).url == kept


@pytest.mark.parametrize(
    "typed",
    [
        "example.org",
        "/path",
        "javascript:alert(1)",
        "ftp://example.org",
        "https://",
        "https://a b.org",
        "https://user@example.org",
        "https://user:secret@example.org",
        "mailto:a@example.org",
    ],
)
def test_url_refused(typed: str):
    assert refusal(url=typed) == "web_address"
