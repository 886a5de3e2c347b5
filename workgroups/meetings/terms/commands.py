from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups.events import GroupFounded
from workgroups.groups.models import Group
from workgroups.meetings.terms import events, policy
from workgroups.meetings.terms.forms import Settling
from workgroups.meetings.terms.models import Terms

EMPTY = {"place": "", "video_url": "", "dial_in": ""}
"""What stands for a line that was left out."""


@reacts_to(GroupFounded)
def begin(work: Work, _: GroupFounded, group: Group) -> None:
    """A group starts with the usual terms."""
    work.session.add(Terms(id=group.id))


@command(policy.change)
def settle(work: Work, terms: Terms, settling: Settling) -> None:
    """Change how the group works; only a co-chair changes who adopts the minutes."""
    given = settling.model_dump() | {name: getattr(settling, name) or empty for name, empty in EMPTY.items()}
    given["adoption"] = settling.adoption or terms.adoption
    if given["adoption"] is not terms.adoption and not work.may(terms, policy.choose_adoption):
        raise Invalid(adoption=gettext_noop("Only a co-chair changes who adopts the minutes."))
    changed = tuple(name for name, value in given.items() if getattr(terms, name) != value)
    for name in changed:
        setattr(terms, name, given[name])
    if changed:
        work.record(events.TermsChanged(changed), about=terms)
