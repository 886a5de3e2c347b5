"""What is made when it is asked for, because it holds the address that people type; pages are stored bytes."""

from collections.abc import Sequence

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from workgroups.core.policy import ANYONE
from workgroups.public import library
from workgroups.web.endpoints import read
from workgroups.web.pages import env
from workgroups.web.stored import REVALIDATE
from workgroups.web.visits import Visit

ROBOTS = """\
User-agent: *
Allow: /en
Allow: /fr
Allow: /static/
Disallow: /

Sitemap: {base}/sitemap.xml
"""
CACHED = {"Cache-Control": REVALIDATE}


def sitemap(visit: Visit) -> Response:
    """Every public page, each with its other language."""
    paths = library.paths(visit.work)
    xml = env.get_template("public/sitemap.xml").render(base=base(visit), paths=paths)
    return Response(xml, headers=CACHED, media_type="application/xml")


def robots(visit: Visit) -> Response:
    """Search engines may read what is public."""
    return PlainTextResponse(ROBOTS.format(base=base(visit)), headers=CACHED)


def base(visit: Visit) -> str:
    return visit.site.settings.public_url.rstrip("/")


routes: Sequence[Route] = [
    read("/sitemap.xml", sitemap, ANYONE, cache="public"),
    read("/robots.txt", robots, ANYONE, cache="public"),
]
