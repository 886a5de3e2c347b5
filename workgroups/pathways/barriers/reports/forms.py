from workgroups.core.forms import Form
from workgroups.core.text import Line, OptionalProse, Prose


class Telling(Form):
    """What somebody who reads the public pages says is wrong there, or in the way."""

    title: Line
    text: Prose
    affects: OptionalProse = None
