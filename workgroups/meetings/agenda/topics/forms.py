from workgroups.core.forms import Form
from workgroups.links.topics import TopicName


class Naming(Form):
    """What the item is about, or is not."""

    topic: TopicName
