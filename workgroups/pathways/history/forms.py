from workgroups.core.forms import Restoring, RowId
from workgroups.pathways.document import Key


class RestoringPart(Restoring):
    """Which version of a step or of the pathway itself is brought back.

    `latest` is the last one of the same that was there when its history was read.
    """

    latest: RowId
    ahead: Key | None = None
    """Before which step of its stage a step that was removed is to stand again."""
