"""Who proposes something together with the seat that drafted it."""

from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.pathways.proposals.authors import events, policy, queries
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.models import CoAuthor, Proposal


@command(policy.name_author)
def name(work: Work, proposal: Proposal, naming: NamingAuthor) -> None:
    """Name a seat that proposes it too. Raises `Invalid` for one that cannot."""
    if naming.seat not in {seat.id for seat in queries.candidates(work, proposal)}:
        raise Invalid(seat=gettext_noop("Choose a seat of this group that may propose and does not propose it yet."))
    work.add(
        CoAuthor(proposal_id=proposal.id, group_id=proposal.group_id, seat_id=naming.seat, by_id=work.me, at=work.now)
    )
    work.record(events.AuthorNamed(naming.seat), about=proposal)


@command(policy.name_author)
def remove(work: Work, proposal: Proposal, naming: NamingAuthor) -> None:
    """Take a co-author off again; one that has left meanwhile is gone already."""
    if share := queries.share(work, proposal, naming.seat):
        take_off(work, proposal, share)


@command(policy.leave)
def leave(work: Work, proposal: Proposal, _: Nothing) -> Proposal:
    """My seat is no co-author any more."""
    for share in queries.shares_of_mine(work, proposal):
        take_off(work, proposal, share)
    return proposal


def take_off(work: Work, proposal: Proposal, share: CoAuthor) -> None:
    work.session.delete(share)
    work.record(events.AuthorRemoved(share.seat_id), about=proposal)
