"""An item of a meeting to which papers come."""

import pytest

from tests.meetings.stage import Stage
from tests.world import World
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Proposing
from workgroups.meetings.agenda.models import ItemKind


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


@pytest.fixture
def meeting(stage: Stage) -> int:
    return stage.meeting()


@pytest.fixture
def item(stage: Stage, meeting: int) -> int:
    """An item that Edith proposed and Farid presents."""
    proposing = Proposing(title="Fees", kind=ItemKind.DISCUSSION, minutes_long=10, presenter=stage.world.seats["farid"])
    return stage.do("edith", agenda.propose, meeting, proposing).id
