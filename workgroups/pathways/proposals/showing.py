"""What the page of a proposal shows: the route with its differences, the table, what was said of each concern."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from workgroups.core.languages import current, gettext, gettext_noop
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.drawing import Placed
from workgroups.groups.models import HEARD as HEARING
from workgroups.links.papers.queries import PaperRow
from workgroups.pathways.operations import apply
from workgroups.pathways.phrases import LABELS
from workgroups.pathways.proposals import queries
from workgroups.pathways.proposals.answers import queries as answers
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.proposals.positions import queries as positions
from workgroups.pathways.proposals.positions.queries import AnswerView, PositionView
from workgroups.pathways.proposals.renditions import rendition
from workgroups.pathways.rows import ChangedField
from workgroups.web.pages import env

HEARD = "heard"
"""What the table shows of a seat whose position is still hidden."""


MARKS = {
    "removed": Markup('<del><span class="unseen">{} </span>{}</del>'),
    "added": Markup('<ins><span class="unseen">{} </span>{}</ins>'),
}


def marked(segments: Sequence[Sequence[str]], language: str | None) -> Markup:
    """A side of a row with its differing words marked, for the eye and for the ear; nothing where it has no words."""
    if not segments:
        return Markup()
    words = {"removed": gettext("removed:"), "added": gettext("added:")}
    html = Markup()
    for kind, text in segments:
        html += MARKS[kind].format(words[kind], text) if kind in MARKS else escape(text)
    return Markup('<span lang="{}">{}</span>').format(language, html) if language and html else html


def differing(field: ChangedField) -> dict[str, Any]:
    """A row with the words that differ on each side marked."""
    now, proposed = (marked(side, field.language) for side in (field.now, field.proposed))
    return {"label": field.label, "now": now, "proposed": proposed}


def differences(step: dict[str, Any], *, translations: bool = False) -> list[dict[str, Any]]:
    """The rows of a changed step, as the route draws them: without the texts in the other language, or these."""
    return [
        differing(ChangedField(field="", **field))
        for field in step["fields"]
        if (field["language"] not in {None, current()}) is translations
    ]


def stages(content: dict[str, Any], *, adopted: bool) -> list[dict[str, Any]]:
    """The whole route; what changed in it is said in the past once it was adopted."""
    if not adopted:
        stages: list[dict[str, Any]] = content["stages"]
        return stages
    past = {"adopted": True, "changed": gettext("Changed")}
    return [
        stage | {"steps": [step | past if step["key"] in content["steps"] else step for step in stage["steps"]]}
        for stage in content["stages"]
    ]


def excerpt(content: dict[str, Any], route: Sequence[dict[str, Any]], *, amends: bool) -> list[dict[str, Any]]:
    """The stages in which something changes, each changed station with its rows."""
    changed = {key: step for key, step in content["steps"].items() if key and step["change"] == "changed"}
    rows = {key: {"differences": differences(step), "amended": amends} for key, step in changed.items()}
    return [
        stage | {"steps": [station | rows.get(station["key"], {}) for station in stage["steps"]]}
        for stage in route
        if any(station["key"] in content["steps"] for station in stage["steps"])
    ]


def translated(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The changed steps whose texts in the other language change too, with these rows."""
    found = [
        {"title": step["title"], "rows": differences(step, translations=True)}
        for step in content["steps"].values()
        if step["change"] == "changed"
    ]
    return [step for step in found if step["rows"]]


def before_and_after(content: dict[str, Any]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The changed steps, each with its changed fields and their two sides as plain text, in the language in force."""
    found = [
        (
            step["title"],
            [
                (field["label"], *("".join(text for _, text in field[side]) for side in ("now", "proposed")))
                for field in step["fields"]
                if field["language"] in {None, current()}
            ],
        )
        for step in content["steps"].values()
    ]
    return [(title, rows) for title, rows in found if rows]


def new_and_gone(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The steps that are new or no longer there: where each stands, and who is responsible for it, as plain text."""
    found = []
    for stage in content["stages"]:
        for place, station in enumerate(stage["steps"]):
            step = content["steps"].get(station["key"], {"change": "changed"})
            if step["change"] == "changed":
                continue
            side, other = ("proposed", "removed") if step["change"] == "added" else ("now", "added")
            behind = next((before["title"] for before in stage["steps"][:place][::-1] if other not in before), None)
            given = {"step": step["title"], "behind": behind, "stage": stage["title"]}
            found.append((gettext(STANDS[side, behind is None]) % given, responsible(step, side)))
    return found


STANDS = {
    ("proposed", False): gettext_noop("New step: %(step)s, right after “%(behind)s”"),
    ("proposed", True): gettext_noop("New step: %(step)s, first in the stage “%(stage)s”"),
    ("now", False): gettext_noop("Step that goes: %(step)s, until now right after “%(behind)s”"),
    ("now", True): gettext_noop("Step that goes: %(step)s, until now first in the stage “%(stage)s”"),
}


def responsible(step: dict[str, Any], side: str) -> str:
    """The body of a step that has rows for everything it says, or else who is in charge of it; "" for neither."""
    said = {field["label"]: "".join(text for _, text in field[side]) for field in step["fields"]}
    labels = (gettext(LABELS[name]) for name in ("body", "who"))
    return next(
        (gettext("%(label)s: %(text)s") % {"label": label, "text": said[label]} for label in labels if said.get(label)),
        "",
    )


class Change(NamedTuple):
    """What a proposal changes, ready for its pages: the sentences, and the route with its rows."""

    lede: Markup
    drawn: Markup
    parts: Mapping[str, str]
    """The titles of the changed steps, by their keys; where a step is changed several times, each change too."""
    operations: Sequence[Sequence[str]]
    """The sentences of each operation."""
    rest: "Change | None" = None
    """What is recommended only, where a part was adopted."""
    adopted: int = 0
    """How many operations were adopted, where some of them did not fit."""
    held: Sequence[Sequence[str]] = ()
    """The sentences of those that were adopted and are not in the working draft."""


KEPT: dict[tuple[Any, ...], Change] = {}
"""Rendered once for each version and language: a proposal is read far more often than changed."""

MOST_KEPT = 200


def change(work: Work, proposal: Proposal, baseline_digest: str) -> Change:
    """What a proposal changes, in the language in force."""
    adopted, held = answers.adopted_places(work, proposal), answers.held_places(work, proposal)
    key = (proposal.id, proposal.digest, baseline_digest, current(), adopted, held)
    if key not in KEPT:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        KEPT[key] = apart(work, proposal, adopted, held)
    return KEPT[key]


def apart(work: Work, proposal: Proposal, adopted: frozenset[int], held: frozenset[int]) -> Change:
    """What was adopted as what changed, and the rest as what would change beside it; what did not fit, as neither."""
    content = queries.content(work, proposal)
    others = answers.parts(proposal, adopted).others
    if not (adopted and (others or held)):
        return told(content, adopted=bool(adopted))
    put_in = answers.parts(proposal, adopted - held).adopted
    base = queries.baseline(work, proposal)
    after = apply(base, put_in).document
    bodies = queries.body_names(work, base, after, apply(after, others).document)
    change = told(rendition(base, put_in, bodies), adopted=True)
    rest = told(rendition(after, others, bodies), second=True) if others else None
    return change._replace(
        parts=parts(content),
        operations=content["operations"],
        rest=rest,
        adopted=len(adopted),
        held=[content["operations"][place] for place in sorted(held)],
    )


def told(content: dict[str, Any], *, adopted: bool = False, amends: bool = False, second: bool = False) -> Change:
    """What a proposal changes in the pathway, or an amendment in what a proposal says.

    The `second` change of a page shows its part of the route only.
    """
    route = stages(content, adopted=adopted)
    drawn = excerpt(content, route, amends=amends)
    words = {
        "lang": current(),
        "place": 2 if second else 1,
        "content": content,
        "adopted": adopted,
        "amends": amends,
        "pathway_rows": differences(content["steps"].get("", {"fields": []})),
        "drawn": drawn,
        "route": drawn if second else route,
        "translated": translated(content),
    }
    lede, change = (env.get_template(f"proposals/_{name}.html").render(words) for name in ("lede", "change"))
    return Change(Markup(lede), Markup(change), parts(content), content["operations"])  # noqa: S704 - our own templates, which escape


def parts(content: dict[str, Any]) -> dict[str, str]:
    """What can be commented on apart from the whole, as `Change.parts` has it."""
    return {key: step["title"] for key, step in content["steps"].items() if key} | several(content)


def several(content: dict[str, Any]) -> dict[str, str]:
    """The operations that do not stand alone at their step, each by what names it, in its first sentence."""
    # What was told before operations had names has none.
    named = zip(content.get("anchors", ()), content["operations"], strict=False)
    found = [(step, anchor, sentences[0]) for (step, anchor), sentences in named if sentences]
    steps = [step for step, _, _ in found]
    return {anchor: shorten(said, 120, placeholder="…") for step, anchor, said in found if steps.count(step) > 1}


class Table(NamedTuple):
    """Who was heard on a proposal, and what they said as far as I may see it."""

    placed: Sequence[Placed]
    counts: Sequence[tuple[str, int]]
    heard: int
    asked: int
    hidden: bool
    current: list[PositionView]
    earlier: list[PositionView]
    answers: dict[int, list[AnswerView]]
    letters: dict[int, list[PaperRow]]
    """The letters from which positions were recorded, by position."""
    not_heard: list[groups.SeatView]
    mine: set[int]
    """The seats for which I can state a position."""
    outdated: list[PositionView]
    """Of the current positions, those on an earlier version."""


def table(work: Work, proposal: Proposal) -> Table:
    """The table as it is seen by me now: while positions are hidden, only who was heard."""
    seats = groups.seats(work, proposal.group_id)
    said = positions.positions(work, proposal.id) if proposal.called_at else []
    standing = [view for view in said if view.superseded_at is None]
    values = {
        view.seat_id: view.value.value for view in standing if proposal.called_at and view.at >= proposal.called_at
    }
    # A concern waits for its answer over later calls; anything else is said anew in each.
    current = [view for view in standing if view.is_concern or view.seat_id in values]
    asked = [seat for seat in seats if seat.is_heard]
    hidden = is_hidden(work, proposal)
    # Whoever sees all positions need not ask who was heard.
    heard = positions.heard(work, proposal.id) if hidden else set(values)
    states = {}
    if proposal.called_at:
        shown = {} if hidden else values
        states = {seat.id: shown.get(seat.id, HEARD) if seat.id in heard else "not_heard" for seat in asked}
    drawn = groups.table(seats, states)
    return Table(
        drawn.placed,
        drawn.counts,
        sum(seat.id in heard for seat in asked),
        len(asked),
        hidden,
        current,
        [view for view in said if view not in current],
        positions.answers(work, proposal.id) if any(view.is_concern for view in said) else {},
        positions.letters(work, said),
        [seat for seat in asked if seat.id not in heard],
        {seat.id for seat in seats if seat.role in HEARING and work.me in (seat.holder_id, seat.alternate_id)},
        [view for view in current if view.digest != proposal.digest],
    )


def is_hidden(work: Work, proposal: Proposal) -> bool:
    """Are the positions of this call still hidden from others?"""
    called = proposal.state is ProposalState.POSITIONS_CALLED
    return called and proposal.positions_shown_at is not None and proposal.positions_shown_at > work.now
