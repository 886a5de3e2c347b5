from workgroups.core.forms import Form, RowId


class NamingAuthor(Form):
    """A seat that proposes it too, or does so no longer."""

    seat: RowId
