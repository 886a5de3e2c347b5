from workgroups.core.forms import Restoring, RowId


class RestoringStep(Restoring):
    """Which version of a step is brought back; `latest` is the last one that was there when its history was read."""

    latest: RowId
