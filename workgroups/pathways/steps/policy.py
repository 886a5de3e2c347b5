from sqlalchemy import ColumnElement
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.policy import arranges, in_room, sits_for_body, speaks
from workgroups.links import kinds
from workgroups.pathways.models import Step


@rule(on=Step)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Step.group_id), me)


@rule(on=Step, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Step.group_id), me)


@rule(on=Step, see=see)
def edit(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(Step.group_id), me)


@rule(on=Step, see=see)
def confirm(me: Who) -> ColumnElement[bool]:
    """Any seat of the body that is responsible for the step."""
    return sits_for_body(col(Step.group_id), col(Step.body_id), me)


KIND = kinds.register(
    kinds.Kind(
        Step,
        gettext_noop("step"),
        col(Step.title),
        "steps:show",
        see=see,
        comment=comment,
        bilingual=True,
    )
)
