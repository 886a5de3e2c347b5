"""Every request enters here: a route is declared with its rule, and a change with its command.

The application starts with no others. What answers them is in `reading` and `writing`.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from starlette.convertors import Convertor, StringConvertor, register_url_convertor
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from workgroups.core.forms import Form
from workgroups.core.languages import LANGUAGES
from workgroups.core.policy import Rule
from workgroups.core.work import Command
from workgroups.web.limits import LIMITS
from workgroups.web.reading import PAGES, Answering, Endpoint, Handler
from workgroups.web.urls import PATHS
from workgroups.web.visits import Visit
from workgroups.web.writing import Writer


class KeyConvertor(Convertor[int]):
    """A row's number in a path: anything that cannot be one is no path at all."""

    regex = "[1-9][0-9]{0,8}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


class LanguageConvertor(StringConvertor):
    """One of our languages, with which the address of a public page begins."""

    regex = "|".join(LANGUAGES)


register_url_convertor("key", KeyConvertor())
register_url_convertor("language", LanguageConvertor())


def read(
    path: str, handler: Handler, rule: Rule, *, name: str | None = None, cache: str = "member", rate: str = "page"
) -> Route:
    """Declare a page. `handler(visit, row, **path)` gets the row that `key` names, taken by `rule`.

    A path without `{key}` is about the person who asks; with `ANYONE` the handler gets no row.
    `cache` is "member", "public", or "link" for what opens by its address alone; `rate` one of the classes in
    `web.limits`.
    """
    if cache not in ("member", "public", "link") or rate not in LIMITS:
        raise ValueError(f"{path}: unknown cache or rate class")
    endpoint = Endpoint(path, handler, rule, name or named(handler), cache, rate)
    PAGES.setdefault(handler, endpoint)
    return declared(endpoint)


def write(
    path: str,
    command: Command[Any, Any],
    form: type[Form],
    *,
    back_to: Handler,
    name: str | None = None,
    then: "str | Callable[[Visit, Any], str | Response] | None" = None,
    done: str | None = None,
    rate: str = "write",
    also: Callable[[Visit], dict[str, Any]] | None = None,
) -> Route:
    """Declare a change: POST to a gerund noun, 303 to a page.

    Invalid input and conflicts show `back_to`'s page again. Afterwards the browser goes to the page of the route `then`
    with the result's id, to what `then(visit, result)` says, or to `back_to`. `done` is the sentence (a msgid) the next
    page announces. `also` adds named arguments that come from the request and not from the form.
    """
    if rate not in LIMITS:
        raise ValueError(f"{path}: unknown rate class")
    return declared(Writer(path, command, form, back_to, then, name or named(command.do), rate, done, also))


NO_MATCH: tuple[Match, Scope] = Match.NONE, {}


class Way(Route):
    """A route that looks at the beginning of a path first: a request passes by a hundred others, each a regex."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return super().matches(scope) if scope["path"].startswith(self.beginning) else NO_MATCH

    @cached_property
    def beginning(self) -> str:
        return self.path.partition("{")[0]


def declared(endpoint: Answering) -> Route:
    """The route of an endpoint, its path known to `url`. Raises `ValueError` when two routes share a name."""
    if endpoint.name in PATHS:
        raise ValueError(f"two routes are called {endpoint.name}")
    route = Way(endpoint.path, endpoint, name=endpoint.name, methods=list(endpoint.methods))
    PATHS[endpoint.name] = route.path_format
    return route


def named(function: Callable[..., Any]) -> str:
    """`workgroups.meetings.agenda.commands.propose` is the route `agenda:propose`."""
    return f"{function.__module__.split('.')[-2]}:{function.__name__}"
