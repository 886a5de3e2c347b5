from workgroups.core.forms import Form, RowId


class Merging(Form):
    """The item that takes up what another one asks for."""

    into: RowId
