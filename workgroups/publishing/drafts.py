"""Working drafts as they would be frozen now. The draft itself stays with the feature that keeps it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.errors import NotFound
from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.chairs import voices
from workgroups.groups.models import Group
from workgroups.publishing import approvals, differences, queries, snapshots, wording
from workgroups.publishing.approvals import ApprovalView
from workgroups.publishing.kinds import Called, Doubt, OutputKind, Place, Snapshot, kind_of
from workgroups.publishing.models import Edition, Output, Significance, Submission


def output_of(work: Work, kind: OutputKind, subject_id: int) -> Output | None:
    found = select(Output).where(col(Output.kind) == kind.name, col(Output.subject_id) == subject_id)
    return work.rows(found).scalar_one_or_none()


def subject(work: Work, group: Group, kind: OutputKind, key: int, *, lock: bool = False) -> Any:
    """The row of this group that would be published. Raises `NotFound` for another group's."""
    row = work.take(key, kind.rule, lock=lock)
    if getattr(row, "group_id", row.id) != group.id:
        raise NotFound
    return row


class Draft(NamedTuple):
    """A working draft as it would be frozen now, and how it stands to what was published."""

    kind: OutputKind
    row: Any
    output: Output | None
    document: Snapshot
    title: LanguageMap
    before: Edition | None
    called: Called
    unfinished: Submission | None
    """The latest submission, when it waits for the chairs or came back from them."""

    @property
    def waiting(self) -> Submission | None:
        """The submission that a new one would replace."""
        return self.unfinished if self.unfinished and self.unfinished.is_open else None

    @property
    def changes(self) -> list[differences.Change]:
        """What differs from the last edition."""
        frozen = {"document": self.document}
        return differences.changes(self.kind, self.before.snapshot, frozen, self.called) if self.before else []

    @property
    def doubt(self) -> Doubt | None:
        """What may not hold any more since the last edition."""
        return self.kind.doubt(self.before.snapshot["document"], self.document) if self.before else None

    @property
    def broken(self) -> Sequence[tuple[LanguageMap, str]]:
        """What keeps it from being published."""
        return self.kind.broken(self.document)


def draft(work: Work, group: Group, name: str, key: int, *, lock: bool = False) -> Draft:
    """The working draft of one row. Raises `NotFound` for an unknown kind and for another group's row."""
    kind = kind_of(name)
    row = subject(work, group, kind, key, lock=lock)
    output = output_of(work, kind, key)
    document = snapshots.canonical_value(kind.snapshot(work, row))
    unfinished = queries.unfinished(work, output.id, lock=lock) if output else None
    before = queries.last_edition(work, output.id) if output else None
    return Draft(kind, row, output, document, kind.title(document), before, kind.called(work), unfinished)


def uncovered(work: Work, draft: Draft) -> list[Place]:
    """Where the draft differs from the last edition without an adopted proposal that says so."""
    since = draft.before.published_at if draft.before else None
    covered = draft.kind.covered(work, draft.row, since)
    if covered is None or not draft.before:
        return []
    places = dict.fromkeys(change.place for change in draft.changes)
    return [place for place in places if not any(f"{place}.".startswith(f"{part}.") for part in covered)]


def preview(work: Work, group: Group, draft: Draft) -> Snapshot:
    """The working draft as it would be frozen, before anything is said about the change."""
    words: dict[str, Any] = {"reason": {}, "significance": Significance.MAJOR.value, "unreviewed": []}
    return snapshots.frozen(draft.kind.name, frame_of(work, group), draft.document, **words)


def frame_of(work: Work, group: Group) -> dict[str, Any]:
    """What a snapshot says of the group that publishes it."""
    return {
        "slug": group.slug,
        "name": group.name,
        "jurisdiction": group.jurisdiction,
        "timezone": group.timezone,
        "professions": [profession.slug for profession in groups.professions_of(work, group.id)],
    }


def findings(draft: Draft) -> list[queries.Finding]:
    """What the wording check says of the draft as it is now."""
    found = wording.check(snapshots.texts(draft.document), testimony=draft.kind.testimony)
    return queries.told(draft.kind, {"document": draft.document}, [finding._asdict() for finding in found])


def standing(work: Work, draft: Draft) -> list[ApprovalView]:
    """The approvals that a new submission would make void."""
    if draft.waiting is None:
        return []
    return approvals.standing(work, draft.waiting, voices.voices(work, draft.waiting.group_id))


def initial(draft: Draft) -> dict[str, Any]:
    """What the form of a submission starts with: the words of the one that waits or came back."""
    if draft.unfinished:
        last = draft.unfinished.snapshot
        words = {f"reason_{lang}": text for lang, text in last["reason"].items()}
        return words | {"significance": last["significance"], "french_unreviewed": "fr" in last["unreviewed"]}
    unreviewed = draft.before.snapshot["unreviewed"] if draft.before else ["fr"]
    return {"significance": Significance.MAJOR, "french_unreviewed": "fr" in unreviewed}
