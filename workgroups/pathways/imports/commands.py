from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.pathways import commands as pathways
from workgroups.pathways import policy
from workgroups.pathways import queries as drafts
from workgroups.pathways.imports import queries
from workgroups.pathways.imports.forms import Importing
from workgroups.pathways.imports.plan import plan, seal
from workgroups.pathways.models import Pathway


class Previewed(Invalid):
    """Nothing is wrong with it, but nobody has read yet what it would do: that is what the page shows."""

    status = 200


@command(policy.edit)
def bring(work: Work, pathway: Pathway, importing: Importing) -> None:
    """Bring steps from a file into the working draft, exactly as their preview said.

    Raises `Previewed` for a text whose preview nobody has read, and `WrongState` when the draft has changed since.
    """
    wanted = seal(importing.given, importing.way, pathway.digest)
    if importing.confirmed != wanted:
        if (importing.confirmed or "").partition(".")[0] == wanted.partition(".")[0]:
            raise WrongState(
                gettext_noop(
                    "The working draft has changed since this preview, so nothing was imported. "
                    "Below is what would happen now."
                )
            )
        raise Previewed
    document, gone = drafts.document(work, pathway.id), drafts.removed(work, pathway.id)
    today = queries.today(work, pathway)
    planned = plan(importing.given, importing.way, document, queries.bodies(work), gone, today=today)
    if not planned.is_sound:
        raise Previewed
    pathways.store(work, pathway, planned.document)
