from workgroups.core.forms import Restoring, RowId


class RestoringPart(Restoring):
    """Which version of a step or of the pathway itself is brought back.

    `latest` is the last one of the same that was there when its history was read.
    """

    latest: RowId
