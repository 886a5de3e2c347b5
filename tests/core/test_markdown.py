import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.core.markdown import plain, render


class Tags(HTMLParser):
    """What a browser would find in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(source: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(render(source))
    return parser.found


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# One", "<h3>One</h3>\n"),
        ("## Two", "<h4>Two</h4>\n"),
        ("Three\n=====", "<h3>Three</h3>\n"),
        ("###### Six", "<h6>Six</h6>\n"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n"),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>\n"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'),
        ("![A *plan*](https://example.org/plan.png)", "<p>A plan</p>\n"),
        ('![<script>"](/x.png)', '<p>&lt;script&gt;"</p>\n'),
        ("www.example.org (c) --", "<p>www.example.org (c) --</p>\n"),
        ("", ""),
    ],
)
def test_rendering(source: str, html: str):
    assert render(source) == html


def test_table_has_column_headers():
    html = render("| Fee | Due |\n| --- | ---: |\n| 10 | now |")
    assert '<th scope="col">Fee</th>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=c", "http://example.org", "mailto:name@example.org", "/meetings/7#agenda"],
)
def test_links_that_lead_somewhere(address: str):
    assert tags(f"[text]({address})")[1] == ("a", {"href": address, "rel": "nofollow noopener"})


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "//evil.example",
        "/\\evil.example",
        "/%5Cevil.example",
        "\\\\evil.example",
        "relative",
        "../up",
        "?query",
        "#fragment",
        "ftp://example.org",
    ],
)
def test_links_that_stay_text(address: str):
    assert [tag for tag, _ in tags(f"[text]({address})")] == ["p"]
    assert "a" not in dict(tags(f"<{address}>"))


def test_reference_links_obey_too():
    assert [tag for tag, _ in tags("[text][1]\n\n[1]: javascript:alert(1)")] == ["p", "p"]


@given(st.text(alphabet="#*_[]()<>!`|-:/\\&;=\"' \n\tabjx1%", max_size=200))
def test_nothing_but_allowed_tags_comes_out(source: str):
    for tag, attributes in tags(source):
        assert tag not in {"h1", "h2", "img", "script", "b", "div"}
        assert set(attributes) <= {"href", "title", "rel", "start", "scope"}
        assert str(attributes.get("href", "/")).startswith(("http:", "https:", "mailto:", "/"))


@pytest.mark.parametrize("piece", ["[", "*a **b ", "`", "![", "> ", "<a", "- ", "\\", "|a", "[a](", "&#"])
def test_long_awkward_text_is_quick(piece: str):
    started = time.process_time()
    render(piece * (20_000 // len(piece)))
    assert time.process_time() - started < 1


def test_links_of_a_text_with_very_many_brackets_stay_as_typed():
    assert "<a href" in render("[a](/b) " * 1000)
    assert render("[a](/b) " * 1001) == f"<p>{('[a](/b) ' * 1001).strip()}</p>\n"


def test_plain():
    source = """# Fees

Two *parts*, see [the page](https://example.org/fees) or <mailto:a@example.org>.

1. Pay
2. Wait
   - a week
   - or two

| What | How much |
| --- | --- |
| Exam | $500 |

```
code
```

![Plan](/plan.png) & <b>end</b>"""
    assert plain(source).splitlines() == [
        "Fees",
        "",
        "Two parts, see the page (https://example.org/fees) or mailto:a@example.org (mailto:a@example.org).",
        "",
        "1. Pay",
        "2. Wait",
        "  - a week",
        "  - or two",
        "",
        "What  How much  ",
        "Exam  $500  ",
        "",
        "code",
        "",
        "Plan & <b>end</b>",
    ]


def test_plain_text_stays():
    assert plain("One line.\nAnother line.\n\nA paragraph.") == "One line.\nAnother line.\n\nA paragraph."
