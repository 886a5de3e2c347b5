"""Files as people send them, and as people should not: made in memory."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from workgroups.links.papers.formats import OOXML

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(20)
EXE = b"MZ\x90\x00" + bytes(200)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MAIN = {
    "docx": "wordprocessingml.document",
    "xlsx": "spreadsheetml.sheet",
    "pptx": "presentationml.presentation",
}
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled"


def zipped(**parts: bytes) -> bytes:
    """A package; in the name of a part `__` stands for a dot and `_in_` for a slash."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("_in_", "/").replace("__", "."), content)
    return file.getvalue()


def office(extension: str, main: str = "", **parts: bytes) -> bytes:
    """An Office Open XML package that says what it is."""
    main = main or OOXML + MAIN[extension]
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}.main+xml"/></Types>'
    file = BytesIO(zipped(main__xml=b"<main/>", **parts))
    with ZipFile(file, "a", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
    return file.getvalue()


def open_document(kind: str = "text", **parts: bytes) -> bytes:
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{kind}".encode(), content__xml=b"<office/>", **parts)


def bomb() -> bytes:
    """A package that unpacks to a thousand times its size."""
    return office("docx", word_in_document__xml=bytes(40_000_000))


def locked() -> bytes:
    """A package that says its parts are locked with a password."""
    made = bytearray(office("docx"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(mark)
        while at >= 0:
            made[at + flags] |= 1
            at = made.find(mark, at + 1)
    return bytes(made)
