"""Markdown that people type: the only place that turns it into HTML, and into plain text."""

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

SCHEMES = {"http", "https", "mailto"}
HEADINGS_BELOW = 2
"""Pages own h1 and h2: what is typed as the first level is shown as the third."""

MANY_BRACKETS = 1000
"""A text with more than these opening brackets is shown with its links as typed."""

EMPTY_LINES = re.compile(r"\n{3,}")

CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "strong", "em", "s", "a", "code", "pre", "blockquote", "ul", "ol", "li"),
        *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    set_tag_attribute_values={"th": {"scope": "col"}},
    url_schemes=SCHEMES,
    url_relative=lambda url: url if _same_site(url) else None,
    link_rel="nofollow noopener",
)


@lru_cache(maxsize=512)
def render(source: str) -> str:
    """Markdown as clean HTML.

    Raw HTML is shown as text, headings start at h3, an image is shown as its description, and links lead to
    http, https, mailto or an absolute path of this site; any other link stays the text that was typed.
    """
    return CLEANER.clean(_parser_for(source).render(source))


@lru_cache(maxsize=512)
def plain(source: str) -> str:
    """Markdown as plain text for mail and search; a link is followed by its address in brackets."""
    return EMPTY_LINES.sub("\n\n", "".join(_blocks(_parser_for(source).parse(source)))).strip()


def _same_site(url: str) -> bool:
    # Browsers read "//host" and "/\host" as the address of another site.
    return url.startswith("/") and not url.startswith(("//", "/\\", "/%5C", "/%5c"))


def _linkable(url: str) -> bool:
    return _same_site(url) or (":" in url and url.partition(":")[0].lower() in SCHEMES)


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + HEADINGS_BELOW)}"


def _description(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return escapeHtml(self.renderInlineAsText(tokens[idx].children, options, env))


def _parser(*without: str) -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    parser.validateLink = _linkable  # type: ignore[method-assign]
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.add_render_rule("image", _description)
    return parser.disable(without)


PARSER = _parser()
PARSER_WITHOUT_LINKS = _parser("link", "image")


def _parser_for(source: str) -> MarkdownIt:
    # The search for the end of a link starts anew at each bracket: 20,000 of them would take seconds.
    return PARSER if source.count("[") <= MANY_BRACKETS else PARSER_WITHOUT_LINKS


def _blocks(tokens: Sequence[Token]) -> list[str]:
    """The pieces of a text in order: inline texts, marks of list items, line ends and empty lines."""
    pieces: list[str] = []
    for token in tokens:
        match token.type:
            case "inline":
                pieces.append(_inline(token.children or []))
            case "fence" | "code_block":
                pieces.append(f"{token.content}\n")
            case "list_item_open":
                mark = f"{token.info}{token.markup}" if token.info else "-"
                pieces.append(f"{'  ' * (token.level // 2)}{mark} ")
            case "paragraph_close" if token.hidden:  # a tight list
                pieces.append("\n")
            case "paragraph_close" | "heading_close":
                pieces.append("\n\n")
            case "td_close" | "th_close":
                pieces.append("  ")
            case "tr_close":
                pieces.append("\n")
            case "bullet_list_close" | "ordered_list_close" | "table_close" if token.level == 0:
                pieces.append("\n")
    return pieces


def _inline(children: Sequence[Token]) -> str:
    pieces: list[str] = []
    links: list[tuple[str, int]] = []
    for token in children:
        match token.type:
            case "softbreak" | "hardbreak":
                pieces.append("\n")
            case "image":
                pieces.append(_inline(token.children or []))
            case "link_open":
                links.append((str(token.attrs["href"]), len(pieces)))
            case "link_close":
                address, start = links.pop()
                if "".join(pieces[start:]) != address.removeprefix("mailto:"):
                    pieces.append(f" ({address})")
            case _:
                pieces.append(token.content)
    return "".join(pieces)
