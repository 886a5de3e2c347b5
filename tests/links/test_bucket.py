"""Papers in a bucket of S3: the same pages, over a real HTTP server on loopback that speaks its protocol."""

from collections.abc import Iterator

import pytest

from tests.conftest import Browser
from tests.links.bucket import Bucket, bucket
from tests.links.files import PDF
from tests.links.shelf import arrivals, bring, papers, versions
from tests.meetings.stage import Stage
from tests.world import World
from workgroups.core.settings import Settings
from workgroups.links.papers import store
from workgroups.links.papers.store import PART


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Bucket]]:
    with bucket() as (address, made):
        for name, value in (
            ("ENDPOINT_URL", address), ("ALLOW_HTTP", "true"), ("REGION", "ca-central-1"),
            ("ACCESS_KEY_ID", "paper-key"), ("SECRET_ACCESS_KEY", "hidden"),
        ):  # fmt: skip
            monkeypatch.setenv(f"AWS_{name}", value)
        store.opened.cache_clear()
        yield made
        store.opened.cache_clear()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"papers_url": "s3://falls/papers"})


@pytest.fixture
def item(world: World, held: type[Bucket]) -> int:
    return Stage(world).item(Stage(world).meeting())


def test_papers_live_in_the_folder_of_the_bucket(
    browser: Browser, world: World, settings: Settings, item: int, held: type[Bucket]
) -> None:
    assert bring(browser, f"/items/{item}/papers").status_code == 200
    version = versions(world)[0]
    assert held.objects == {f"/falls/papers/{version.key}": PDF}
    assert not (settings.data_dir / "papers").exists()
    assert browser("dolores").get(f"/papers/{version.paper_id}").content == PDF
    assert browser("kofi").get(f"/papers/{version.paper_id}").status_code == 404


def test_a_large_paper_goes_there_in_parts(browser: Browser, world: World, item: int, held: type[Bucket]) -> None:
    content = PDF + bytes(range(256)) * 50_000
    assert bring(browser, f"/items/{item}/papers", content=content).status_code == 200
    assert max(held.largest) <= PART < len(content)
    assert browser("dolores").get(f"/papers/{papers(world)[0].id}").content == content


def test_what_came_of_nothing_is_swept_from_the_bucket(
    app, browser: Browser, world: World, item: int, held: type[Bucket]
) -> None:
    assert bring(browser, f"/items/{item}/papers", person_id="1").status_code == 422
    held.objects["/falls/papers/of-another-platform"] = b"theirs"
    assert len(held.objects) == 2
    world.pass_time(hours=2)
    app.state.worker.run_once()
    assert list(held.objects) == ["/falls/papers/of-another-platform"]
    assert arrivals(world) == []


def test_a_bucket_that_refuses_us_is_said_to_be_away(
    browser: Browser, world: World, item: int, held: type[Bucket], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bring(browser, f"/items/{item}/papers").status_code == 200
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "wrong")
    store.opened.cache_clear()
    assert bring(browser, f"/items/{item}/papers", content=PDF + b"%").status_code == 503
    assert browser("dolores").get(f"/papers/{papers(world)[0].id}").status_code == 503
    assert len(papers(world)) == 1
