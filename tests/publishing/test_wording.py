import tomllib
from pathlib import Path

import pytest

from tests.conftest import Browser
from tests.publishing.conftest import Stage
from workgroups.core.languages import LANGUAGES
from workgroups.publishing.wording import RULES, Finding, Wording, check


def rules(text: str, lang: str = "en") -> list[str]:
    return [finding.rule for finding in check([("summary", lang, text)])]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "A Plan B for you", ["ranking"]),
        ("en", "a fallback, a fall-back", ["ranking", "ranking"]),
        ("en", "You have failed the examination.", ["failure-of-a-person"]),
        ("en", "It is guaranteed and easily done", ["false-hope", "false-hope"]),
        ("en", "It is impossible", ["discouragement"]),
        ("en", "foreign-trained and foreign trained", ["identity", "identity"]),
        ("en", "You **should** apply", ["the-readers-choice"]),
        ("en", "you\u00a0should,\nand you\nshould", ["the-readers-choice", "the-readers-choice"]),
        ("en", "survival jobs", ["survival-job"]),
        ("en", "fall\u2011back", ["ranking"]),
        ("fr", "une solution de repli", ["ranking"]),
        ("fr", "un DEUXIÈME CHOIX", ["ranking"]),
        ("fr", "un deuxie\u0300me choix", ["ranking"]),
        ("fr", "des carrières de rechange", ["ranking"]),
        ("fr", "Vous devriez", ["the-readers-choice"]),
        ("en", "At most three attempts at the examination", []),
        ("en", "uneasily, quicklyish, plan base, impossibly", []),
        ("en", "solution de repli", []),
        ("fr", "formé à l’étranger", []),
        ("de", "plan b", []),
        ("en", "", []),
    ],
)
def test_what_is_found(lang: str, text: str, found: list[str]):
    assert rules(text, lang) == found


def test_a_finding():
    [finding] = check([("step 3", "en", "x" * 50 + " as a last resort " + "y" * 50)])
    assert finding == Finding(
        rule="ranking",
        level="block",
        why=finding.why,
        where="step 3",
        lang="en",
        excerpt=f"…{'x' * 34} as a last resort {'y' * 39}…",
    )
    assert finding.why["en"] == "Alternatives are parallel options, not lesser ones."
    assert finding.why["fr"]


def test_findings_keep_the_order_of_texts():
    found = check([("b", "en", "easily"), ("a", "fr", "impossible"), ("a", "en", "plan b")])
    assert [(finding.where, finding.rule) for finding in found] == [
        ("b", "false-hope"),
        ("a", "discouragement"),
        ("a", "ranking"),
    ]


def test_testimony_is_exempt():
    assert check([("story", "en", "It felt like a last resort")], testimony=True) == []


def test_every_rule_is_complete():
    for entry in tomllib.loads(RULES.read_text("utf-8"))["rule"]:
        assert set(entry) == {"key", "level", "why", *LANGUAGES}
        assert set(entry["why"]) == set(LANGUAGES)
        assert entry["level"] in {"block", "warn"}
        assert all(entry[lang] for lang in LANGUAGES)


def test_another_file(tmp_path: Path):
    file = tmp_path / "wording.toml"
    file.write_text('[[rule]]\nkey = "k"\nlevel = "warn"\nwhy.en = "Why"\nen = ["a+b"]\n', "utf-8")
    assert [found.excerpt for found in Wording(file).check([("w", "en", "x aab y"), ("w", "fr", "ab")])] == ["x aab y"]


def test_the_reason_for_a_change_is_checked_like_the_text(browser: Browser, stage: Stage) -> None:
    held_up = stage.submit(reason_en="A plan B for those who fail.")
    page = browser("amara").get(f"/submissions/{held_up}").text
    assert "The wording check stands in the way" in page
    assert "What changed and why" in page[page.index("The wording check") :]
