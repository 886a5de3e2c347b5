from datetime import date

from workgroups.core.forms import Form


class Moving(Form):
    """Another day for a step."""

    day: date
