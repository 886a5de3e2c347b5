from workgroups.core.forms import Form, RowId


class Restoring(Form):
    """Which version is brought back."""

    restored: RowId
