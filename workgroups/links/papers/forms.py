from pydantic import ConfigDict

from workgroups.core.forms import Form
from workgroups.links.papers.formats import Kept


class Attaching(Form):
    """A file that stands in the store already."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: Kept
