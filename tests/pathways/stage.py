"""Brings the cast's pathway and a proposal on it to a state, through commands."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from tests.pathways.documents import PHARMACY
from tests.world import World
from workgroups.core.forms import Nothing
from workgroups.core.work import Work, writing
from workgroups.groups.models import Group
from workgroups.pathways import commands as pathways
from workgroups.pathways import queries as drafts
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.barriers.forms import Reporting
from workgroups.pathways.document import Pathway, Step, Weeks, replaced
from workgroups.pathways.models import Step as StepRow
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.amendments import commands as amendments
from workgroups.pathways.proposals.amendments import queries as amended
from workgroups.pathways.proposals.amendments.forms import Amending
from workgroups.pathways.proposals.amendments.forms import Answering as AnsweringAmendment
from workgroups.pathways.proposals.amendments.models import Amendment
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers.forms import Confirming, Recording
from workgroups.pathways.proposals.forms import Calling, Proposing
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions import commands as positions
from workgroups.pathways.proposals.positions.forms import Stating
from workgroups.pathways.proposals.verdicts import commands as verdicts
from workgroups.pathways.proposals.verdicts.forms import Deciding

NOTHING = Nothing()
DEADLINE = date(2026, 12, 4)
"""A Friday, eleven days after the world's now."""

EFFECTIVE = date(2027, 6, 1)
STATES = ("draft", "open", "called", "shown", "recommended")


class Stage:
    def __init__(self, world: World) -> None:
        self.world = world
        self.pathway = 0
        self.started = world.now

    def work(self, name: str) -> Any:
        """A transaction by one of the cast."""
        return writing(self.world.database, self.world.people[name] if name else 0, self.world.now)

    def do(self, name: str, command: Any, key: int | str, form: Any = NOTHING, **named: Any) -> Any:
        """One command by one of the cast, committed."""
        with self.work(name) as work:
            return command(work, key, form, **named)

    def row(self, model: type, key: int) -> Any:
        with self.world.database.read() as session:
            return session.get_one(model, key)

    def rows(self, model: type) -> list[Any]:
        with self.world.database.read() as session:
            return list(session.exec(select(model).order_by(model.id)))

    def begin(self) -> int:
        """The working draft; Edith's organisation is responsible for the internship."""
        body = self.world.organisations["Falls Pharmacy Regulator"]
        internship = PHARMACY.step("internship").model_copy(update={"body": body})
        document = PHARMACY.having(replaced(PHARMACY.steps, internship))
        with self.work("") as work:
            group = work.session.get_one(Group, self.world.group)
            self.pathway = pathways.draft(work, group, self.world.profession, document).id
        return self.pathway

    def document(self) -> Pathway:
        with self.world.database.read() as session:
            return drafts.document(Work(session, 0, self.world.now), self.pathway)

    def step(self, key: str) -> int:
        """The id of a step of the working draft."""
        return next(row.id for row in self.rows(StepRow) if row.key == key)

    def rows_of(self, pathway: int) -> dict[str, int]:
        """The ids of the steps of a pathway by their keys."""
        return {row.key: row.id for row in self.rows(StepRow) if row.pathway_id == pathway}

    def store(self, step: Step) -> None:
        """Change a step of the working draft behind everybody's back."""
        document = self.document()
        self.replace(document.having(replaced(document.steps, step)))

    def replace(self, document: Pathway) -> None:
        """Change the working draft behind everybody's back."""
        with self.work("") as work:
            pathways.store(work, pathways.locked(work, self.pathway), document)

    def barrier(self, by: str = "dolores", **named: Any) -> int:
        reporting = Reporting(title="Hospital part", text="Eight weeks.", affects="Everyone.", **named)
        key: int = self.do(by, barriers.report, "pharmacy", reporting).id
        return key

    def proposal(self, state: str = "draft", by: str = "gita", **change: Any) -> int:
        """A proposal of Gita's that changes the internship, brought to one of `STATES`."""
        if not self.pathway:
            self.begin()
        proposing = Proposing(title_en="Anywhere", title_fr="Partout", reason="Few places in hospitals.")
        key: int = self.do(by, proposals.propose, "pharmacy", proposing).id
        with self.work(by) as work:
            document = self.document()
            change = change or {
                "setting": {"en": "community, hospital, or both", "fr": "officine, hôpital ou les deux"}
            }
            step = document.step("internship").model_copy(update=change)
            target = document.having(replaced(document.steps, step))
            proposals.revise(work, work.session.get_one(Proposal, key), target)
        if state != "draft":
            self.do(by, proposals.open_up, key)
        if state in STATES[2:]:
            self.do("amara", proposals.call, key, Calling(deadline=DEADLINE))
        if state in STATES[3:]:
            self.world.pass_time(days=12)
        if state == "recommended":
            self.decide(key, "recommended")
        return key

    def amendment(self, proposal: int, by: str = "edith", *, opened: bool = True, **change: Any) -> int:
        """An amendment of Edith's that changes the internship as a proposal would have it."""
        key: int = self.do(by, amendments.amend, proposal, Amending(reason="XYZZY is missing.")).id
        with self.work(by) as work:
            row = work.session.get_one(Amendment, key)
            document = amended.base(work, row)
            step = document.step("internship").model_copy(update=change or {"weeks": Weeks(min=4, max=8)})
            amendments.revise(work, row, document.having(replaced(document.steps, step)))
        if opened:
            self.do(by, amendments.open_up, key)
        return key

    def answer(self, amendment: int, value: str = "accepted", by: str = "gita") -> None:
        row = self.row(Amendment, amendment)
        read = {"digest": row.digest, "proposal_digest": self.digest(row.proposal_id)}
        self.do(by, amendments.answer, amendment, AnsweringAmendment(value=value, answer="XYZZY it is.", **read))

    def digest(self, proposal: int) -> str:
        found: str = self.row(Proposal, proposal).digest
        return found

    def decide(self, proposal: int, value: str, by: tuple[str, ...] = ("amara", "blaise"), **named: Any) -> None:
        for chair in by:
            deciding = Deciding(digest=self.digest(proposal), value=value, reason=f"{chair} agrees.", **named)
            self.do(chair, verdicts.decide, proposal, deciding)

    def state(self, proposal: int, by: str, value: str, **named: Any) -> int:
        key: int = self.do(by, positions.state, proposal, Stating(value=value, **named)).id
        return key

    def concern(self, proposal: int, by: str = "farid") -> int:
        return self.state(proposal, by, "concern", reason="XYZZY sterile", resolved_by="A visit of PLUGH")

    def adopted(
        self, proposal: int, by: str = "edith", kind: str = "adopted", effective_on: date = EFFECTIVE, **named: Any
    ) -> int:
        """An adoption that waits for a second person."""
        recording = Recording(
            kind=kind,
            on_day=self.world.now.date() - timedelta(days=1),
            effective_on=effective_on,
            document_title="Decision 14",
            document_url="https://example.org/14",
            **named,
        )
        key: int = self.do(by, answers.record, proposal, recording).id
        return key

    def confirm(self, by: str, entry: int) -> None:
        self.do(by, answers.confirm, entry, Confirming())
