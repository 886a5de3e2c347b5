"""Bringing papers, and looking at what is kept of them."""

from io import BytesIO
from zipfile import ZipFile

from sqlmodel import select

from tests.conftest import Browser
from tests.links.files import PDF
from tests.world import World
from workgroups.core.settings import Settings
from workgroups.links.papers.models import Arrival, Paper, PaperVersion

ARRANGE = {"amara", "blaise", "chidi", "iris"}
ATTACH = ARRANGE | {"edith", "ewan", "farid"}
EVERYBODY = (*sorted(ATTACH), "dolores", "gita", "henk", "kofi", "jonas", None)


def bring(browser: Browser, path: str, name: str | None = "chidi", content: bytes = PDF, **sent: str):
    sent = {"called": "fees.pdf", "type": "application/pdf"} | sent
    file = {"file": (sent.pop("called"), content, sent.pop("type"))}
    return browser(name).post(path, files=file, data=sent)


MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


def multipart(content: bytes, called: str) -> bytes:
    """The body of a form with a file whose name is left as it is; the test client would clean it."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{called}"\r\n\r\n'
    return head.encode() + content + b"\r\n--x--\r\n"


def papers(world: World) -> list[Paper]:
    with world.database.read() as session:
        return list(session.exec(select(Paper).order_by(Paper.id)))


def versions(world: World) -> list[PaperVersion]:
    with world.database.read() as session:
        return list(session.exec(select(PaperVersion).order_by(PaperVersion.id)))


def arrivals(world: World) -> list[str]:
    with world.database.read() as session:
        return list(session.exec(select(Arrival.key)))


def stored(settings: Settings) -> set[str]:
    folder = settings.data_dir / "papers"
    return {file.name for file in folder.iterdir()} if folder.exists() else set()


def answer_for(name: str | None, allowed: set[str], page: int = 200) -> int:
    if name is None:
        return 401
    if name in ("kofi", "jonas"):
        return 404
    return page if name in allowed else 403


def names_in(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()
