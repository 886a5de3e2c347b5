"""The one place that knows whether the browser wants a page or a piece of it."""

import gzip
import json
import re
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

import brotli
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError, meta, pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from workgroups.core import languages, markdown
from workgroups.core.clock import today
from workgroups.web.urls import asset, folder, url

FLASH = "flash"
BUILD = blake2b(
    b"".join(path.read_bytes() for name in ("templates", "static") for path in sorted(folder(name).rglob("*.*"))),
    digest_size=8,
).hexdigest()
"""Stands for the templates and static files of this process."""

MEMBER_PAGE = {
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Encoding, Cookie, HX-Target, HX-History-Restore-Request",
}
WORTH_SQUEEZING = 500
"""Bytes from which on compressing saves a packet."""

env = Environment(
    loader=FileSystemLoader(folder("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    cache_size=-1,
)


@cache
def fragments(template: str) -> dict[str, str]:
    """The pieces a page is made of, by the stem of their element ids, followed through includes."""
    source, *_ = env.loader.get_source(env, template)  # type: ignore[union-attr]
    found: dict[str, str] = {}
    for name in meta.find_referenced_templates(env.parse(source)):
        if name and name.rpartition("/")[2].startswith("_"):
            found |= {name.rpartition("/")[2].removeprefix("_").removesuffix(".html").replace("_", "-"): name}
            found |= fragments(name)
    return found


ROOT = re.compile(r'\s*<[^>]*?\bid="([^"]*)"')


def piece(template: str, target: str, context: dict[str, Any]) -> str | None:
    """The fragment of a page whose root element has this id.

    None when the page has no such fragment by itself: it stands in a list there, or is about another row.
    """
    wanted = fragments(template).get(re.sub(r"-\d+$", "", target))
    if wanted is None:
        return None
    try:
        html = env.get_template(wanted).render(**context)
    except UndefinedError:  # what the loop around it would say; the whole page shows whether it is more than that
        return None
    root = ROOT.match(html)
    return html if root and root[1] == target else None


def page(request: Request, template: str, status: int = 200, /, **context: Any) -> Response:
    """The page, or the fragment of it that `HX-Target` names.

    An unknown target gets the whole page with `HX-Retarget: body`. A fragment answer carries the flash as a partial,
    so that it is announced.
    """
    target = request.headers.get("HX-Target", "").rpartition("#")[2]  # htmx sends "tag#id"
    messages = flashed(request)
    context["flash"] = messages
    headers = dict(MEMBER_PAGE)
    wanted = target and "HX-History-Restore-Request" not in request.headers
    html = piece(template, target, context) if wanted else None
    if html is None:
        html = env.get_template(template).render(**context)
        if target:
            headers["HX-Retarget"] = "body"
    elif messages or context.get("notes"):
        html += env.get_template("layouts/_flash_partial.html").render(**context)
    response = Response(html, status, headers, media_type="text/html")
    if messages:
        response.delete_cookie(FLASH)
    return response


def squeezed(request: Request, response: Response) -> Response:
    """The response in fewer bytes, as the browser accepts them. The quickest levels: a page is read once."""
    if len(response.body) < WORTH_SQUEEZING or "Content-Encoding" in response.headers:
        return response
    accepted = request.headers.get("Accept-Encoding", "")
    if "br" in accepted:
        response.body, encoding = brotli.compress(response.body, mode=brotli.MODE_TEXT, quality=1), "br"
    elif "gzip" in accepted:
        response.body, encoding = gzip.compress(response.body, 1, mtime=0), "gzip"
    else:
        return response
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.body))
    return response


class Said(NamedTuple):
    """What the next page says: that something is done, or a note beside it."""

    text: str
    is_note: bool = False


def flashed(request: Request) -> list[Said]:
    """The messages that the write before this page left behind."""
    try:
        found = json.loads(unquote(request.cookies.get(FLASH, "[]")))
        return [Said(str(text), bool(is_note)) for text, is_note in found]
    except (ValueError, TypeError):  # the cookie is the visitor's own to break
        return []


def flash(response: Response, *messages: Said, secure: bool) -> Response:
    """Leave messages for the next page."""
    response.set_cookie(FLASH, quote(json.dumps(messages)), max_age=60, httponly=True, samesite="lax", secure=secure)
    return response


def gettext(message: str, /, **values: object) -> Markup:
    """A text in the reader's language with the values in it, escaped.

    Jinja's own gettext copies the context on each call, which makes up half of a long list.
    """
    if not values:
        return said(message, languages.current())
    return Markup(languages.gettext(message) % escaped(values))  # noqa: S704 - the values are escaped


@lru_cache(maxsize=4096)
def said(message: str, language: str) -> Markup:
    return Markup(languages.translations(language).gettext(message))  # noqa: S704 - the catalogue is ours


def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
    """A text for a number of things, which it may show as `%(num)d`."""
    return Markup(languages.ngettext(one, many, number, **escaped(values)))  # noqa: S704 - the same


def escaped(values: dict[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int) else escape(value) for name, value in values.items()}


def kept(macro: Macro, *values: Any) -> Markup:
    """What a macro makes of these values, from memory when it was made before: for drawings, which seldom change."""
    return made(macro, languages.current(), *(tuple(value) if isinstance(value, list) else value for value in values))


@lru_cache(maxsize=128, typed=True)
def made(macro: Macro, _language: str, *values: Any) -> Markup:
    """The language is part of what is remembered, and so is whether a text is markup or has to be escaped."""
    return Markup(macro(*values))  # noqa: S704 - macros escape what they are given


def localized(value: languages.LanguageMap | None) -> Markup:
    """A language map in the reader's language; a text in another one is marked with its `lang`."""
    if not value:
        return Markup()
    if text := value.get(languages.current()):
        return escape(text)
    text, actual = languages.pick(value)
    return Markup('<span lang="{}">{}</span>').format(actual, text) if text else Markup()


def localized_markdown(value: languages.LanguageMap | None) -> Markup:
    """A language map of Markdown, rendered; marked with its `lang` when it is not the reader's."""
    if not value:
        return Markup()
    text, actual = languages.pick(value)
    html = Markup(markdown.render(text))  # noqa: S704 - cleaned by the one module that renders user text
    return html if actual == languages.current() else Markup('<div lang="{}">{}</div>').format(actual, html)


def rendered(source: str | None) -> Markup:
    return Markup(markdown.render(source or ""))  # noqa: S704 - cleaned by the one module that renders user text


@pass_context
def moment(context: Context, value: datetime, zone: str | None = None) -> str:
    """A date and time in the group's zone, with the zone's name."""
    return languages.format_moment(value, zone or context["zone"])


@pass_context
def clock(context: Context, value: datetime) -> str:
    """The time of day in the group's zone."""
    return languages.format_time(value, context["zone"])


@pass_context
def until(context: Context, starts: datetime, ends: datetime) -> str:
    """From one moment to another in the group's zone, with the zone's name."""
    return languages.format_range(starts, ends, context["zone"])


@pass_context
def hours(context: Context, starts: datetime, ends: datetime) -> str:
    """The same beside a day that is named already."""
    return languages.format_hours(starts, ends, context["zone"])


@pass_context
def away(context: Context, value: date | datetime) -> str:
    """How far away a day is, for people who work with it: "in 18 days"."""
    zone = context["zone"]
    day = value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value
    return languages.away(day, today(context["now"], zone))


@pass_context
def due(context: Context, value: date) -> str:
    """When something is due, and how far away that is."""
    return languages.due(value, today(context["now"], context["zone"]))


@pass_context
def day(context: Context, value: date | datetime) -> str:
    """A day with its weekday; of a moment, the day it falls on in the group's zone."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(context["zone"])).date()
    return languages.format_day(value)


env.globals |= {"_": gettext, "gettext": gettext, "ngettext": ngettext, "url": url, "asset": asset, "kept": kept}
env.filters |= {
    "localized": localized,
    "localized_markdown": localized_markdown,
    "markdown": rendered,
    "day": day,
    "moment": moment,
    "clock": clock,
    "until": until,
    "hours": hours,
    "ago": away,
    "away": away,
    "due": due,
    "listed": languages.format_list,
    "money": languages.format_money,
    "size": languages.format_size,
}
