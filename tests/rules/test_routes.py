"""Deny by default, said about every route at once."""

from starlette.applications import Starlette
from starlette.routing import Route

from workgroups.core.policy import RULES
from workgroups.core.work import COMMANDS
from workgroups.web.limits import LIMITS
from workgroups.web.reading import Endpoint
from workgroups.web.writing import Writer

OPERATIONS = {"/", "/healthz", "/readyz"}
"""What a load balancer and a browser without a language ask for; they show nothing."""


def routes(app: Starlette) -> list[Route]:
    return [route for route in app.routes if isinstance(route, Route) and route.path not in OPERATIONS]


def test_every_route_has_a_rule_a_rate_class_and_a_cache_class(app: Starlette) -> None:
    for route in routes(app):
        endpoint = route.endpoint
        assert endpoint.rule is not None, route.path
        assert endpoint.rate in LIMITS, route.path
        assert endpoint.cache in ("member", "public", "link", "never"), route.path


def test_every_post_runs_a_command_and_every_command_has_its_route(app: Starlette) -> None:
    posts = [route for route in routes(app) if "POST" in (route.methods or ())]
    assert posts
    assert all(isinstance(route.endpoint, Writer) for route in posts)
    unreachable = set(COMMANDS) - {route.endpoint.command.name for route in posts} - {"people.choose"}
    assert unreachable == set(), "commands without a route"


def test_nothing_but_posts_changes_anything(app: Starlette) -> None:
    gets = [route for route in routes(app) if isinstance(route.endpoint, Endpoint)]
    assert gets
    assert all(route.methods == {"GET", "HEAD"} for route in gets)


def test_every_rule_says_in_words_who_may(app: Starlette) -> None:
    assert [rule.name for rule in RULES.values() if not rule.why] == []


def test_the_address_of_a_form_has_no_page(browser, world) -> None:
    for name in ("chidi", "kofi", None):
        assert browser(name).get(f"/groups/pharmacy/outputs/profile/{world.group}/submissions").status_code == 404
