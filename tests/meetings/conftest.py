import pytest

from tests.meetings.stage import Stage
from tests.world import World


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)
