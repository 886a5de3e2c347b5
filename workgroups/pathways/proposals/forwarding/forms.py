from typing import Annotated

from pydantic import Field

from workgroups.core.forms import Form, RowId
from workgroups.core.text import Prose


class Sending(Form):
    """To which group, why, and which version of what that group reads was read before."""

    group: RowId
    note: Prose
    digest: Annotated[str, Field(max_length=64)]


class SettingAside(Form):
    reason: Prose
