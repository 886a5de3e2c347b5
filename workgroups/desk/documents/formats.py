"""The formats in which a document can be taken along. Each is made of one page of plain HTML, which says everything."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import NamedTuple

from workgroups.desk.documents import pdf


class Format(NamedTuple):
    """How a document is written: `words` name it on a page (they are names, the same in every language)."""

    words: str
    media_type: str
    make: Callable[[str], bytes]
    is_here: Callable[[], bool]
    """Are the libraries installed that it needs?"""


def markdown(html: str) -> bytes:
    """The document as Markdown."""
    from markdownify import markdownify  # noqa: PLC0415 - it takes memory, and few ask for it

    body = html.partition("<body>")[2]
    return markdownify(body, heading_style="atx", bullets="-").strip().encode() + b"\n"


def docx(html: str) -> bytes:
    """The document for Word and its relatives."""
    from workgroups.desk.documents import word  # noqa: PLC0415 - it takes memory, and few ask for it

    return word.made(html)


FORMATS = {
    "pdf": Format("PDF", "application/pdf", pdf.made, pdf.is_here),
    "docx": Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        docx,
        lambda: bool(find_spec("docx") and find_spec("bs4")),
    ),
    "md": Format("Markdown", "text/markdown; charset=utf-8", markdown, lambda: bool(find_spec("markdownify"))),
}
"""By the end of their file names."""


def offered() -> dict[str, str]:
    """The formats that can be made here, by the end of their file names, and what they are called."""
    return {suffix: each.words for suffix, each in FORMATS.items() if each.is_here()}
