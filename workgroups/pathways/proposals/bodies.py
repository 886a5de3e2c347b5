"""Whose answers a proposal needs: the bodies of the steps it changes, until somebody chooses others."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work
from workgroups.pathways import document as documents
from workgroups.pathways.operations import Operation, apply, read, touches
from workgroups.pathways.proposals import queries
from workgroups.pathways.proposals.forms import Arguing
from workgroups.pathways.proposals.models import Proposal, ResponsibleBody
from workgroups.people.models import Organisation


def asked(work: Work, arguing: Arguing) -> list[int]:
    """The bodies that a form names. Raises `Invalid` for one that is no organisation of this platform."""
    bodies = [*arguing.bodies, *filter(None, [arguing.another])]
    known = work.rows(select(col(Organisation.id)).where(col(Organisation.id).in_(bodies))).scalars().all()
    if set(known) != set(bodies):
        raise Invalid(bodies=gettext_noop("Choose an organisation."))
    return bodies


def name(work: Work, proposal: Proposal, bodies: Collection[int]) -> None:
    """Let these organisations be responsible; those that are already keep their place."""
    named = {row.organisation_id: row for row in queries.responsible(work, proposal)}
    for gone in named.keys() - set(bodies):
        work.session.delete(named[gone])
    for body in dict.fromkeys(bodies):
        if body not in named:
            work.add(ResponsibleBody(proposal_id=proposal.id, group_id=proposal.group_id, organisation_id=body))


def of_steps(base: documents.Pathway, operations: Sequence[Operation]) -> list[int]:
    """The bodies that are responsible for the steps that operations touch, in the order of the steps."""
    touched, steps = touches(operations), (*base.steps, *apply(base, operations).document.steps)
    return list(dict.fromkeys(step.body for step in steps if step.body and f"step:{step.key}" in touched))


def follow_steps(work: Work, proposal: Proposal, base: documents.Pathway, operations: Sequence[Operation]) -> None:
    """As long as its bodies are those of the steps it changes, they change with these; others were chosen by hand."""
    before = of_steps(queries.baseline(work, proposal), read(proposal.operations))
    found = of_steps(base, operations)
    if set(queries.named(work, proposal)) == set(before) and (found or not proposal.opened_at):
        name(work, proposal, found)
