"""Snapshots become pages: the same editions always give the same bytes. Pure: reads no database, no clock."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from workgroups.core.languages import LANGUAGES, current, using
from workgroups.core.text import alphabetical
from workgroups.pathways import ctdl
from workgroups.pathways.document import Pathway as Document
from workgroups.public.library import EditionView, Library, Place, Way, professions_in
from workgroups.publishing import differences
from workgroups.publishing.kinds import KINDS, Snapshot, view_of
from workgroups.publishing.pages import Page
from workgroups.web.pages import env
from workgroups.web.visits import HOME_ZONE

LATELY = 5
"""How many changes the front page tells of."""

HTML = "text/html; charset=utf-8"
ALONE = ("about", "accessibility", "privacy")
"""Pages that stand for themselves."""

OTHER = {"en": "fr", "fr": "en"}


class Part(NamedTuple):
    """One page to be: its path after the language, its template, and what that shows."""

    path: str
    template: str
    context: dict[str, Any]


def everything(library: Library) -> Iterator[Page]:
    """Every page in both languages."""
    for lang in LANGUAGES:
        with using(lang):
            plan = [
                *common(library),
                *(Part(f"/{name}", f"public/{name}.html", {}) for name in ALONE),
                *(part for slug in library.by_slug for part in of_profession(library, slug)),
                *(of_edition(library, edition) for edition in library.editions),
            ]
            yield from (page(library, lang, part) for part in plan)
    yield from data(library, library.by_slug)


def touched(library: Library, output_id: int) -> Iterator[Page]:
    """The pages that can differ because something happened to an output."""
    editions = [edition for edition in library.editions if edition.output_id == output_id]
    for lang in LANGUAGES:
        with using(lang):
            plan = [
                *common(library),
                *(part for slug in professions_of(editions) for part in of_profession(library, slug)),
                *(of_edition(library, edition) for edition in editions),
            ]
            yield from (page(library, lang, part) for part in plan)
    yield from data(library, professions_of(editions))


def below(editions: Iterable[Snapshot]) -> list[str]:
    """The beginnings of the paths that `touched` makes completely; `editions` are the output's, old and new.

    An older one may stand on the pages of a profession that the group no longer serves.
    """
    slugs = dict.fromkeys(slug for frozen in editions for slug in professions_in(frozen))
    return [f"{above}/{slug}/" for above in (*(f"/{lang}/professions" for lang in LANGUAGES), DATA) for slug in slugs]


DATA = "/data/pathways"
"""Above the pathways as data, which are the same in every language."""

EVERYWHERE = [*(f"/{lang}" for lang in LANGUAGES), DATA]
"""The beginnings of the paths that `everything` makes completely."""


def professions_of(editions: Collection[EditionView]) -> list[str]:
    return list(dict.fromkeys(slug for edition in editions for slug in professions_in(edition.frozen)))


def page(library: Library, lang: str, part: Part) -> Page:
    path = f"/{lang}{part.path}"
    about = {
        "lang": lang,
        "other_lang": OTHER[lang],
        "path": path,
        "alternate": f"/{OTHER[lang]}{part.path}",
        "sample": library.sample,
        "zone": HOME_ZONE,
        "flash": (),
    }
    html = env.get_template(part.template).render(about | part.context)
    return Page(path, HTML, html.encode())


def data(library: Library, slugs: Iterable[str]) -> Iterator[Page]:
    """The latest pathways of these professions as JSON-LD."""
    places = [place for slug in slugs for place in library.places[slug]]
    for path, edition in ((data_of(place, way), way.edition) for place in places for way in place.ways):
        if not edition.is_withdrawn:
            content = edition.document
            checked = {mark.part for mark in edition.marks}
            bodies = {
                key: said["body"]
                for key, said in content["confirmations"].items()
                if said["state"] == "confirmed" and f"pathway.steps.{key}" not in checked
            }
            yield Page(path, ctdl.MEDIA_TYPE, ctdl.written(Document.model_validate(content["pathway"]), bodies))


def data_of(place: Place, way: Way) -> str:
    """Where a pathway stands as data."""
    return f"{DATA}/{place.profession.slug}/{'-'.join(filter(None, (place.province, way.key)))}.jsonld"


def shown(edition: EditionView | None) -> Any:
    """What a template shows of an edition, when there is one that is not withdrawn."""
    return view_of(edition.frozen, edition.marks) if edition and not edition.is_withdrawn else None


def common(library: Library) -> Iterator[Part]:
    """The pages that tell of all professions, in the alphabetical order of their language."""
    professions = sorted(library.professions, key=lambda profession: alphabetical(profession.name))
    told = [place for profession in professions for place in library.places[profession.slug] if place.tells]
    known = {place.profession.slug for place in told}
    context = {
        "places": [(place, shown(place.pathway), shown(place.careers)) for place in told],
        "without": [profession for profession in professions if profession.slug not in known],
    }
    lately = [edition for edition in reversed(library.latest) if edition.kind == "outcome"]
    lately = sorted((one for one in lately if not one.is_withdrawn), key=lambda one: one.published_at, reverse=True)
    news = [(edition, shown(edition)) for edition in lately[:LATELY]]
    yield Part("", "public/home.html", context | {"news": news})
    yield Part("/professions", "public/professions.html", context)


def of_profession(library: Library, slug: str) -> Iterator[Part]:
    """The pages of one profession."""
    profession, places = library.by_slug[slug], library.places[slug]
    close = [library.by_slug[other] for other in profession.close_to if other in library.by_slug]
    context = {"profession": profession, "places": places, "close": close}
    yield Part(f"/professions/{slug}", "public/profession.html", context)
    for place in places:
        yield from of_place(place)


def of_place(place: Place) -> Iterator[Part]:
    """The pages of one profession in one jurisdiction. A page exists when something was ever published for it."""
    pathway, careers, profile = shown(place.pathway), shown(place.careers), shown(place.profile)
    ways = [(way, shown(way.edition)) for way in place.ways]
    context = {
        "place": place,
        "ways": ways,
        "way": None,
        "pathway": pathway,
        "careers": careers,
        "profile": profile,
        "outcomes": [(edition, shown(edition)) for edition in place.outcomes],
        "summaries": [(edition, shown(edition)) for edition in place.summaries],
        "zone": place.keeper["timezone"],
    }
    yield Part(place.path, "public/place.html", context)
    yield Part(f"{place.path}/changes", "public/changes.html", context | {"history": history(place)})
    for way, view in ways:
        about = context | {"way": way, "pathway": view, "data": data_of(place, way)}
        yield Part(f"{place.path}{way.path}", "public/pathway.html", about)
        if view or (careers and not way.key):
            yield Part(f"{place.path}{way.handout}", "public/handout.html", about)
    if place.careers:
        yield Part(f"{place.path}/alternatives", "public/alternatives.html", context)
    for career in careers.careers if careers else ():
        yield Part(f"{place.path}/alternatives/{career.key}", "public/career.html", context | {"career": career})
    if place.profile:
        yield Part(f"{place.path}/group", "public/group.html", context)
    if place.summaries:
        yield Part(f"{place.path}/meetings", "public/meetings.html", context)
    if careers and not ways:
        yield Part(f"{place.path}/handout", "public/handout.html", context)


class Change(NamedTuple):
    """An edition in the list of what changed: what differs from the one before it."""

    edition: EditionView
    is_first: bool
    rows: list[differences.Change]


KEPT = "changed."
"""Where a pathway notes by which proposals it changed; the reason says it in words."""

MOST_ROWS = 12
"""Longer differences are told by the reason alone: the page stays short."""


def history(place: Place) -> list[Change]:
    """The editions of pathway and alternative careers, latest first, each with what differs from the one before."""
    told = []
    for edition in place.history:
        if edition.kind in ("pathway", "careers"):
            earlier = [
                one for one in place.history if one.output_id == edition.output_id and one.number < edition.number
            ]
            before = max(earlier, key=lambda one: one.number, default=None)
            told.append(Change(edition, before is None, rows(before, edition) if before else []))
    return told


def rows(before: EditionView, after: EditionView) -> list[differences.Change]:
    """What differs for a reader of the language in force, as far as both editions may be read."""
    if before.is_withdrawn or after.is_withdrawn:
        return []
    found = differences.changes(KINDS[after.kind], before.frozen, after.frozen, after.called)
    return [change for change in found if change.lang in (None, current()) and not change.place.startswith(KEPT)][
        :MOST_ROWS
    ]


PAGES = {"careers": "/alternatives", "profile": "/group", "summary": "/meetings"}
"""Where a kind stands below its place; the others stand among what changed."""


def belongs(place: Place, edition: EditionView, latest: EditionView) -> str:
    """The page of a place on which an edition stands; summaries leave theirs when they are withdrawn."""
    if edition.kind == "pathway":
        return place.path + place.page_of(edition)
    gone = latest.is_withdrawn and edition.kind == "summary"
    return place.path if gone else place.path + PAGES.get(edition.kind, "/changes")


def of_edition(library: Library, edition: EditionView) -> Part:
    """The permanent page of one edition."""
    later = [one for one in library.editions if one.output_id == edition.output_id and one.number > edition.number]
    current = later[-1] if later and not later[-1].is_withdrawn else None
    places = [place for slug in edition.professions for place in library.places.get(slug, ())]
    places = [place for place in places if place.jurisdiction == edition.jurisdiction]
    latest = later[-1] if later else edition
    context = {
        "edition": edition,
        "current": current,
        "places": [(place, belongs(place, edition, latest)) for place in places],
        "view": shown(edition),
        "template": KINDS[edition.kind].template,
        "zone": edition.group["timezone"],
    }
    return Part(f"/editions/{edition.id}", "public/edition.html", context)
