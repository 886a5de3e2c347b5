from workgroups.core.forms import Form, RowId
from workgroups.core.text import Prose


class Declaring(Form):
    """An interest of one's own seat, or of another that whoever keeps the records writes down."""

    seat: RowId | None = None
    text: Prose
