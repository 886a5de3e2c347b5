from workgroups.core.forms import Form
from workgroups.core.text import OptionalProse


class Summarising(Form):
    """What the public reads of an item or a decision, in both languages."""

    public: bool
    text_en: OptionalProse = None
    text_fr: OptionalProse = None
