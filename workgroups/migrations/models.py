"""Every table of every feature, for comparing models with the database."""

from sqlmodel import SQLModel

import workgroups.core.events
import workgroups.core.once
import workgroups.core.outbox
import workgroups.groups.models
import workgroups.links.models
import workgroups.people.models  # noqa: F401

metadata = SQLModel.metadata
