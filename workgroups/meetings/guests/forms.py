from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import Email, Line
from workgroups.people.models import Language


class Inviting(Form):
    """Somebody is asked to come for one item, in her language."""

    name: Line = Field(max_length=120)
    email: Email
    language: Language
