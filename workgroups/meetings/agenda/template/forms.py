from pydantic import Field

from workgroups.core.forms import Form, RowId
from workgroups.core.text import OptionalLine
from workgroups.meetings.agenda.models import ItemKind


class Settling(Form):
    """What a standing item is on the agendas that are drafted from now on."""

    title_en: OptionalLine = Field(default=None, max_length=160)
    title_fr: OptionalLine = Field(default=None, max_length=160)
    section_en: OptionalLine = Field(default=None, max_length=160)
    section_fr: OptionalLine = Field(default=None, max_length=160)
    kind: ItemKind
    minutes_long: int = Field(ge=1, le=240)
    is_on: bool = False
    at_end: bool = False


class Placing(Form):
    """Move a standing item right above another one, or to the end."""

    item: RowId
    above: RowId | None = None
