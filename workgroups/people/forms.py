from pydantic import Field

from workgroups.core.forms import Form, RowId
from workgroups.core.text import Email, Line, OptionalLine
from workgroups.people.models import Language, StakeholderType


class Asking(Form):
    email: Email
    next: OptionalLine = None


class Coding(Form):
    code: Line = Field(pattern=r"^\s*\d{3}\s?\d{3}\s*$")


class Choosing(Form):
    person: RowId
    next: OptionalLine = None


class Speaking(Form):
    """A language chosen for the interface."""

    lang: Language
    next: OptionalLine = None


class Naming(Form):
    """What a person says about herself."""

    name: Line = Field(max_length=120)
    language: Language


class Ending(Form):
    """A sign-in to be ended."""

    sign_in: RowId


class AddingPerson(Naming):
    email: Email
    is_administrator: bool = False


class AddingOrganisation(Form):
    name_en: Line
    name_fr: OptionalLine = None
    stakeholder_type: StakeholderType
