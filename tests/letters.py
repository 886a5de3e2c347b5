"""What came by mail."""

import email
import email.policy
from collections.abc import Callable, Sequence
from email.message import EmailMessage


def fresh(mailbox: Callable[[], list[str]], before: Sequence[str]) -> list[str]:
    """The letters that were not there before."""
    return [letter for letter in mailbox() if letter not in before]


def read(letter: str) -> EmailMessage:
    return email.message_from_string(letter, EmailMessage, policy=email.policy.default)


def text_of(letters: Sequence[str], name: str, subject: str = "") -> str:
    """The plain text of the latest letter to one of the cast."""
    found = [read(letter) for letter in letters]
    [*_, mine] = [one for one in found if one["To"] == f"{name}@example.org" and subject in one["Subject"]]
    body = mine.get_body(("plain",))
    assert body
    text: str = body.get_content()
    return text
