"""Alternative careers for the tests of this folder."""

import re

from tests.world import World
from workgroups.careers import commands
from workgroups.careers.forms import Proposing
from workgroups.careers.models import Career
from workgroups.core.forms import Nothing
from workgroups.core.work import writing


def proposed(world: World, who: str = "dolores", **typed: object) -> int:
    """A career that somebody proposed; the key of its row."""
    given = {"profession": world.profession, "title_en": "Medical writer"} | typed
    with writing(world.database, world.people[who], world.now) as work:
        return commands.propose(work, world.group, Proposing.model_validate(given)).id


def accepted(world: World, **typed: object) -> int:
    key = proposed(world, **typed)
    with writing(world.database, world.people["chidi"], world.now) as work:
        commands.accept(work, key, Nothing())
    return key


def stored(world: World, key: int) -> Career:
    with world.database.read() as session:
        return session.get_one(Career, key)


def version(page: str, action: str) -> str:
    """The version that the form with this action holds."""
    form = page[page.index(f'action="{action}"') :]
    return re.search(r'name="_version" value="(\d+)"', form)[1]
