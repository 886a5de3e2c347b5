"""Every table of every feature, for comparing models with the database."""

from sqlmodel import SQLModel

import workgroups.actions.models
import workgroups.careers.models
import workgroups.core.events
import workgroups.core.once
import workgroups.core.outbox
import workgroups.groups.models
import workgroups.links.models
import workgroups.links.papers.models
import workgroups.meetings.agenda.models
import workgroups.meetings.agenda.sections.models
import workgroups.meetings.agenda.template.models
import workgroups.meetings.decisions.models
import workgroups.meetings.guests.models
import workgroups.meetings.interests.models
import workgroups.meetings.minutes.corrections.models
import workgroups.meetings.minutes.models
import workgroups.meetings.minutes.reopening.models
import workgroups.meetings.minutes.summary.models
import workgroups.meetings.models
import workgroups.meetings.replies.models
import workgroups.meetings.rhythm.models
import workgroups.meetings.session.models
import workgroups.meetings.terms.models
import workgroups.outcomes.initiatives.models
import workgroups.outcomes.models
import workgroups.pathways.barriers.models
import workgroups.pathways.models
import workgroups.pathways.proposals.amendments.models
import workgroups.pathways.proposals.answers.models
import workgroups.pathways.proposals.forwarding.models
import workgroups.pathways.proposals.models
import workgroups.pathways.proposals.positions.models
import workgroups.pathways.proposals.procedure.models
import workgroups.pathways.proposals.verdicts.models
import workgroups.people.models
import workgroups.publishing.models  # noqa: F401

metadata = SQLModel.metadata
