"""The stored public pages of this process; only what changed is read again."""

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.db import Database
from workgroups.publishing.models import Generation, PublicPage
from workgroups.web.stored import REVALIDATE, Answer, Load, answer

NUMBER = select(col(Generation.number))
PATHS = select(col(PublicPage.path))
PAGES = select(col(PublicPage.path), col(PublicPage.media_type), col(PublicPage.body), col(PublicPage.compressed))


SITE = b"<!--site-->"
"""What a stored page has in the place of the address that people type: its bytes are the same wherever they are."""


def loader(database: Database, site: str) -> Load:
    """What the shelf asks about once a second: the pages, when their generation is another than the given one."""
    held: dict[str, Answer] = {}

    def load(generation: int) -> tuple[int, dict[str, Answer]] | None:
        with database.read() as session:
            number = session.execute(NUMBER).scalar_one_or_none()
            if number is None or number == generation:
                return None
            since = generation if generation < number else -1  # an older number: the database was restored
            for path, media_type, body, compressed in session.execute(PAGES.where(col(PublicPage.generation) > since)):
                if SITE in body:
                    body, compressed = body.replace(SITE, site.encode()), None  # noqa: PLW2901
                held[path] = answer(body, media_type, REVALIDATE, compressed)
            return number, {path: held[path] for path in session.execute(PATHS).scalars()}

    return load
