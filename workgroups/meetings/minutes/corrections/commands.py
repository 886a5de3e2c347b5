from sqlalchemy.orm.attributes import flag_modified

from workgroups.core.work import Work, command, reacts_to
from workgroups.links.commands import commenting_on
from workgroups.links.events import CommentEdited
from workgroups.links.forms import Commenting
from workgroups.links.models import Comment
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import KIND as ITEM
from workgroups.meetings.minutes import adoption
from workgroups.meetings.minutes.commands import give_back
from workgroups.meetings.minutes.corrections import events, policy, queries
from workgroups.meetings.minutes.corrections.forms import Answering, Correcting
from workgroups.meetings.minutes.corrections.models import Correction, CorrectionState
from workgroups.meetings.models import Meeting, MeetingState


@command(policy.correct)
def correct(work: Work, item: AgendaItem, correcting: Correcting) -> Correction:
    """Say what is wrong in the circulated minutes of an item: a comment on it that gets an answer.

    The meeting is locked, so that a correction and the last approval do not pass each other.
    """
    meeting: Meeting = work.session.get_one(Meeting, item.meeting_id, with_for_update=True)
    work.take(item.id, policy.correct)
    comment = commenting_on(ITEM).do(work, item, Commenting(text=correcting.text))
    correction = work.add(
        Correction(
            group_id=item.group_id, meeting_id=meeting.id, item_id=item.id, comment_id=comment.id,
            circulation=meeting.circulation,
        )
    )  # fmt: skip
    fact = events.CorrectionProposed(item.id, comment.id, meeting.circulation)
    work.record(fact, about=correction)
    return correction


@reacts_to(CommentEdited)
def change_with_its_words(work: Work, _: CommentEdited, comment: Comment) -> None:
    """Whoever is about to answer has read other words: a new version of the correction makes her read these."""
    correction = queries.of_comment(work, comment)
    if correction:
        flag_modified(correction, "answer")


@command(policy.answer)
def answer(work: Work, correction: Correction, answering: Answering) -> Correction:
    """Accept or decline a correction. Accepting one returns circulated minutes to a draft."""
    correction.state, correction.answer = answering.state, answering.answer or ""
    correction.answered_by_id, correction.answered_at = work.me, work.now
    work.record(events.CorrectionAnswered(correction.item_id, correction.state.value), about=correction)
    meeting: Meeting = work.session.get_one(Meeting, correction.meeting_id, with_for_update=True)
    if correction.state is CorrectionState.ACCEPTED and meeting.state is MeetingState.MINUTES_CIRCULATED:
        give_back(work, meeting)
    work.session.flush()
    adoption.adopt_if_due(work, meeting)
    return correction
