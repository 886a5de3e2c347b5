"""The words for what alternative careers keep as values; msgids, translated where they are shown."""

from typing import Any

from workgroups.careers.models import (
    Basis,
    CareerRelation,
    CareerState,
    Horizon,
    Moment,
    Regulation,
    SkillsUse,
    Upgrading,
)
from workgroups.core.languages import gettext, gettext_noop
from workgroups.groups.models import JURISDICTIONS

RELATION = {
    CareerRelation.SIMILAR_SCOPE: gettext_noop("similar scope under another title"),
    CareerRelation.SAME_FIELD: gettext_noop("same field"),
    CareerRelation.RELATED_FIELD: gettext_noop("related field"),
    CareerRelation.OTHER_FIELD: gettext_noop("other field"),
}
HORIZON = {
    Horizon.INTERIM: gettext_noop("interim"),
    Horizon.STEPPING_STONE: gettext_noop("stepping stone"),
    Horizon.END_GOAL: gettext_noop("end goal"),
}
SKILLS_USE = {
    SkillsUse.MOST: gettext_noop("most of one’s skills"),
    SkillsUse.SOME: gettext_noop("some of one’s skills"),
    SkillsUse.FEW: gettext_noop("few of one’s skills"),
    SkillsUse.NONE: gettext_noop("none of one’s skills"),
}
REGULATION = {
    Regulation.REGULATED: gettext_noop("regulated"),
    Regulation.VOLUNTARY: gettext_noop("voluntary"),
    Regulation.NOT_REGULATED: gettext_noop("not regulated"),
}
UPGRADING = {
    Upgrading.NONE: gettext_noop("no upgrading"),
    Upgrading.SHORT_COURSE: gettext_noop("a short course"),
    Upgrading.SUBSTANTIAL: gettext_noop("substantial upgrading"),
    Upgrading.FULL_PROGRAMME: gettext_noop("a full programme"),
}
STAGES = {
    Moment.BEFORE_ARRIVAL: gettext_noop("before arrival"),
    Moment.BEFORE_ASSESSMENT: gettext_noop("before assessment"),
    Moment.AFTER_ASSESSMENT: gettext_noop("after assessment"),
    Moment.LICENSED: gettext_noop("licensed, still looking for work"),
}
BASIS = {
    Basis.CONTACT: gettext_noop("a body of the profession"),
    Basis.SERVICES: gettext_noop("organisations that serve immigrants"),
    Basis.PEOPLE: gettext_noop("internationally educated professionals"),
    Basis.STUDY: gettext_noop("a study"),
    Basis.GROUP_SAMPLE: gettext_noop("this group"),
}
STATE = {
    CareerState.PROPOSED: gettext_noop("proposed"),
    CareerState.ACCEPTED: gettext_noop("accepted"),
    CareerState.DECLINED: gettext_noop("declined"),
}
JURISDICTION = JURISDICTIONS

VALUES: dict[str, dict[Any, str]] = {
    "relation": RELATION,
    "horizon": HORIZON,
    "skills_use": SKILLS_USE,
    "regulation": REGULATION,
    "upgrading": UPGRADING,
    "stages": STAGES,
}
"""The words for the values of a field of a snapshot."""

FIELDS = {
    "title": gettext_noop("Title"),
    "intro": gettext_noop("Introduction"),
    "careers": gettext_noop("Alternative careers"),
    "relation": gettext_noop("Relation"),
    "horizon": gettext_noop("Horizon"),
    "skills_use": gettext_noop("Uses"),
    "regulation": gettext_noop("Regulation"),
    "upgrading": gettext_noop("Upgrading"),
    "why": gettext_noop("Why"),
    "shared": gettext_noop("What both have"),
    "missing": gettext_noop("What may be missing"),
    "what": gettext_noop("What may be missing"),
    "closes": gettext_noop("What closes it"),
    "stages": gettext_noop("Useful to know"),
    "note": gettext_noop("Note"),
    "profession": gettext_noop("Profession"),
    "jurisdiction": gettext_noop("Jurisdiction"),
    "group": gettext_noop("Group"),
}


def field_of(place: str) -> tuple[str, ...]:
    """The field that a place of a snapshot is in, and what is inside it; empty for a career as a whole."""
    parts = place.split(".")
    return tuple(parts[2:] if len(parts) > 1 and parts[0] == "careers" else parts)


def label(place: str) -> str:
    """The words for the field at the end of a place of a snapshot; "" for a career, which has a name."""
    field, *inside = field_of(place) or ("",)
    if field == "regulation" and inside:
        return f"{gettext(FIELDS[field])} ({gettext(JURISDICTION[inside[0]])})"
    name = inside[-1] if inside and inside[-1] in FIELDS else field
    return gettext(FIELDS[name]) if name else ""


def told(place: str, value: Any) -> str | None:
    """A value of a snapshot in words, None for what needs none."""
    values = VALUES.get((field_of(place) or ("",))[0])
    if values is None or not isinstance(value, str | list):
        return None
    return ", ".join(gettext(values[part]) for part in ([value] if isinstance(value, str) else value))


def options() -> dict[str, list[tuple[str, str]]]:
    """What each field of a form can be set to, with the words in the language in force."""
    return {
        field: [(value.value, gettext(said)) for value, said in values.items()]
        for field, values in {**VALUES, "basis": BASIS}.items()
    }
