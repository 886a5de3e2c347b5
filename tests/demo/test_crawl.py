"""Everybody follows every link that she sees; nobody sees what is not hers, and looking changes nothing."""

from functools import cache

import pytest

from tests.demo.conftest import Demo
from tests.demo.crawling import PER_SHAPE, PUBLIC, Walk, walk
from tests.demo.digest import digest
from workgroups.demo.cast import content

AT_THE_TABLE = {
    "co-chair": "dana-okafor",
    "secretary": "etienne-comeau",
    "regulator": "margaret-macisaac",
    "internationally educated": "maricel-dela-cruz",
    "observer": "devon-clarke",
    "coordinator": "sandra-whynot",
}
OUTSIDE = {"administrator": "alex-beaton", "member of another group": "wanjiru-kamau", "public": None}
EVERYBODY = AT_THE_TABLE | OUTSIDE
OWN = "/desk/"
"""Pages about whoever asks: there for everybody who is signed in, and empty for an outsider."""

VISITED = ("/en", "/fr", "/sign-in")


class Walks:
    """The walk of each role through the demonstration, made once."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.clients = {role: demo.browser(person) for role, person in EVERYBODY.items()}
        self.before = digest(demo.database)
        self.of = cache(self.walked)

    def walked(self, role: str) -> Walk:
        """Of each shape the secretary, who sees most, and the public read some pages, everybody else one."""
        if role == "public":
            return walk(self.clients[role], *VISITED, visitor=True)
        return walk(self.clients[role], "/desk", per_shape=PER_SHAPE if role == "secretary" else 1)


@pytest.fixture(scope="session")
def walks(demo: Demo) -> Walks:
    return Walks(demo)


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_link_leads_to_a_sound_page(walks: Walks, role: str) -> None:
    found = walks.of(role)
    assert found.wrong == []
    assert len(found.pages) > 10


@pytest.mark.parametrize("role", OUTSIDE)
def test_outsiders_find_none_of_the_groups_pages(walks: Walks, role: str) -> None:
    theirs = {path for insider in AT_THE_TABLE if insider != "coordinator" for path in walks.of(insider).paths}
    theirs = {path for path in theirs - walks.of(role).paths if not path.startswith((*PUBLIC, OWN))}
    assert any(path.startswith("/groups/pharmacy") for path in theirs)
    client = walks.clients[role]
    answers = {path: client.get(path).status_code for path in sorted(theirs)}
    expected = (303, 404) if role == "public" else (404,)
    assert {path: status for path, status in answers.items() if status not in expected} == {}


@pytest.mark.parametrize("role", OUTSIDE)
def test_outsiders_read_none_of_the_groups_words(walks: Walks, role: str) -> None:
    year = content("year/pharmacy.toml")
    words = [row["title"] for kind in ("barrier", "action", "proposal") for row in year[kind]]
    words += [row["text"] for row in year["comment"]]
    words += [row["evidence"] for row in year["proposal"]]
    said = [said["text"] for row in year["proposal"] for kind in ("position", "answer") for said in row.get(kind, ())]
    words += [text for text in said if len(text) > len("Support, without conditions.")]
    forwarded = {row["title"] for row in year["proposal"] if "forwarded" in row}
    if role == "member of another group":
        assert any(title in text for title in forwarded for text in walks.of(role).pages.values())
        words = [word for word in words if word not in forwarded]
    for path, text in walks.of(role).pages.items():
        assert [word for word in words if word in text] == [], path


def test_looking_changes_nothing(walks: Walks) -> None:
    for role in EVERYBODY:
        walks.of(role)
    assert digest(walks.demo.database) == walks.before
