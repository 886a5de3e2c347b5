from datetime import date

from workgroups.core.forms import Form
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
    """How the proposal should be dealt with, and from which day the table sees that."""

    way: Way
    text: OptionalProse = None
    shown_on: date
