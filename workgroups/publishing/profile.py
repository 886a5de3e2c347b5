"""The public profile of a group: the one output that no feature above keeps."""

from sqlmodel import col

from workgroups.core.languages import gettext, gettext_noop
from workgroups.core.work import Work
from workgroups.groups import policy, queries
from workgroups.groups.models import Group
from workgroups.publishing.kinds import OutputKind, Place, Snapshot, register_kind

LABELS = {
    "name": gettext_noop("Name"),
    "profile": gettext_noop("Profile"),
    "seats": gettext_noop("Seats"),
    "label": gettext_noop("Seat"),
    "role": gettext_noop("Role"),
    "stakeholder_type": gettext_noop("Stakeholder type"),
    "organisation": gettext_noop("Organisation"),
    "group": gettext_noop("The group"),
    "jurisdiction": gettext_noop("Province"),
}


def snapshot(work: Work, group: Group) -> Snapshot:
    """What the public reads of a group: its name, its words about itself, its seats; never who sits there."""
    return {
        "group": group.slug,
        "jurisdiction": group.jurisdiction,
        "name": group.name,
        "profile": group.profile,
        "seats": [
            {
                "key": f"seat-{seat.id}",
                "label": seat.label,
                "role": seat.role.value,
                "stakeholder_type": seat.stakeholder_type.value,
                "organisation": seat.organisation,
            }
            for seat in queries.seats(work, group.id)
        ],
    }


def label(place: Place) -> str:
    """The words for a field of the profile."""
    return gettext(LABELS[place.rpartition(".")[2]])


KIND = register_kind(
    OutputKind(
        name="profile",
        word=gettext_noop("public profile"),
        place=5,
        model=Group,
        snapshot=snapshot,
        template="public/_profile.html",
        title=lambda document: document["name"],
        label=label,
        see=policy.see,
        title_of=col(Group.name),
    )
)
