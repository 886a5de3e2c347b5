import pytest

from tests.pathways.stage import Stage
from tests.world import World


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)
