"""Follows every link of the pages that somebody sees, and checks each page on the way."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
from starlette.testclient import TestClient

BASE = "http://testserver"
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "use": "href"}
PER_SHAPE = 2
"""How many pages of one shape are read, where a shape is a path without its numbers."""

PUBLIC = ("/en", "/fr", "/static/", "/feed", "/data/", "/sitemap", "/robots")
"""What is there for everybody: only a visitor goes on from there, others just look whether it is there."""


@dataclass
class Walk:
    """What one person found: the text of every page, by path, and what was wrong with any."""

    pages: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    """Pages of a shape of which enough were read."""
    wrong: list[str] = field(default_factory=list)

    @property
    def paths(self) -> set[str]:
        return {*self.pages, *self.skipped}


def walk(client: TestClient, *begin: str, visitor: bool = False, per_shape: int = PER_SHAPE) -> Walk:
    """Read the pages at `begin` and every page that they lead to."""
    found, shapes = Walk(), Counter[str]()
    waiting = deque((path, "the start") for path in begin)
    known = {path for path, _ in waiting}
    while waiting:
        path, source = waiting.popleft()
        shapes[shape(path)] += 1
        if shapes[shape(path)] > per_shape:
            found.skipped.add(path)
            continue
        response = client.get(path)
        if response.status_code == 204:  # what a page asks for again and again: nothing is new
            continue
        if response.status_code != 200:
            found.wrong.append(f"{path} answers {response.status_code}, linked from {source}")
            continue
        html = response.headers["content-type"].startswith("text/html")
        if not html or (path.startswith(PUBLIC) and not visitor):
            continue
        found.pages[path] = response.text
        document, problems = read(response.text)
        found.wrong += [f"{path}: {problem}" for problem in problems]
        for link in links(document, path):
            if link not in known:
                known.add(link)
                waiting.append((link, path))
    return found


def shape(path: str) -> str:
    """The path with `*` in the place of numbers; what stands for itself keeps its name."""
    return re.sub(r"(?<=[/=.])\d+", "*", path)


def read(text: str) -> tuple[Element, list[str]]:
    """The page as a tree, and what is wrong with it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(text)
    problems = [f"line {where[0]}: {code}" for where, code, _ in parser.errors]
    headings = document.findall(".//h1")
    if len(headings) != 1:
        problems.append(f"{len(headings)} h1")
    title = document.find("./head/title")
    if title is None or not (title.text or "").strip():
        problems.append("no title")
    ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
    problems += [f"the id {name} stands {count} times" for name, count in ids.items() if count > 1]
    for element in document.iter():
        target = element.get("href", "")
        if target.startswith("#") and len(target) > 1 and target[1:] not in ids:
            problems.append(f"{target} leads nowhere")
    problems += levels(document)
    return document, problems


def levels(document: Element) -> Iterator[str]:
    """Headings that leave out a level."""
    last = 0
    for element in document.iter():
        if re.fullmatch(r"h[1-6]", str(element.tag)):
            level = int(str(element.tag)[1])
            if level > last + 1:
                yield f"h{level} follows h{last}: {' '.join(''.join(element.itertext()).split())}"
            last = level


def links(document: Element, path: str) -> Iterator[str]:
    """The paths on this site to which a page leads."""
    given = {
        element.get(name, "").partition("#")[0]
        for element in document.iter()
        for name in (LINKS.get(str(element.tag), ""), "hx-get")
    }
    for target in sorted(urljoin(BASE + path, link) for link in given if link):
        if target.startswith(f"{BASE}/"):
            yield target.removeprefix(BASE)
