"""The words for what initiatives keep as values; msgids, translated where they are shown."""

from workgroups.core.languages import gettext, gettext_noop
from workgroups.outcomes.initiatives.models import UNFINISHED, Initiative, InitiativeKind, InitiativeState

KIND = {
    InitiativeKind.INCUBATED: gettext_noop("incubated idea"),
    InitiativeKind.ADVISED: gettext_noop("advised project"),
}
STATE = {
    InitiativeState.IDEA: gettext_noop("idea"),
    InitiativeState.PROPOSED: gettext_noop("put forward"),
    InitiativeState.FUNDED: gettext_noop("funded"),
    InitiativeState.RUNNING: gettext_noop("running"),
    InitiativeState.COMPLETED: gettext_noop("completed"),
    InitiativeState.DROPPED: gettext_noop("given up"),
}
KIND_MEANS = {
    InitiativeKind.INCUBATED: gettext_noop("Somebody at the table had it, and the group helps it along."),
    InitiativeKind.ADVISED: gettext_noop("Others lead it, and the group advises them."),
}
STATE_MEANS = {
    InitiativeState.IDEA: gettext_noop("The group talks about it."),
    InitiativeState.PROPOSED: gettext_noop("Those who could pay for it or carry it have been asked."),
    InitiativeState.FUNDED: gettext_noop("What it needs is promised."),
    InitiativeState.RUNNING: gettext_noop("It has begun."),
    InitiativeState.COMPLETED: gettext_noop("It is done. Say below what came of it."),
    InitiativeState.DROPPED: gettext_noop("It goes no further. Say below why."),
}
BACK = gettext_noop("A step back. Say below why.")


def kinds() -> list[tuple[str, str, str]]:
    """The kinds with what they mean, in the language in force."""
    return [(kind.value, gettext(KIND[kind]), gettext(KIND_MEANS[kind])) for kind in InitiativeKind]


def beginnings() -> list[tuple[str, str, str]]:
    """The states in which one can come to the table, with what they mean."""
    return [(state.value, gettext(STATE[state]), gettext(STATE_MEANS[state])) for state in UNFINISHED]


def moves(initiative: Initiative) -> list[tuple[str, str, str]]:
    """Where an initiative can go, with what that means."""
    means = {to: BACK if to.is_before(initiative.state) else STATE_MEANS[to] for to in initiative.moves}
    return [(to.value, gettext(STATE[to]), gettext(mean)) for to, mean in means.items()]
