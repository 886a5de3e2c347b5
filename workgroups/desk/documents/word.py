"""A document for Word: headings, lists, tables with header rows, the language and the title, so that it reads aloud."""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

LISTS = {"ul": "List Bullet", "ol": "List Number"}
DEEPEST = 3
"""Levels of lists that Word's default template has a style for."""

SPACES = re.compile(r"[ \t\r\n]+")
LETTERING = {"strong": "bold", "b": "bold", "em": "italic", "s": "strike"}


class Style(NamedTuple):
    """What surrounds a piece of text."""

    lettering: frozenset[str] = frozenset()
    is_code: bool = False


PLAIN = Style()


def made(html: str) -> bytes:
    """The page as docx."""
    page = BeautifulSoup(html, "html.parser")
    document = Document()
    document.core_properties.title = document.core_properties.subject = text_of(page.title)
    document.core_properties.author = ""
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.2)
    speak(document, str(page.html["lang"]) if page.html else "en")
    write(document, (page.body or page).children)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def speak(document: Any, language: str) -> None:
    """Say in which language the text is, for spelling and for screen readers."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), f"{language}-CA")
    style.element.get_or_add_rPr().append(mark)


def text_of(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag else ""


def write(document: Any, parts: Iterable[Any], depth: int = 0) -> None:
    """Parts of the page in order; `depth` counts the lists around them."""
    for tag in parts:
        if not isinstance(tag, Tag):
            continue
        match tag.name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                letter(document.add_heading(level=int(tag.name[1])), tag.children)
            case "ul" | "ol":
                items(document, tag, depth)
            case "table":
                table(document, tag)
            case "pre":
                letter(document.add_paragraph(), tag.children, Style(is_code=True))
            case "p":
                quoted = "Quote" if tag.find_parent("blockquote") else None
                letter(document.add_paragraph(style=quoted), tag.children)
            case "blockquote" | "section" | "div" | "article" | "main" | "header" | "footer":
                write(document, tag.children, depth)


def items(document: Any, tag: Tag, depth: int) -> None:
    """The items of a list, with the lists in them one level deeper."""
    level = min(depth + 1, DEEPEST)
    for item in tag.find_all("li", recursive=False):
        paragraph = document.add_paragraph(style=LISTS[tag.name] + (f" {level}" if level > 1 else ""))
        for part in item.children:
            if isinstance(part, Tag) and part.name in LISTS:
                items(document, part, depth + 1)
            elif not isinstance(part, Tag) or part.name in ("p", *INLINE):
                letter(paragraph, [part])
            else:
                write(document, [part], depth + 1)


INLINE = ("a", "b", "strong", "em", "s", "code", "span", "br", "time")


def table(document: Any, tag: Tag) -> None:
    """A table whose first row is repeated on each page and read as its header."""
    rows = [row.find_all(["th", "td"]) for row in tag.find_all("tr")]
    if not rows:
        return
    made = document.add_table(rows=0, cols=max(map(len, rows)), style="Light Grid Accent 1")
    for row in rows:
        for cell, value in zip(made.add_row().cells, row, strict=False):
            letter(cell.paragraphs[0], value.children)
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001 - python-docx has no other way to it


def letter(paragraph: Any, parts: Iterable[Any], style: Style = PLAIN) -> None:
    """Text with its lettering; a link is followed by its address."""
    for part in parts:
        if isinstance(part, Tag):
            inside = style
            if part.name in LETTERING:
                inside = style._replace(lettering=style.lettering | {LETTERING[part.name]})
            elif part.name == "code":
                inside = style._replace(is_code=True)
            elif part.name == "br":
                paragraph.add_run().add_break()
            letter(paragraph, part.children, inside)
            address = part.get("href") if part.name == "a" else None
            if address and address != part.get_text():
                paragraph.add_run(f" ({address})")
        elif isinstance(part, NavigableString):
            run = paragraph.add_run(str(part) if style.is_code else SPACES.sub(" ", part))
            for each in style.lettering:
                setattr(run.font, each, True)
            if style.is_code:
                run.font.name = "Courier New"
