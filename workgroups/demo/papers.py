"""The papers that members brought to the meetings of the year: written here, so that no file has to be shipped."""

from functools import partial
from io import BytesIO
from typing import Any

from workgroups.core.work import Work
from workgroups.demo.year import Told, Year
from workgroups.links.kinds import KINDS
from workgroups.links.papers import commands
from workgroups.links.papers.formats import Kept
from workgroups.links.papers.forms import Attaching
from workgroups.links.papers.keeping import checked
from workgroups.links.papers.store import store_of
from workgroups.web.uploading import Upload

LINES_OF_A_PAGE = 46


def stage(year: Year) -> None:
    """Put every paper of the year, and every new version of one, into the acts."""
    for order, row in enumerate(year.told.get("paper", ())):
        at = year.at(row["day"], 16, order)
        if "key" in row:
            year.make(at, row["by"], f"paper:{row['key']}", partial(attach, year, row))
        else:
            year.act(at, row["by"], partial(renew, year, row))


def attach(year: Year, row: Told, work: Work) -> Any:
    about = year.made[row["on"]]
    rule = KINDS[type(about).__name__].attach
    if rule is None:
        raise ValueError(f"{row['on']} takes no papers")
    return commands.put(work, work.take(about.id, rule), written(year, row))


def renew(year: Year, row: Told, work: Work) -> Any:
    return commands.renew(work, year.made[row["on"]].id, Attaching(file=written(year, row)))


def written(year: Year, row: Told) -> Kept:
    """The file of a paper, in the store."""
    text: str = row["text"]
    content = pdf(text) if row["name"].endswith(".pdf") else text.encode()
    upload = Upload(row["name"], BytesIO(content))
    kept = checked(upload)
    store_of(year.settings).put(kept.key, upload.file)
    return kept


def pdf(text: str) -> bytes:
    """A plain PDF of lines of text; the first line of each page is its heading. After ISO 32000-1, 7.5."""
    lines = text.strip().splitlines()
    pages = [lines[at : at + LINES_OF_A_PAGE] for at in range(0, len(lines), LINES_OF_A_PAGE)]
    numbers = range(4, 4 + 2 * len(pages), 2)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{at} 0 R' for at in numbers)}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        shown = b"\n".join(b"(" + escaped(line) + b") Tj T*" for line in page)
        stream = b"BT /F1 11 Tf 15 TL 72 770 Td\n" + shown + b"\nET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream",
        ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return made + f"{end}<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n".encode()


def escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
