"""What came by mail meanwhile."""

from collections.abc import Callable, Sequence


def fresh(mailbox: Callable[[], list[str]], before: Sequence[str]) -> list[str]:
    """The letters that were not there before."""
    return [letter for letter in mailbox() if letter not in before]
