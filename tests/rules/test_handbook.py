from pathlib import Path

from starlette.applications import Starlette

from workgroups.web.handbook import handbook

POLICY = Path(__file__).parents[2] / "docs" / "policy.md"


def test_the_handbook_says_what_the_rules_say(app: Starlette) -> None:
    assert POLICY.read_text() == handbook(app.routes), "run `make policy` and read what changed"
