from typing import Annotated

from pydantic import Field

from workgroups.core.forms import Day, Form
from workgroups.core.languages import gettext_noop
from workgroups.core.text import OptionalProse
from workgroups.pathways.proposals.procedure.models import Way

WORDS = {
    Way.BY_CONSENT: gettext_noop("Take it by consent"),
    Way.DISCUSS: gettext_noop("Discuss it at the meeting"),
    Way.IN_WRITING: gettext_noop("Decide outside a meeting"),
    Way.AMENDMENTS_FIRST: gettext_noop("Settle the amendments first"),
    Way.DEFER: gettext_noop("Defer it"),
}


class Laying(Form):
    """How the proposal should be dealt with, and from which day the table sees that.

    `after` is the last procedure that its page showed, 0 for none.
    """

    after: Annotated[int, Field(ge=0, le=999_999_999)] | None = None
    way: Way
    text: OptionalProse = None
    deadline_on: Day | None = None
    shown_on: Day
