"""What every form is made of: the base model, and how repeated and missing fields become values."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Self, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from workgroups.core.clock import FAR

CONTROLS = {"_version", "_once", "_next", "_held"}
"""Fields that the web floor reads itself and a form never sees."""

RowId = Annotated[int, Field(ge=1, le=999_999_999)]
"""The number of a row, as large as one in a path may be: a larger one is refused here and not by the database."""


def near(day: date) -> date:
    """A day of a year that somebody can mean: one with a digit too few is a slip.

    Raises PydanticCustomError (a ValueError) for any other.
    """
    if not 1900 <= day.year < 2200:
        raise PydanticCustomError("date_out_of_range", FAR)
    return day


Day = Annotated[date, AfterValidator(near)]


class Problem(NamedTuple):
    """What is wrong with several fields together: the one beside which it is told, and a msgid with its values."""

    field: str
    message: str
    values: Mapping[str, Any] = {}


class Form(BaseModel):
    """What a browser may send: nothing more than the declared fields."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with fields together.

        It is asked of a form with wrong fields too, so that everything is told at once: such a field holds what was
        typed in it, whatever its type, and None when nothing was.
        """
        yield from ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        found = [
            InitErrorDetails(
                type=PydanticCustomError("together", problem.message, dict(problem.values)),
                loc=(problem.field,),
                input=None,
            )
            for problem in self.problems()
        ]
        if found:
            raise ValidationError.from_exception_data(type(self).__name__, found)
        return self

    @classmethod
    def everything_wrong(cls, given: Mapping[str, Any], refused: ValidationError) -> list[ErrorDetails]:
        """What is wrong with single fields, and with fields together, of values that were refused."""
        alone = refused.errors()
        wrong = frozenset(cls.model_fields).intersection(str(error["loc"][0]) for error in alone if error["loc"])
        known = {name: value for name, value in given.items() if name in cls.model_fields}
        try:
            undemanding(cls, wrong).model_validate(known)
        except ValidationError as together:
            return alone + together.errors()
        return alone

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


class Restoring(Form):
    """Which version is brought back."""

    restored: RowId


@lru_cache(maxsize=200)
def undemanding(form: type[Form], fields: frozenset[str]) -> type[Form]:
    """The form with some of its fields holding whatever they are given."""
    return create_model(form.__name__, __base__=form, **dict.fromkeys(fields, (Any, None)))  # type: ignore[call-overload, no-any-return]


def holds_list(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return any(holds_list(part) for part in get_args(annotation))
    return get_origin(annotation) in (list, set, tuple)
