from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workgroups.core.forms import Form, RowId
from workgroups.core.text import Line, OptionalLine, OptionalProse, Prose, blank_is_none
from workgroups.links.topics import TopicName
from workgroups.meetings.agenda.models import ItemKind, ItemState


class Proposing(Form):
    """What a member wants to talk about, in one language."""

    title: Line = Field(max_length=160)
    kind: ItemKind
    minutes_long: int = Field(ge=1, le=240)
    presenter: RowId | None = None
    topic: Annotated[TopicName | None, BeforeValidator(blank_is_none)] = None
    text: OptionalProse = None


class Adding(Proposing):
    """An item that needs no acceptance; in camera it names the seats that may know of it."""

    in_camera: bool = False
    seats: list[RowId] = Field(default_factory=list, max_length=100)


class Changing(Form):
    title_en: OptionalLine = Field(default=None, max_length=160)
    title_fr: OptionalLine = Field(default=None, max_length=160)
    kind: ItemKind
    minutes_long: int = Field(ge=1, le=240)
    presenter: RowId | None = None
    text: OptionalProse = None
    in_camera: bool = False
    seats: list[RowId] = Field(default_factory=list, max_length=100)


class Declining(Form):
    reason: Prose = Field(max_length=2000)


Mark = Annotated[str, Field(pattern=r"^s?[1-9]\d{0,8}$", coerce_numbers_to_str=True)]
"""What an item ("12") or a heading ("s3") of an agenda is called."""


class Ordering(Form):
    """Put one item or heading right above another, or at the end: the same order however often it is sent."""

    item: Mark
    above: Mark | None = None


class Marking(Form):
    """What became of an item."""

    state: Literal[ItemState.DISCUSSED, ItemState.NOT_REACHED, ItemState.CONTINUES]
