"""What every form is made of: the base model, and how repeated and missing fields become values."""

from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

CONTROLS = {"_version", "_once", "_next", "_held"}
"""Fields that the web floor reads itself and a form never sees."""

RowId = Annotated[int, Field(ge=1, le=999_999_999)]
"""The number of a row, as large as one in a path may be: a larger one is refused here and not by the database."""


class Form(BaseModel):
    """What a browser may send: nothing more than the declared fields."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @classmethod
    def fold(cls, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        """Field values from name and value pairs, as the annotations want them.

        Repeated fields become lists, "" becomes None, an absent checkbox becomes False, an absent list is empty.
        """
        folded: dict[str, Any] = {}
        for name, value in pairs:
            if name in CONTROLS:
                continue
            known = cls.model_fields.get(name)
            given = None if value == "" else value
            if given is None and known is not None and known.is_required() and not holds_list(known.annotation):
                continue  # an empty required field is a missing one
            if known is not None and holds_list(known.annotation):
                folded.setdefault(name, []).extend([] if given is None else [given])
            else:
                folded[name] = given
        for name, known in cls.model_fields.items():
            if name not in folded and known.annotation is bool:
                folded[name] = False
            elif name not in folded and holds_list(known.annotation):
                folded[name] = []
        return folded


class Nothing(Form):
    """A button: the form without fields."""


def holds_list(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return any(holds_list(part) for part in get_args(annotation))
    return get_origin(annotation) in (list, set, tuple)
