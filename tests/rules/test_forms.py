"""What a form takes, said about every form at once."""

import re

import pytest
from pydantic import ValidationError
from starlette.applications import Starlette

from tests.rules.test_routes import routes
from workgroups.core.forms import Form, holds_list
from workgroups.web.writing import Writer

HUGE = "9" * 30
"""No database has a column for it."""


def takes_huge(form: type[Form], name: str) -> bool:
    """Is a number that no row has accepted as a whole number?"""
    given = [HUGE] if holds_list(form.model_fields[name].annotation) else HUGE
    try:
        form.model_validate({name: given})
    except ValidationError as refusal:
        return name not in {error["loc"][0] for error in refusal.errors() if error["loc"]}
    return True


def test_a_number_that_no_row_has_is_refused_beside_its_field(app: Starlette) -> None:
    forms = {route.endpoint.form for route in routes(app) if isinstance(route.endpoint, Writer)}
    numbers = [
        (form, name)
        for form in forms
        for name, field in form.model_fields.items()
        if re.search(r"\bint\b", repr(field.annotation))
    ]
    assert numbers
    assert [(form.__name__, name) for form, name in numbers if takes_huge(form, name)] == []


@pytest.mark.parametrize("sign_in", [HUGE, "0", "-1"])
def test_a_sign_in_that_cannot_be_is_refused(browser, sign_in: str) -> None:
    assert browser("dolores").post("/people/me/sign-ins", data={"sign_in": sign_in}).status_code == 422
