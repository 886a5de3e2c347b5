from sqlalchemy import delete
from sqlmodel import col

from workgroups.core.errors import WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups.models import Group
from workgroups.links.models import Comment, CommentVersion
from workgroups.pathways import policy
from workgroups.pathways.events import PathwayRemoved
from workgroups.pathways.models import Pathway, PathwayVersion, Step
from workgroups.pathways.removal import queries


@command(policy.edit, first=queries.lock_all)
def remove(work: Work, pathway: Pathway, _: Nothing) -> Group:
    """Remove a pathway that was begun by mistake, with its steps, their versions and my own comments.

    Raises `WrongState` when something hangs on it.
    """
    if queries.hindrances(work, pathway.id):
        raise WrongState(gettext_noop("Something depends on this pathway by now, so it was not removed."))
    mine = list(work.rows(queries.COMMENTS, pathway_id=pathway.id).scalars())
    for gone in (
        delete(CommentVersion).where(col(CommentVersion.comment_id).in_(mine)),
        delete(Comment).where(col(Comment.id).in_(mine)),
        delete(PathwayVersion).where(col(PathwayVersion.pathway_id) == pathway.id),
        delete(Step).where(col(Step.pathway_id) == pathway.id),
    ):
        work.session.execute(gone)
    work.session.delete(pathway)
    work.record(PathwayRemoved(profession_id=pathway.profession_id), about=pathway)
    return work.session.get_one(Group, pathway.group_id)
