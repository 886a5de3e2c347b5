from workgroups.core.work import Work
from workgroups.meetings.terms.models import Terms


def terms_of(work: Work, group_id: int) -> Terms:
    """How a group works whose row, or one of whose rows, I have taken."""
    return work.session.get_one(Terms, group_id)
