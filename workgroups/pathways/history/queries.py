"""What became of the steps of a pathway: every version, what changed in it, and why a step is as it is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from workgroups.core.db import Document
from workgroups.core.languages import LanguageMap, current, gettext
from workgroups.core.work import Work
from workgroups.pathways import document as documents
from workgroups.pathways import queries as drafts
from workgroups.pathways.models import Step, StepVersion
from workgroups.pathways.operations import touched
from workgroups.pathways.phrases import LABELS
from workgroups.pathways.proposals import policy
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.rows import ChangedField, Lines, compare, new_or_gone, without_options
from workgroups.people.models import Person

SHOWN = 50
"""Versions on one page."""


class Version(NamedTuple):
    """A step after a change; `before` is what it was, None for a new one, and `content` is None when it was removed."""

    id: int
    key: str
    content: dict[str, Any] | None
    before: dict[str, Any] | None
    at: datetime
    by: str | None
    proposal_id: int | None
    proposal: LanguageMap | None

    @property
    def title(self) -> LanguageMap:
        title: LanguageMap = (self.content or self.before or {})["title"]
        return title


BEFORE = func.lag(col(StepVersion.content), type_=Document).over(
    partition_by=col(StepVersion.step_key), order_by=col(StepVersion.id)
)
OF_PATHWAY = (
    select(
        col(StepVersion.id),
        col(StepVersion.step_key),
        col(StepVersion.content),
        BEFORE.label("before"),
        col(StepVersion.at),
        col(Person.name),
        col(Proposal.id),
        col(Proposal.title),
    )
    .outerjoin(Person, col(Person.id) == col(StepVersion.person_id))
    .outerjoin(Proposal, col(Proposal.id) == col(StepVersion.proposal_id))
    .where(col(StepVersion.pathway_id) == bindparam("pathway_id"))
    .order_by(col(StepVersion.id).desc())
)
LATEST = OF_PATHWAY.limit(SHOWN)
OF_STEP = OF_PATHWAY.where(col(StepVersion.step_key).in_(bindparam("keys", expanding=True))).limit(SHOWN)


def latest(work: Work, pathway_id: int) -> list[Version]:
    """The latest versions of the steps of a pathway, those of removed steps included, latest first."""
    return [Version(*row) for row in work.rows(LATEST, pathway_id=pathway_id)]


def of_step(work: Work, step: Step) -> list[Version]:
    """The latest versions of a step and of those in whose place it came, latest first."""
    return [Version(*row) for row in work.rows(OF_STEP, pathway_id=step.pathway_id, keys=[*line_of(work, step)])]


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
    """The last version of its step."""


def entries(work: Work, pathway_id: int, versions: Sequence[Version]) -> list[Entry]:
    """Versions with what changed in each, in words of the language in force."""
    draft = drafts.draft(work, pathway_id)
    lines = Lines(current(), gettext, [draft.document], drafts.bodies(work, pathway_id))
    now = {step.key: step.data() for step in draft.document.steps}
    last = {version.key: version.id for version in reversed(versions)}
    return [
        Entry(
            version,
            *changed(version, lines),
            draft.ids.get(version.key),
            version.content == now.get(version.key),
            last[version.key],
        )
        for version in versions
    ]


def latest_of(work: Work, version: StepVersion) -> int:
    """The last version of the same step."""
    same = col(StepVersion.pathway_id) == version.pathway_id, col(StepVersion.step_key) == version.step_key
    found: int = work.rows(select(func.max(col(StepVersion.id))).where(*same)).scalar_one()
    return found


def changed(version: Version, lines: Lines) -> tuple[str, Sequence[ChangedField]]:
    old, new = (documents.Step.model_validate(side) if side else None for side in (version.before, version.content))
    if old and new:
        fields = compare(lines.of_step(old, new), lines.of_step(new, old))
        return gettext("step changed"), without_options(fields, new_or_gone(old, new))
    return (gettext("step added") if new else gettext("step removed")), ()


TOGETHER = dict.fromkeys(("after", "after_rule", "after_n"), "conditions") | dict.fromkeys(("rule", "n"), "choice")
"""The fields that change as one value, which has its own name."""

IMPLIED = {"key", "valid_from", "facts"}
"""What an adoption sets by itself, and what is no requirement."""


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
    state: ProposalState
    adopted_at: datetime | None


PROPOSALS = (
    select(
        col(Proposal.id),
        col(Proposal.number),
        col(Proposal.title),
        col(Proposal.state),
        col(Proposal.adopted_at),
        col(Proposal.operations),
    )
    .where(policy.see(), col(Proposal.pathway_id) == bindparam("pathway_id"))
    .order_by(col(Proposal.drafted_at).desc(), col(Proposal.id).desc())
)


def touching(work: Work, step: Step) -> list[Touching]:
    """Every proposal that ever touched a step or one that it replaced, the latest first."""
    found, line = work.rows(PROPOSALS, pathway_id=step.pathway_id), line_of(work, step)
    return [Touching(*row) for *row, operations in found if line & touched(operations)]
