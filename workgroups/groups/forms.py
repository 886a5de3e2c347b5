from pydantic import Field

from workgroups.core.forms import Day, Form, RowId
from workgroups.core.text import Email, Line, OptionalLine, OptionalProse
from workgroups.groups.models import GroupState, PositionsShown, SeatRole
from workgroups.people.models import StakeholderType


class Founding(Form):
    slug: Line = Field(max_length=60, pattern=r"^[a-z][a-z0-9-]*$")
    name_en: Line = Field(max_length=120)
    name_fr: OptionalLine = None
    profession: RowId
    decision_prefix: Line = Field(max_length=10, pattern=r"^[A-Z][A-Z0-9]*$")


class Settling(Form):
    """What a group decides about itself."""

    name_en: Line = Field(max_length=120)
    name_fr: OptionalLine = None
    profile_en: OptionalProse = None
    profile_fr: OptionalProse = None
    state: GroupState
    positions_shown: PositionsShown


NOBODY = 0


class Closing(Form):
    """The group that goes on with what a group kept, or `NOBODY`: said either way."""

    successor: int = Field(ge=NOBODY, le=999_999_999)


class Seating(Form):
    """A new place at the table."""

    label_en: Line = Field(max_length=120)
    label_fr: OptionalLine = None
    role: SeatRole
    stakeholder_type: StakeholderType
    organisation: RowId | None = None


class Inviting(Form):
    """Somebody gets a seat; a new address gets an account with it."""

    name: Line = Field(max_length=120)
    email: Email
    term_ends: Day | None = None


class NamingAlternate(Form):
    name: Line = Field(max_length=120)
    email: Email


class NominatingChair(Form):
    """Somebody for a co-chair seat, and the organisation she comes from."""

    name: Line = Field(max_length=120)
    email: Email
    organisation: RowId


class ProposingDeputy(Form):
    """The seat whose holder is to be a chair's deputy."""

    seat: RowId


class DeclaringAbsence(Form):
    starts_on: Day
    ends_on: Day
    reason: Line


class NamingCoordinator(Form):
    person: RowId
