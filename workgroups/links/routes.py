from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.links import commands, policy, queries
from workgroups.links.forms import Commenting
from workgroups.links.kinds import KINDS, Kind
from workgroups.links.models import Comment
from workgroups.web.endpoints import read, write
from workgroups.web.reading import Handler
from workgroups.web.visits import Visit


def show(visit: Visit, comment: Comment) -> Response:
    """A comment alone, with what it said before."""
    group = groups.group_of(visit.work, comment.group_id)
    return visit.page(
        "links/comment.html",
        group=group,
        zone=group.timezone,
        comment=comment,
        author=queries.author_of(visit.work, comment),
        earlier=queries.earlier(visit.work, comment),
        subject=commands.subject(comment),
        word=KINDS[comment.kind].word,
        form=visit.form(commands.edit, comment),
        may=visit.work.may(comment, policy.edit),
    )


def commenting(path: str, kind: Kind, back_to: Handler) -> Route:
    """The route by which a thing of this kind is commented on: POST `{path}/comments`."""
    return write(
        f"{path}/comments",
        commands.commenting_on(kind),
        Commenting,
        back_to=back_to,
        then=lambda _visit, comment: f"{commands.subject(comment)}#comment-{comment.id}",
    )


routes: Sequence[Route] = [
    read("/comments/{key:key}", show, policy.see),
    write(
        "/comments/{key:key}/correction",
        commands.edit,
        Commenting,
        back_to=show,
        done=gettext_noop("Saved."),
        then=lambda _visit, comment: f"{commands.subject(comment)}#comment-{comment.id}",
    ),
]
