from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import OptionalLine


class Naming(Form):
    """What a heading says."""

    title_en: OptionalLine = Field(default=None, max_length=80)
    title_fr: OptionalLine = Field(default=None, max_length=80)
