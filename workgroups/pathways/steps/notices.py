from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.pathways.events import StepConfirmed
from workgroups.pathways.models import Confirmation, Confirms, Step
from workgroups.pathways.steps import policy
from workgroups.people.models import Organisation

DISPUTED: Any = (
    select(Step, Confirmation.note, Organisation.name)  # type: ignore[call-overload]
    .join(
        Confirmation,
        and_(
            col(Confirmation.pathway_id) == col(Step.pathway_id),
            col(Confirmation.step_key) == col(Step.key),
            col(Confirmation.state) == Confirms.DISPUTED,
        ),
    )
    .join(Organisation, col(Organisation.id) == col(Confirmation.organisation_id))
    .where(
        col(Step.id) == bindparam("step"),
        col(Confirmation.digest) == bindparam("digest"),
        col(Confirmation.organisation_id) == bindparam("body"),
    )
    .order_by(col(Confirmation.id).desc())
    .limit(1)
)
"""What a body says is wrong with a step that still stands."""


@notice(StepConfirmed)
def disputed(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Co-chairs, secretary and coordinator hear that the responsible body disputes a step, unless it was removed."""
    said = event.payload or {}
    if said["state"] != Confirms.DISPUTED:
        return
    which = {"step": event.about, "digest": said["digest"], "body": said["organisation_id"]}
    for step, note, body in session.execute(DISPUTED, which):
        group = session.get_one(Group, step.group_id)
        for person in audience.people(session, policy.edit, step, now, besides=event.person_id):
            context = {"name": person.name, "step": step, "group": group, "body": body, "note": note}
            yield Letter(person.email, person.language.value, "steps/disputed_mail.html", context, group.id)
