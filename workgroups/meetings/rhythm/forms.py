from workgroups.core.forms import Day, Form


class Moving(Form):
    """Another day for a step."""

    day: Day
