"""Kinds of output: what features above say about what can be published."""

from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import Browser
from tests.publishing.conftest import Stage
from workgroups.core.errors import NotFound
from workgroups.groups.models import Profession
from workgroups.publishing import kinds, profile
from workgroups.publishing.kinds import KINDS, OutputKind
from workgroups.publishing.models import Submission


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        kinds.register_kind(profile.KIND)
    with pytest.raises(NotFound):
        kinds.kind_of("nothing")


def test_a_kind_that_nobody_can_see_is_no_kind() -> None:
    lost = OutputKind("lost", "lost", 9, Profession, lambda _w, _r: {}, "x.html", lambda _d: {}, lambda _p: "")
    assert lost.link_kind is None
    with pytest.raises(ValueError, match="nobody says who sees"):
        _ = lost.rule


def test_what_links_knows_of_a_model_counts() -> None:
    for kind in KINDS.values():
        assert kind.rule is not None
        assert kind.titles is not None


def test_a_kind_without_a_view_shows_its_own_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = {"kind": "plain", "document": {"title": {"en": "Plain"}}}
    assert kinds.view_of(frozen) == {"title": {"en": "Plain"}}
    monkeypatch.setattr(kinds, "VIEWS", {})
    kinds.register_view("plain", lambda frozen, marks: (frozen["kind"], list(marks)))
    assert kinds.view_of(frozen, ["mark"]) == ("plain", ["mark"])


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("covered", "told"),
    [
        (None, []),
        ({}, ["profile"]),
        ({"profile": {"en": "Say who hosts"}}, []),
        ({"prof": {"en": "Another place"}}, ["profile"]),
    ],
)
def test_edits_that_no_proposal_covers_are_listed(
    browser: Browser, stage: Stage, monkeypatch: pytest.MonkeyPatch, covered: Any, told: list[str]
) -> None:
    asked: list[Any] = []

    def coverage(_work: Any, _row: Any, since: Any) -> Any:
        asked.append(since)
        return covered

    monkeypatch.setitem(KINDS, "profile", replace(profile.KIND, covered=coverage))
    stage.write(en="Another text.")
    submission = stage.submit()
    assert asked == [stage.world.now]
    assert stage.get(Submission, submission).uncovered == told
    page = browser("amara").get(f"/submissions/{submission}").text
    assert ("Not covered by a proposal" in page) == bool(told)


def test_a_persons_own_words_are_left_alone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "profile", replace(profile.KIND, testimony=True))
    stage.write(en="They said I had failed and was unqualified.")
    assert stage.get(Submission, stage.submit()).findings == []
