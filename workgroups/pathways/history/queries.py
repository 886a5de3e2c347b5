"""What became of a pathway and its steps: every version, what changed in it, and why a step is as it is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from workgroups.core.db import Document
from workgroups.core.differences import two
from workgroups.core.languages import LanguageMap, current, gettext
from workgroups.core.work import Work
from workgroups.pathways import document as documents
from workgroups.pathways import queries as drafts
from workgroups.pathways.models import PathwayVersion, Step
from workgroups.pathways.operations import touched
from workgroups.pathways.phrases import LABELS
from workgroups.pathways.proposals import policy
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.rows import ChangedField, Lines, compare, new_or_gone, without_options
from workgroups.people.models import Person

SHOWN = 50
"""Versions on one page."""


class Version(NamedTuple):
    """A part after a change: a step, or with the key "" what the pathway says of itself.

    `before` is what it was, None for a new one, and `content` is None when it was removed. The versions of a part are
    numbered from the first one.
    """

    id: int
    number: int
    key: str
    content: dict[str, Any] | None
    before: dict[str, Any] | None
    at: datetime
    by: str | None
    proposal_id: int | None
    proposal: LanguageMap | None
    previous: int | None
    """The version before it."""

    @property
    def title(self) -> LanguageMap:
        title: LanguageMap = (self.content or self.before or {})["title"]
        return title


PART, IN_ORDER = col(PathwayVersion.step_key), col(PathwayVersion.id)
NUMBER = func.row_number().over(partition_by=PART, order_by=IN_ORDER)
PREVIOUS = func.lag(IN_ORDER).over(partition_by=PART, order_by=IN_ORDER)
BEFORE = func.lag(col(PathwayVersion.content), type_=Document).over(partition_by=PART, order_by=IN_ORDER)
OF_PATHWAY = (
    select(
        col(PathwayVersion.id),
        NUMBER.label("number"),
        col(PathwayVersion.step_key),
        col(PathwayVersion.content),
        BEFORE.label("before"),
        col(PathwayVersion.at),
        col(Person.name),
        col(Proposal.id),
        col(Proposal.title),
        PREVIOUS,
    )
    .outerjoin(Person, col(Person.id) == col(PathwayVersion.person_id))
    .outerjoin(Proposal, col(Proposal.id) == col(PathwayVersion.proposal_id))
    .where(col(PathwayVersion.pathway_id) == bindparam("pathway_id"))
    .order_by(col(PathwayVersion.id).desc())
)
LATEST = OF_PATHWAY.limit(SHOWN)
OF_PARTS = OF_PATHWAY.where(col(PathwayVersion.step_key).in_(bindparam("keys", expanding=True))).limit(SHOWN)
OF_ROW = OF_PATHWAY.where(col(PathwayVersion.step_id) == bindparam("step_id")).limit(1)


def latest(work: Work, pathway_id: int) -> list[Version]:
    """The latest versions of a pathway and its steps, those of removed steps included, latest first."""
    return [Version(*row) for row in work.rows(LATEST, pathway_id=pathway_id)]


def of_itself(work: Work, pathway_id: int) -> list[Version]:
    """The latest versions of what a pathway says of itself, latest first."""
    return [Version(*row) for row in work.rows(OF_PARTS, pathway_id=pathway_id, keys=[""])]


def of_step(work: Work, step: Step) -> list[Version]:
    """The latest versions of a step and of those in whose place it came, latest first."""
    return [Version(*row) for row in work.rows(OF_PARTS, pathway_id=step.pathway_id, keys=[*line_of(work, step)])]


def removed(work: Work, pathway_id: int, step_id: int) -> Version | None:
    """The last version of the step that had this number, when that says that it was removed."""
    found = [Version(*row) for row in work.rows(OF_ROW, pathway_id=pathway_id, step_id=step_id)]
    return found[0] if found and found[0].content is None else None


def line_of(work: Work, step: Step) -> set[str]:
    """The key of a step, and those of the steps that it replaced, and that these had replaced."""
    line, ahead = {step.key}, list(documents.Step.model_validate(step.content).replaces)
    known = drafts.gone(work, step.pathway_id) if ahead else {}
    while ahead:
        former = ahead.pop()
        if former.key not in line:
            line.add(former.key)
            ahead += known[former.key].replaces if former.key in known else ()
    return line


class Entry(NamedTuple):
    """A version with what it changed; `change` is a word, and `fields` are empty for a new or removed step."""

    version: Version
    change: str
    fields: Sequence[ChangedField]
    step_id: int | None
    """The step that stands now, if it does."""
    is_current: bool
    latest: int
    """The last version of the same part."""
    restored: int | None
    """The version that can be brought back here: this one, or for a step that is gone the one before it."""
    again: Sequence[ChangedField]
    """What bringing it back would change in what stands now."""


class Compared(NamedTuple):
    """Two versions beside each other, the older one first, with the fields that differ."""

    old: Version
    new: Version
    fields: Sequence[ChangedField]


def voiced(draft: drafts.Draft, bodies: Mapping[int, LanguageMap]) -> Lines:
    """What tells differences in the language in force."""
    return Lines(current(), gettext, [draft.document], bodies)


def compared(versions: Sequence[Version], asked: Collection[str | None], lines: Lines) -> Compared | None:
    """The two versions of a part that were asked for, or else the latest two; None when there are no two."""
    both = two({str(version.id): version for version in versions if version.content}, asked)
    return Compared(*both, differing(both[1].key, both[0].content, both[1].content, lines)) if both else None


def entries(versions: Sequence[Version], draft: drafts.Draft, lines: Lines) -> list[Entry]:
    """Versions with what changed in each."""
    now = {"": draft.document.head} | {step.key: step.data() for step in draft.document.steps}
    last = {version.key: version.id for version in reversed(versions)}
    found = []
    for version in versions:
        standing, is_last = now.get(version.key), version.id == last[version.key]
        again = restoring(version, standing, lines) if standing else ()
        restored = version.id if version.content else version.previous if is_last else None
        found.append(
            Entry(
                version,
                *changed(version, lines),
                draft.ids.get(version.key),
                is_last and standing is not None,
                last[version.key],
                None if standing and not again else restored,
                again,
            )
        )
    return found


def restoring(version: Version, standing: dict[str, Any], lines: Lines) -> Sequence[ChangedField]:
    """What a version would change in what stands now; what was counted for a step stays."""
    if version.content is None or version.content == standing:
        return ()
    counted = {"facts": standing.get("facts", [])} if version.key else {}
    return differing(version.key, standing, version.content | counted, lines)


def latest_of(work: Work, version: PathwayVersion) -> int:
    """The last version of the same part."""
    same = col(PathwayVersion.pathway_id) == version.pathway_id, col(PathwayVersion.step_key) == version.step_key
    found: int = work.rows(select(func.max(col(PathwayVersion.id))).where(*same)).scalar_one()
    return found


def changed(version: Version, lines: Lines) -> tuple[str, Sequence[ChangedField]]:
    old, new = version.before, version.content
    if old and new:
        word = gettext("step changed") if version.key else gettext("pathway changed")
        return word, differing(version.key, old, new, lines)
    if not version.key:
        return gettext("first version"), ()
    return (gettext("step added") if new else gettext("step removed")), ()


def differing(key: str, before: Any, after: Any, lines: Lines) -> Sequence[ChangedField]:
    """The fields of a part that differ between two versions."""
    if not key:
        head, now = (documents.Pathway.model_validate(side) for side in (before, after))
        return compare(lines.of(head, now), lines.of(now, head))
    old, new = (documents.Step.model_validate(side) for side in (before, after))
    return without_options(compare(lines.of_step(old, new), lines.of_step(new, old)), new_or_gone(old, new))


TOGETHER = dict.fromkeys(("after", "after_rule", "after_n"), "conditions") | dict.fromkeys(("rule", "n"), "choice")
"""The fields that change as one value, which has its own name."""

IMPLIED = {"key", "valid_from", "facts"}
"""What an adoption sets by itself, and what is no requirement."""


def until_then(versions: Sequence[Version], step: documents.Step, today: date, lines: Lines) -> Sequence[ChangedField]:
    """What a step says differently until the day has come from which it holds; `versions` are its own, latest first."""
    if step.valid_from is None or step.valid_from <= today:
        return ()
    own = [version.content for version in versions if version.key == step.key and version.content]
    before = next((content for content in own if content.get("valid_from") != step.valid_from.isoformat()), None)
    rows = differing(step.key, before, step.data(), lines) if before else ()
    return [row for row in rows if row.field not in IMPLIED]


class Cause(NamedTuple):
    """A version of a step, and what has stood as it does since then."""

    version: Version
    labels: Sequence[str]


def causes(versions: Sequence[Version], key: str) -> list[Cause]:
    """Why a step is as it is: its fields that changed since it was written, by their last change, the latest first."""
    seen: set[str] = set()
    found = []
    for version in versions:
        if version.key == key and version.content and version.before:
            fields = {*changed_fields(version.before, version.content)} - seen
            seen |= fields
            if labels := [gettext(words) for field, words in LABELS.items() if field in fields]:
                found.append(Cause(version, labels))
    return found


def changed_fields(before: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[str]:
    for name in documents.Step.model_fields.keys() - IMPLIED:
        if before.get(name) != content.get(name):
            yield TOGETHER.get(name, name)


class Touching(NamedTuple):
    """A proposal that changes a step, or would."""

    id: int
    number: str
    title: LanguageMap
    reached: str
    """A key of `REACHED_WORDS`."""


PROPOSALS = (
    select(
        col(Proposal.id),
        col(Proposal.number),
        col(Proposal.title),
        policy.REACHED,
        col(Proposal.operations),
    )
    .where(policy.see(), col(Proposal.pathway_id) == bindparam("pathway_id"))
    .order_by(col(Proposal.drafted_at).desc(), col(Proposal.id).desc())
)


def touching(work: Work, step: Step) -> list[Touching]:
    """Every proposal that ever touched a step or one that it replaced, the latest first."""
    found, line = work.rows(PROPOSALS, pathway_id=step.pathway_id), line_of(work, step)
    return [Touching(*row) for *row, operations in found if line & touched(operations)]
