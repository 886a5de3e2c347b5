from workgroups.core.forms import Form, RowId
from workgroups.meetings.replies.models import Answer


class Replying(Form):
    """What one seat answers to an invitation."""

    seat: RowId
    answer: Answer
