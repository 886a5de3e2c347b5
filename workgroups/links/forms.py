from workgroups.core.forms import Form
from workgroups.core.text import Prose


class Commenting(Form):
    text: Prose
