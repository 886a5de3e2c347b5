"""What hangs on a pathway, so that it cannot be removed."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups.models import Group
from workgroups.links.models import Comment, Link
from workgroups.pathways.models import Confirmation, Pathway, PathwayVersion, Step
from workgroups.pathways.output import KIND
from workgroups.pathways.proposals.models import Proposal
from workgroups.publishing.models import Output

PATHWAY: ColumnElement[int] = bindparam("pathway_id")
STEPS = select(col(PathwayVersion.step_id)).where(
    col(PathwayVersion.pathway_id) == PATHWAY, col(PathwayVersion.step_id).is_not(None)
)
"""The steps that stand there, and those that were removed and can come back."""


def is_one(kind: Any, key: Any) -> ColumnElement[bool]:
    """It names the pathway or one of its steps."""
    return or_(
        and_(kind == Pathway.__name__, key == PATHWAY),
        and_(kind == Step.__name__, key.in_(STEPS)),
    )


COMMENTS = select(col(Comment.id)).where(is_one(col(Comment.kind), col(Comment.about)))

HINDRANCES: dict[str, ColumnElement[bool]] = {
    gettext_noop("It was submitted for publication, or published."): exists().where(
        col(Output.kind) == KIND.name, col(Output.subject_id) == PATHWAY
    ),
    gettext_noop("A proposal would change it or has changed it, or somebody drafts one."): exists().where(
        col(Proposal.pathway_id) == PATHWAY
    ),
    gettext_noop("A responsible body has confirmed or disputed one of its steps."): exists().where(
        col(Confirmation.pathway_id) == PATHWAY
    ),
    gettext_noop("Somebody else has commented on it or on one of its steps."): COMMENTS.where(
        col(Comment.person_id) != ME
    ).exists(),
    gettext_noop("Something else is linked with it or with one of its steps."): exists().where(
        or_(is_one(col(Link.from_kind), col(Link.from_id)), is_one(col(Link.to_kind), col(Link.to_id)))
    ),
}
ASKED = select(*HINDRANCES.values())


def hindrances(work: Work, pathway_id: int) -> list[str]:
    """Why I cannot remove a pathway, as msgids; nothing when I can."""
    found = work.rows(ASKED, pathway_id=pathway_id).one()
    return [why for why, holds in zip(HINDRANCES, found, strict=True) if holds]


def lock_all(work: Work, key: int) -> None:
    """Wait for whoever proposes or submits something in the group of a pathway, or comments on one of its steps."""
    its = select(col(Pathway.group_id)).where(col(Pathway.id) == key).scalar_subquery()
    work.rows(select(Group).where(col(Group.id) == its).with_for_update()).all()
    work.rows(select(Pathway).where(col(Pathway.id) == key).with_for_update()).all()
    work.rows(select(Step).where(col(Step.pathway_id) == key).with_for_update()).all()
