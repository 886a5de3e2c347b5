"""The group's public profile on its way to the public: the smallest real output."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from tests.conftest import Browser
from tests.world import World
from workgroups.core.forms import Nothing
from workgroups.core.work import writing
from workgroups.groups.models import Group
from workgroups.publishing import commands
from workgroups.publishing.forms import Approving, Marking, Overriding, SendingBack, Submitting, Withdrawing
from workgroups.publishing.models import Edition, Significance, Submission

REASON = {"reason_en": "The table is complete now.", "reason_fr": "La table est complète."}
FORM = REASON | {"significance": "major"}
SUBMISSIONS = "/groups/pharmacy/outputs/profile/{group}/submissions"


@dataclass
class Stage:
    """Does what people do, through the commands; every step may be left out or done by somebody else."""

    world: World

    def do(self, who: str, command: Any, key: int | str, *given: Any, **named: Any) -> Any:
        with writing(self.world.database, self.world.people[who], self.world.now) as work:
            return command(work, key, *given, **named)

    def write(self, **profile: str) -> None:
        """Change the working draft: the group's profile."""
        with self.world.database.write() as session:
            group = session.get_one(Group, self.world.group)
            group.profile = {**group.profile, **profile}

    def submit(self, who: str = "chidi", **form: Any) -> int:
        given = {"significance": Significance.MAJOR, "french_unreviewed": False, **REASON, **form}
        made = self.do(who, commands.submit, "pharmacy", Submitting(**given), kind="profile", subject=self.world.group)
        return int(made.id)

    def approve(self, who: str, submission: int, digest: str | None = None) -> int | None:
        """The id of the edition that this published."""
        given = Approving(digest=digest or self.get(Submission, submission).digest)
        edition = self.do(who, commands.approve, submission, given)
        return edition.id if edition else None

    def publish(self) -> int:
        submission = self.submit()
        self.approve("amara", submission)
        edition = self.approve("blaise", submission)
        assert edition
        return edition

    def send_back(self, who: str, submission: int) -> None:
        self.do(who, commands.send_back, submission, SendingBack(reason="Say who hosts it."))

    def override(self, who: str, submission: int) -> None:
        self.do(who, commands.override, submission, Overriding(reason="It quotes a law."))

    def mark(self, who: str, edition: int, part: str | None = None) -> int:
        note = {"note_en": "We are checking a name.", "note_fr": "Nous vérifions un nom."}
        return int(self.do(who, commands.mark, edition, Marking(part=part, **note)).id)

    def lift(self, who: str, edition: int, mark: int) -> None:
        self.do(who, commands.lift, edition, Nothing(), mark=mark)

    def withdraw(self, who: str, edition: int) -> None:
        self.do(who, commands.withdraw, edition, Withdrawing(reason_en="A name was wrong."))

    def get(self, model: type[Any], key: int) -> Any:
        with self.world.database.read() as session:
            return session.get_one(model, key)

    def all(self, model: type[SQLModel]) -> list[Any]:
        with self.world.database.read() as session:
            return list(session.exec(select(model).order_by(col(model.id))))  # type: ignore[attr-defined]


@pytest.fixture
def stage(app, world: World) -> Stage:
    made = Stage(world)
    made.write(en="We look at each step towards the licence.", fr="Nous examinons chaque étape vers le permis.")
    return made


@pytest.fixture
def submission(stage: Stage) -> int:
    return stage.submit()


@pytest.fixture
def edition(stage: Stage) -> int:
    return stage.publish()


def page(browser: Browser, who: str, path: str) -> str:
    return browser(who).get(path).text


__all__ = ["Edition", "Stage"]
