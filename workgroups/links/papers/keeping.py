"""How a file comes into the store and, when nothing came of it, out of it again.

A file is written before the transaction that names it, because a slow store would hold that open; and before the file
goes the note that it is coming, so that whatever breaks in between leaves something to find it by.
"""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlmodel import col, delete, select

from workgroups.core.db import Database
from workgroups.core.errors import StoreAway
from workgroups.core.outbox import Job
from workgroups.core.settings import Settings
from workgroups.links.papers.formats import Kept, chunks, clean_name, media_type_of
from workgroups.links.papers.models import Arrival
from workgroups.links.papers.store import store_of
from workgroups.web.uploading import Upload
from workgroups.web.visits import Site

GIVEN_UP = timedelta(hours=1)
"""After this nobody is still at it: a request takes minutes at most."""


REST = timedelta(minutes=10)


def keep(site: Site, upload: Upload) -> Kept:
    """Check a file and store it. Raises `Invalid` with what is wrong with it, and `StoreAway`."""
    kept = checked(upload)
    with site.database.write() as session:
        session.add(Arrival(key=kept.key, at=site.clock()))
    store_of(site.settings).put(kept.key, upload.file)
    return kept


def checked(upload: Upload) -> Kept:
    """What a version will say of this file. Leaves it at its beginning; raises `Invalid` when it may not come in."""
    upload.file.seek(0)
    name = clean_name(upload.name)
    media_type = media_type_of(name, upload.file)
    digest, size = sha256(), 0
    for chunk in chunks(upload.file):
        digest.update(chunk)
        size += len(chunk)
    upload.file.seek(0)
    return Kept(secrets.token_hex(16), name, media_type, size, digest.hexdigest())


def sweeper(settings: Settings) -> Job:
    """Scheduled work: takes out of the store what came in an hour ago and that no version names.

    While the store is away it is left alone for a while.
    """
    rests_until = datetime.min.replace(tzinfo=UTC)

    def sweep(database: Database, now: datetime) -> None:
        nonlocal rests_until
        if now < rests_until:
            return
        old = select(Arrival.key).where(col(Arrival.at) < now - GIVEN_UP)
        with database.read() as session:
            keys = session.exec(old.limit(100)).all()
        for key in keys:
            try:
                store_of(settings).delete(key)
            except StoreAway:
                rests_until = now + REST
                return
            with database.write() as session:
                session.exec(delete(Arrival).where(col(Arrival.key) == key))

    return sweep
