"""Where things are: the path of every named route, static files with their fingerprints."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

PACKAGE = Path(__file__).parents[1]

PATHS: dict[str, str] = {}
"""Route name to path template, filled when routes are declared."""


def url(name: str, **params: object) -> str:
    """The path of a route: ``url("actions:show", key=7)``.

    Raises `KeyError` for an unknown route or a missing parameter.
    """
    safe = {key: value if isinstance(value, int) else quote(str(value), safe="") for key, value in params.items()}
    return PATHS[name].format(**safe)


def folder(name: str) -> Path:
    """`templates` or `static`: inside the installed wheel, or at the top of a checkout."""
    shipped = PACKAGE / f"_{name}"
    return shipped if shipped.is_dir() else PACKAGE.parent / name


@cache
def asset(name: str) -> str:
    """The path of a static file, with a fingerprint so that it may be cached for ever."""
    digest = sha256((folder("static") / name).read_bytes()).hexdigest()[:12]
    return f"/static/{digest}/{name}"
