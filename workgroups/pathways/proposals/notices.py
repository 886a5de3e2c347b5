from collections.abc import Iterator
from datetime import datetime, timedelta
from textwrap import shorten
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.languages import using
from workgroups.core.markdown import plain
from workgroups.core.outbox import Letter, notice
from workgroups.core.policy import Rule
from workgroups.core.work import Work
from workgroups.groups import audience
from workgroups.groups.models import Group, Seat
from workgroups.groups.policy import keeps_records, sits_for_body, speaks_for
from workgroups.pathways.proposals import events, policy
from workgroups.pathways.proposals.amendments import policy as amendments_policy
from workgroups.pathways.proposals.amendments.events import AmendmentAnswered, AmendmentOpened, ProposalAmended
from workgroups.pathways.proposals.amendments.models import Amendment
from workgroups.pathways.proposals.answers import policy as answers_policy
from workgroups.pathways.proposals.answers.events import (
    AdoptionConfirmed,
    BodyAnswered,
    BodyAskedAgain,
    BodyEntryTakenBack,
)
from workgroups.pathways.proposals.answers.models import BodyEntry
from workgroups.pathways.proposals.authors.events import AuthorNamed
from workgroups.pathways.proposals.models import CoAuthor, Proposal, ProposalState
from workgroups.pathways.proposals.positions import policy as positions_policy
from workgroups.pathways.proposals.positions import queries as positions
from workgroups.pathways.proposals.positions.events import (
    ConcernAnswered,
    PositionRecorded,
    PositionStated,
    PositionStatedByLink,
)
from workgroups.pathways.proposals.positions.models import CONCERNED, Position
from workgroups.pathways.proposals.queries import CONTENT
from workgroups.pathways.proposals.showing import before_and_after, new_and_gone
from workgroups.pathways.proposals.verdicts import policy as verdicts_policy
from workgroups.pathways.proposals.verdicts.events import ChairsDiffer, ProposalDecided, VerdictGiven
from workgroups.people import personal
from workgroups.people.models import Organisation, Person

LINK_LASTS = timedelta(days=14)
"""How long the link of a letter works at least: a late position counts until the co-chairs decide."""


MOST_OF_A_REASON = 400
"""Characters of the first paragraph of a reason in a letter; its page has all of it."""


def letters(  # noqa: PLR0917
    session: Session, event: Event, now: datetime, proposal: Proposal, rule: Rule, template: str, *conditions: Any
) -> Iterator[Letter]:
    """One letter to everybody for whom the rule holds, besides whoever did it."""
    for person in audience.people(session, rule, proposal, now, *conditions, besides=event.person_id):
        yield letter(session, proposal, person, template)


def letter(
    session: Session, proposal: Proposal, person: Person, template: str, language: str = "", **also: object
) -> Letter:
    """A letter about a proposal to somebody who sees it, in her language or this one; `also` is what else it says."""
    group = session.get_one(Group, proposal.group_id)
    language = language or person.language.value
    content = session.execute(CONTENT, {"key": proposal.id, "language": language}).scalar_one()
    changed = {key: step for key, step in content["steps"].items() if step["change"] == "changed"}
    with using(language):
        steps, whole = before_and_after({"steps": changed}), new_and_gone(content)
    context = {
        "name": person.name,
        "proposal": proposal,
        "group": group,
        "deadline": proposal.deadline_on,
        "change": content["sentences"],
        "operations": content["operations"],
        "steps": steps,
        "whole": whole,
        "reason": shorten(plain(proposal.reason).partition("\n\n")[0], MOST_OF_A_REASON, placeholder="…"),
        "token": None,  # the letter is only shown: it asks nobody in particular
        "heard": 0,
        **also,
    }
    return Letter(person.email, language, f"proposals/{template}.html", context, group.id)


def asking(session: Session, event: Event, now: datetime, template: str, **also: Any) -> Iterator[Letter]:
    """A letter to whoever can speak for a seat that has not been heard, with how many were, and a link of her own."""
    proposal = session.get_one(Proposal, event.about)
    waiting = positions_policy.waits_for_position(col(Person.id))
    until = max(filter(None, (proposal.deadline_at, now + LINK_LASTS)))
    asked = audience.people(session, positions_policy.state, proposal, now, waiting, besides=event.person_id)
    tally: dict[str, Any] = positions.tally(Work(session, 0, now), proposal)
    for person in asked:
        token, _ = personal.draw(session, person.id, positions_policy.state, proposal.id, now, until=until)
        yield letter(session, proposal, person, template, token=token, **tally, **also)


@notice(events.ProposalOpened)
def opened(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Either co-chair can call for positions now; the holder of the seat hears that her alternate opened it."""
    proposal = session.get_one(Proposal, event.about)
    told = [*letters(session, event, now, proposal, policy.call, "opened_mail")]
    yield from told
    holds_it = holds_beside(event.person_id, col(Seat.id) == proposal.proposer_seat_id)
    acted = letters(session, event, now, proposal, policy.see, "alternate_acted_mail", holds_it)
    yield from (letter for letter in acted if letter.to not in {letter.to for letter in told})


def holds_beside(alternate_id: int | None, *seat: ColumnElement[bool]) -> ColumnElement[bool]:
    """Holds a seat for which the conditions hold, and whose alternate the other one is."""
    return exists().where(col(Seat.holder_id) == col(Person.id), col(Seat.alternate_id) == alternate_id, *seat)


@notice(BodyAnswered)
def body_answered(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The holder of a body's seat hears of an answer that her alternate recorded."""
    entry = session.get_one(BodyEntry, event.about)
    proposal = session.get_one(Proposal, entry.proposal_id)
    body = session.get_one(Organisation, entry.organisation_id)
    of_body = (col(Seat.group_id) == entry.group_id, col(Seat.organisation_id) == body.id)
    holds_it = holds_beside(event.person_id, *of_body)
    for letter in letters(session, event, now, proposal, policy.see, "alternate_acted_mail", holds_it):
        yield letter._replace(context=letter.context | {"body": body})


@notice(AuthorNamed)
def author_named(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Who speaks for a seat that was named as a co-author, unless it was taken off since."""
    proposal, seat = session.get_one(Proposal, event.about), (event.payload or {}).get("seat_id")
    still = exists().where(col(CoAuthor.proposal_id) == proposal.id, col(CoAuthor.seat_id) == seat)
    mine = speaks_for(seat, col(Person.id))
    yield from letters(session, event, now, proposal, policy.see, "co_author_mail", still, mine)


@notice(events.DeadlineExtended)
@notice(events.PositionsCalled)
def called(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Who can state a position for a seat that has not been heard is asked to."""
    yield from asking(session, event, now, "called_mail")


@notice(events.SeatsReminded)
def reminded(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Who can still state a position for a seat that has not been heard."""
    yield from asking(session, event, now, "reminder_mail", overdue=bool(event.payload and event.payload["overdue"]))


@notice(PositionStatedByLink)
def stated_by_link(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whose link it was hears of it: somebody else may have the letter."""
    yield from seat_letters(session, event, now, "by_link_mail", col(Person.id) == event.person_id, besides=None)


@notice(events.PositionsShown)
def shown(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The deadline has passed: the chairs hear that there are concerns to answer, when there are any."""
    proposal = session.get_one(Proposal, event.about)
    waiting = positions_policy.waits_for_answer(col(Person.id))
    yield from letters(session, event, now, proposal, policy.extend, "concern_mail", waiting)


@notice(PositionStated)
def stated(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The chairs hear of a concern that is not hidden, the holder of a seat of what her alternate stated."""
    yield from concern(session, event, now)
    position = session.get_one(Position, event.about)
    holds_it = exists().where(col(Seat.id) == position.seat_id, col(Seat.holder_id) == col(Person.id))
    yield from seat_letters(session, event, now, "alternate_mail", holds_it, besides=event.person_id)


@notice(PositionRecorded)
def recorded(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The seat hears that something was recorded for it from a letter; the chairs, of a concern that is not hidden."""
    mine = speaks_for(session.get_one(Position, event.about).seat_id, col(Person.id))
    told = [*seat_letters(session, event, now, "recorded_mail", mine, besides=event.person_id)]
    yield from told
    yield from (letter for letter in concern(session, event, now) if letter.to not in {mine.to for mine in told})


def concern(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """A letter to the chairs when a position that was just taken is a concern that everybody sees."""
    position = session.get_one(Position, event.about)
    proposal = session.get_one(Proposal, position.proposal_id)
    if proposal.positions_shown_at and proposal.positions_shown_at <= now and position.value in CONCERNED:
        waiting = positions_policy.waits_for_answer(col(Person.id))
        yield from letters(session, event, now, proposal, policy.extend, "concern_mail", waiting)


@notice(ConcernAnswered)
def answered(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The seat that raised a concern is asked whether the answer meets it."""
    mine = speaks_for(session.get_one(Position, event.about).seat_id, col(Person.id))
    yield from seat_letters(session, event, now, "answered_mail", mine, besides=event.person_id)


def seat_letters(
    session: Session, event: Event, now: datetime, template: str, whose: ColumnElement[bool], *, besides: int | None
) -> Iterator[Letter]:
    """A letter about a position to those who see it and for whom the condition holds."""
    position = session.get_one(Position, event.about)
    proposal, group = session.get_one(Proposal, position.proposal_id), session.get_one(Group, position.group_id)
    for person in audience.people(session, positions_policy.see, position, now, whose, besides=besides):
        context = {"name": person.name, "proposal": proposal, "group": group, "position": position}
        yield Letter(person.email, person.language.value, f"proposals/{template}.html", context, group.id)


@notice(AmendmentOpened)
def amendment_opened(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The seats that propose hear of an amendment that they answer."""
    yield from amendment_letters(session, event, now, amendments_policy.answer, "amendments/opened_mail")


@notice(AmendmentAnswered)
def amendment_answered(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The seat that proposed an amendment hears what became of it."""
    mine = amendments_policy.amends(col(Person.id))
    yield from amendment_letters(session, event, now, amendments_policy.see, "amendments/answered_mail", mine)


@notice(ProposalAmended)
def amended(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Who speaks for a seat whose position is about an earlier version can say whether it stays."""
    proposal = session.get_one(Proposal, event.about)
    outdated = positions_policy.said_of_another_version(col(Person.id))
    yield from letters(session, event, now, proposal, positions_policy.state, "amended_mail", outdated)


def amendment_letters(
    session: Session, event: Event, now: datetime, rule: Rule, template: str, *conditions: Any
) -> Iterator[Letter]:
    """A letter about an amendment to everybody for whom the rule holds, besides whoever did it."""
    amendment = session.get_one(Amendment, event.about)
    proposal = session.get_one(Proposal, amendment.proposal_id)
    group = session.get_one(Group, proposal.group_id)
    about = {"amendment": amendment, "proposal": proposal, "group": group}
    for person in audience.people(session, rule, amendment, now, *conditions, besides=event.person_id):
        told = {"name": person.name, "change": amendment.told[person.language.value]["sentences"]}
        yield Letter(person.email, person.language.value, f"{template}.html", about | told, group.id)


@notice(VerdictGiven)
def half_decided(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The other co-chair hears that the decision waits for her."""
    proposal = session.get_one(Proposal, event.about)
    waiting = verdicts_policy.waits_for_verdict(col(Person.id))
    yield from letters(session, event, now, proposal, verdicts_policy.decide, "verdict_mail", waiting)


@notice(ChairsDiffer)
def differ(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The co-chairs hear that they differ and can put it to the meeting."""
    proposal = session.get_one(Proposal, event.about)
    yield from letters(session, event, now, proposal, verdicts_policy.decide, "differ_mail")


@notice(ProposalDecided)
def decided(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Everybody at the table hears what the co-chairs decided."""
    proposal = session.get_one(Proposal, event.about)
    if proposal.state in (ProposalState.RECOMMENDED, ProposalState.NOT_RECOMMENDED, ProposalState.DEFERRED):
        yield from letters(session, event, now, proposal, policy.see, "decided_mail")


@notice(BodyAskedAgain)
def asked_again(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever sits for this responsible body, and the secretary, hear that its answer is owed."""
    proposal = session.get_one(Proposal, event.about)
    group, body = proposal.group_id, (event.payload or {}).get("organisation_id")
    asked = or_(sits_for_body(group, body, col(Person.id)), keeps_records(group, col(Person.id)))
    also = {"body": session.get_one(Organisation, body), "settled_at": proposal.settled_at}
    for letter in letters(session, event, now, proposal, answers_policy.hear, "body_asked_mail", asked):
        yield letter._replace(context=letter.context | also)


@notice(BodyEntryTakenBack)
def taken_back(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever recorded an answer hears that somebody else took it back, and why."""
    entry = session.get_one(BodyEntry, event.about)
    proposal = session.get_one(Proposal, entry.proposal_id)
    also = {"entry": entry, "body": session.get_one(Organisation, entry.organisation_id)}
    mine = col(Person.id) == entry.recorded_by_id
    for letter in letters(session, event, now, proposal, policy.see, "taken_back_mail", mine):
        yield letter._replace(context=letter.context | also)


@notice(AdoptionConfirmed)
def adopted(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Everybody at the table hears that a responsible body has adopted the change, or which part of it."""
    proposal = session.get_one(Proposal, event.about)
    entry = session.get_one(BodyEntry, (event.payload or {})["entry_id"])
    also = {"entry": entry, "body": session.get_one(Organisation, entry.organisation_id)}
    for letter in letters(session, event, now, proposal, policy.see, "adopted_mail"):
        yield letter._replace(context=letter.context | also)
