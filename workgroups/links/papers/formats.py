"""What a paper may be: its name made harmless, its content looked at. What a file calls itself proves nothing."""

import re
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - it is a class

from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop

LONGEST_NAME = 120
HEAD = 4096
"""Bytes from the beginning by which a type is known."""

CHUNK = 256 * 1024
MOST_PARTS = 5_000
MOST_UNPACKED = 500_000_000
MOST_SQUEEZED = 200
"""An office document unpacks to a few times its size; what claims more than this is made to fill a disk."""

SEPARATORS = re.compile(r"[/\\]")
SPECIAL = re.compile(r'[<>:"|?*/\\]')
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Kept:
    """A file in the store, checked: what its version will say of it."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Format:
    """A kind of file: its media type, the word for it (a msgid), and the check whether a file is one."""

    media_type: str
    word: str
    fits: Callable[[BinaryIO, str], bool]


def harmless(text: str) -> str:
    """Text for a name on any disk: without what hides, turns the writing around or is special to a disk."""
    seen = "".join(" " if mark.isspace() else mark for mark in text if mark.isspace() or mark.isprintable())
    return SPACES.sub(" ", SPECIAL.sub("_", unicodedata.normalize("NFC", seen))).strip(" .")


def clean_name(name: str) -> str:
    """The last part of a path, harmless, with its extension even when it is too long."""
    stem, dot, extension = harmless(SEPARATORS.split(name)[-1]).rpartition(".")
    if not dot:
        return extension[:LONGEST_NAME]
    ending = extension.strip()[:10]
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def media_type_of(name: str, file: BinaryIO) -> str:
    """The media type of a file by its content. Raises `Invalid` when it may not come in or is not what it is called."""
    known = FORMATS.get(name.rpartition(".")[2].lower())
    if known is None:
        raise Invalid(file=gettext_noop("This kind of file cannot be added. Save it as PDF and choose that one."))
    if not file.read(1):
        raise Invalid(file=gettext_noop("This file is empty. Open it to see whether something is in it."))
    file.seek(0)
    if not known.fits(file, known.media_type):
        raise Invalid(file=gettext_noop("This file is not what its name says. Save it again, or make it a PDF."))
    file.seek(0)
    return known.media_type


def chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def begins_like(file: BinaryIO, media_type: str) -> bool:
    """Does the file begin as files of this type do?"""
    import puremagic  # noqa: PLC0415 - its tables take a third of a second, and most processes never check a file

    try:
        found = puremagic.magic_string(file.read(HEAD))
    except puremagic.PureError:
        return False
    return media_type in {match.mime_type for match in found}


def is_text(file: BinaryIO, _: str) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks(file):
            if b"\0" in chunk:
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def is_office(file: BinaryIO, media_type: str) -> bool:
    """Is it an Office Open XML package with this main part? Its list of content types says so: ECMA-376, part 2, 10.1.

    Raises `Invalid` for one with macros.
    """
    parts = unpacked(file)
    listed = read_part(parts, "[Content_Types].xml").decode("utf-8", "replace")
    if "macroenabled" in listed.lower() or any(part.lower().endswith("vbaproject.bin") for part in parts.namelist()):
        raise Invalid(file=MACROS)
    return f"{media_type}.main+xml" in listed


def is_open_document(file: BinaryIO, media_type: str) -> bool:
    """Is it an OpenDocument package of this type? Its part `mimetype` says so: OpenDocument 1.3, part 2, 3.3.

    Raises `Invalid` for one with macros.
    """
    parts = unpacked(file)
    if any(part.startswith(("Basic/", "Scripts/")) for part in parts.namelist()):
        raise Invalid(file=MACROS)
    return read_part(parts, "mimetype").decode("ascii", "replace").strip() == media_type


MACROS = gettext_noop("This file holds macros, which run on the reader’s computer. Save it without them.")


def unpacked(file: BinaryIO) -> ZipFile:
    """The parts of a package, none of them unpacked yet. Raises `Invalid` when it is broken or would fill a disk."""
    try:
        parts = ZipFile(file)
    except (BadZipFile, ValueError, NotImplementedError):
        raise Invalid(file=BROKEN) from None
    size = file.seek(0, 2)
    listed = parts.infolist()
    total = sum(part.file_size for part in listed)
    if len(listed) > MOST_PARTS or total > min(MOST_UNPACKED, MOST_SQUEEZED * size):
        raise Invalid(file=gettext_noop("This file unpacks to far more than it should. Make it a PDF and choose that."))
    return parts


BROKEN = gettext_noop("This file is damaged or locked with a password. Open it, save it again, and choose that one.")


def read_part(parts: ZipFile, name: str) -> bytes:
    """The beginning of a part; nothing when it is not there."""
    try:
        with parts.open(name) as part:
            return part.read(MOST_OF_A_PART)
    except KeyError:
        return b""
    except (BadZipFile, ZlibError, RuntimeError, OSError, EOFError):  # a RuntimeError asks for a password
        raise Invalid(file=BROKEN) from None


MOST_OF_A_PART = 1_000_000

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

FORMATS = {
    "pdf": Format("application/pdf", "PDF", begins_like),
    "docx": Format(OOXML + "wordprocessingml.document", "Word", is_office),
    "xlsx": Format(OOXML + "spreadsheetml.sheet", "Excel", is_office),
    "pptx": Format(OOXML + "presentationml.presentation", "PowerPoint", is_office),
    "odt": Format(ODF + "text", gettext_noop("OpenDocument text"), is_open_document),
    "ods": Format(ODF + "spreadsheet", gettext_noop("OpenDocument spreadsheet"), is_open_document),
    "odp": Format(ODF + "presentation", gettext_noop("OpenDocument slides"), is_open_document),
    "txt": Format("text/plain", gettext_noop("plain text"), is_text),
    "md": Format("text/markdown", "Markdown", is_text),
    "csv": Format("text/csv", "CSV", is_text),
    "png": Format("image/png", "PNG", begins_like),
    "jpg": Format("image/jpeg", "JPEG", begins_like),
    "jpeg": Format("image/jpeg", "JPEG", begins_like),
}
"""What may come in, by the end of its name."""

WORDS = {known.media_type: known.word for known in FORMATS.values()}
ACCEPTED = ",".join(f".{extension}" for extension in FORMATS)
