from typing import Annotated

from pydantic import Field

from workgroups.core.forms import Form, RowId
from workgroups.core.text import Prose
from workgroups.pathways.proposals.forms import Arguing


class Sending(Form):
    """To which group, why, and which version of what that group reads was read before."""

    group: RowId
    note: Prose
    digest: Annotated[str, Field(max_length=64)]


class Adapting(Arguing):
    """What the adapted proposal is called and why it is made; its pathway is asked when the group keeps several."""

    pathway: RowId | None = None


class SettingAside(Form):
    reason: Prose
