"""Many papers as one zip, made while it is sent: no more than a piece of one paper is in memory."""

from collections.abc import Iterator, Sequence
from io import RawIOBase
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workgroups.links.papers.formats import LONGEST_NAME, harmless
from workgroups.links.papers.queries import PaperRow
from workgroups.links.papers.store import Store


class Entry(NamedTuple):
    """A paper in an archive. `place` comes before its name: "03 Fees of the second test"."""

    place: str
    paper: PaperRow


class Outgoing(RawIOBase):
    """Takes what the archive writes until it is sent on."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.held += piece
        return len(piece)

    def taken(self) -> bytes:
        taken, self.held = bytes(self.held), bytearray()
        return taken


def archive(store: Store, entries: Sequence[Entry]) -> Iterator[bytes]:
    """The zip in pieces. Raises `StoreAway` when a paper cannot be read: half an archive would pass for a whole one."""
    outgoing = Outgoing()
    with ZipFile(outgoing, "w") as parts:
        for name, paper in zip(names(entries), (entry.paper for entry in entries), strict=True):
            info = ZipInfo(name, paper.at.timetuple()[:6])
            info.compress_type, info.file_size = ZIP_DEFLATED, paper.size
            pieces = store.read(paper.key)
            with parts.open(info, "w") as part:
                for piece in pieces:
                    part.write(piece)
                    yield outgoing.taken()
    yield outgoing.taken()


def names(entries: Sequence[Entry]) -> list[str]:
    """A name for each entry that every disk takes, no two alike even where a disk does not tell capitals apart."""
    found: list[str] = []
    used: set[str] = set()
    for place, paper in entries:
        stem, _, extension = paper.name.rpartition(".")
        before = harmless(place)[: LONGEST_NAME // 2].rstrip(" .")
        name, number = f"{before} - {stem}.{extension}", 1
        while name.casefold() in used:
            number += 1
            name = f"{before} - {stem} ({number}).{extension}"
        used.add(name.casefold())
        found.append(name)
    return found
