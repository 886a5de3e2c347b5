from workgroups.core.errors import Invalid
from workgroups.core.forms import Restoring
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.meetings.minutes import policy
from workgroups.meetings.minutes.commands import say
from workgroups.meetings.minutes.models import Minutes, MinutesVersion


@command(policy.write)
def restore(work: Work, minutes: Minutes, restoring: Restoring) -> None:
    """Bring back what the minutes of an item said before, as a new version. Raises `Invalid` for another item's."""
    version = work.session.get(MinutesVersion, restoring.restored)
    if version is None or version.item_id != minutes.id:
        raise Invalid(restored=gettext_noop("Choose a version of this item."))
    if version.text != minutes.text:
        say(work, minutes, version.text, restored=version.id)
