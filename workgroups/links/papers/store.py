"""Where papers stand: a folder, or a bucket of S3. The database says what each file is; here it is only a key."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from workgroups.core.errors import StoreAway
from workgroups.core.languages import gettext_noop
from workgroups.core.settings import Settings
from workgroups.links.papers.formats import CHUNK

log = structlog.get_logger()

PATIENCE = timedelta(seconds=20)
"""How long a bucket is asked again before we say that it does not answer."""

PART = 5 * 1024 * 1024
"""Bytes of a file that are in memory at a time while it is written."""

FAILURES = (BaseError, OSError)
AWAY = gettext_noop("The store of the papers does not answer. This is on our side; nothing was changed.")


class Store:
    """The files of all papers. Every method raises `StoreAway` when the store does not answer."""

    def __init__(self, objects: ObjectStore) -> None:
        self.objects = objects

    def put(self, key: str, file: BinaryIO) -> None:
        """Write a file, a few megabytes of it in memory at a time."""
        try:
            self.objects.put(key, file, chunk_size=PART, max_concurrency=2)
        except FAILURES as problem:
            raise away(key, problem) from problem

    def read(self, key: str) -> Iterator[bytes]:
        """A file in pieces; whether it can be read is known before the first of them."""
        try:
            stream = self.objects.get(key).stream(min_chunk_size=CHUNK)
        except FAILURES as problem:
            raise away(key, problem) from problem
        return pieces(key, stream)

    def delete(self, key: str) -> None:
        """Take a file away; one that is not there is fine."""
        try:
            self.objects.delete(key)
        except FileNotFoundError:
            return
        except FAILURES as problem:
            raise away(key, problem) from problem


def pieces(key: str, stream: Iterator[object]) -> Iterator[bytes]:
    try:
        for piece in stream:
            yield bytes(piece)  # type: ignore[call-overload]
    except FAILURES as problem:
        raise away(key, problem) from problem


def away(key: str, problem: Exception) -> StoreAway:
    log.error("papers.store_away", key=key, problem=str(problem))
    return StoreAway(AWAY)


def store_of(settings: Settings) -> Store:
    """The store that the settings name. Raises `StoreAway` when its folder cannot be made."""
    return opened(settings.papers_url, settings.data_dir / "papers")


@lru_cache(maxsize=4)
def opened(url: str | None, folder: Path) -> Store:
    """A bucket takes its region, credentials and endpoint from the environment, as every program does: `AWS_…`."""
    if url:
        return Store(S3Store.from_url(url, retry_config={"max_retries": 3, "retry_timeout": PATIENCE}))
    try:
        return Store(LocalStore(folder, mkdir=True))
    except OSError as problem:
        raise away(str(folder), problem) from problem
