"""The proposals of a year: drafted, opened, answered by the seats, decided, and answered by the responsible body."""

from functools import partial
from typing import Any

from workgroups.core.forms import Nothing
from workgroups.core.work import Work
from workgroups.demo import forwarding, pathways
from workgroups.demo.meetings import on
from workgroups.demo.papers import written
from workgroups.demo.year import HOST, PROFESSION, Told, Year
from workgroups.links.papers.queries import papers_of
from workgroups.pathways.document import Pathway, Step, inserted, replaced, without
from workgroups.pathways.proposals import commands, deadlines, policy, queries
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers import reminders
from workgroups.pathways.proposals.answers.forms import Confirming, Recording
from workgroups.pathways.proposals.answers.models import ADOPTIONS, BodyEntry
from workgroups.pathways.proposals.authors import commands as authors
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.forms import Calling, Proposing, Withdrawing
from workgroups.pathways.proposals.forwarding.forms import Adapting
from workgroups.pathways.proposals.models import ARGUMENT, Proposal
from workgroups.pathways.proposals.positions import commands as positions
from workgroups.pathways.proposals.positions.forms import Answering, Stating, Transcribing
from workgroups.pathways.proposals.positions.models import Position
from workgroups.pathways.proposals.procedure.commands import lay_down
from workgroups.pathways.proposals.procedure.forms import Laying
from workgroups.pathways.proposals.verdicts import commands as verdicts
from workgroups.pathways.proposals.verdicts.forms import Deciding


def stage(year: Year) -> None:
    """Put every proposal of the year into the acts."""
    for order, row in enumerate(year.told["proposal"]):
        key = f"proposal:{row['key']}"
        language = row.get("language", "en")
        year.make(year.at(row["day"], 11, order), row["proposer"], key, partial(propose, year, row), language)
        year.act(year.at(row["day"], 12, order), row["proposer"], partial(say_what_changes, year, key, row), language)
        for seat in row.get("together", ()):
            naming = on(year, key, authors.name, NamingAuthor(seat=year.seat(seat).id))
            year.act(year.at(row["day"], 13, order), row["proposer"], naming, language)
        if "opened_day" in row:
            year.act(year.at(row["opened_day"], 12, order), row["proposer"], on(year, key, commands.open_up, Nothing()))
        if "withdrawn" in row:
            taken_back = on(year, key, commands.withdraw, Withdrawing(reason=row["withdrawn"]["reason"]))
            year.act(year.at(row["withdrawn"]["day"], 12, order), row["proposer"], taken_back)
        if "called" in row:
            called = row["called"]
            calling = on(year, key, commands.call, Calling(deadline=year.day(called["deadline"])))
            year.act(year.at(called["day"], 10, order), called["by"], calling)
            for away, hour in ((-3, 8), (1, 0), (1, 8)):
                year.pass_by(year.at(called["deadline"] + away, hour), deadlines.tick)
        hear(year, key, row)
        decide(year, key, row)
        for place, entry in enumerate(row.get("body_entry", ())):
            answer(year, key, f"{key}:{place}", entry)
    for week in range(-52, 1):
        year.pass_by(year.at(7 * week, 9), reminders.tick)


def propose(year: Year, row: Told, work: Work) -> Proposal:
    language = row.get("language", "en")
    said: dict[str, Any] = {
        f"title_{language}": row["title"],
        "reason": f"{row['summary'][language]}\n\n{row['reason']}",
        "pathway": year.made[f"{pathways.KEY}:{row['pathway']}" if "pathway" in row else pathways.KEY].id,
        "bodies": [year.cast.organisations[body].id for body in (row["body"], *row.get("beside", ()))],
    }
    said |= {name: row[name] for name in ("title_fr", *ARGUMENT) if name in row}
    if "after" in row:
        return forwarding.adapt(year, row["after"], Adapting(**said), work)
    proposing = Proposing(
        **said,
        barrier=year.made[f"barrier:{row['barrier']}"].id if "barrier" in row else None,
        decision=year.made[f"decision:{row['decision']}"].id if "decision" in row else None,
        other=year.made[f"proposal:{row['other']}"].id if "other" in row else None,
    )
    return commands.propose(work, year.group.slug, proposing)


def say_what_changes(year: Year, key: str, row: Told, work: Work) -> None:
    """The operations of the file make another pathway; what the proposal changes follows from that."""
    proposal = work.take(year.made[key].id, policy.edit, lock=True)
    target = queries.baseline(work, proposal)
    for operation in row["operation"]:
        target = changed(year, target, operation)
    commands.revise(work, proposal, target)


def changed(year: Year, document: Pathway, operation: Told) -> Pathway:
    """The document after one operation of the file. Raises `ValueError` for a step or option that is not there."""
    if operation["op"] == "add_step":
        return document.having(
            inserted(document.steps, pathways.step(year, operation["step"]), operation["after_step"])
        )
    step = document.step(operation["step"])
    if step is None:
        raise ValueError(f"there is no step {operation['step']}")
    if operation["op"] == "move_step":
        moved = step.model_copy(update={"stage": operation["stage"]})
        return document.having(inserted(without(document.steps, step.key), moved, operation["after_step"]))
    return document.having(replaced(document.steps, changed_step(year, step, operation)))


def changed_step(year: Year, step: Step, operation: Told) -> Step:
    match operation["op"]:
        case "change_step":
            return Step.model_validate(step.model_dump() | pathways.fields(year, operation["fields"]))
        case "add_option":
            return step.having((*step.options, pathways.option(year, operation["option"])))
        case "remove_option":
            return step.having(without(step.options, operation["option"]))
    option = step.option(operation["option"])
    if option is None:
        raise ValueError(f"there is no option {operation['option']}")
    values: dict[str, Any] = option.model_dump() | pathways.fields(year, operation["fields"])
    return step.having(replaced(step.options, type(option).model_validate(values)))


def hear(year: Year, key: str, row: Told) -> None:
    """How to deal with it, what the seats say, and the written answers to their concerns."""
    if told := row.get("procedure"):
        laying = Laying(way=told["way"], text=told["text"], shown_on=year.day(told["shown"]))
        year.act(year.at(told["day"], 12), told["by"], on(year, key, lay_down, laying))
    for order, said in enumerate(row.get("position", ())):
        said_so: dict[str, Any] = {
            "seat": year.seat(said["seat"]).id,
            "value": said["value"],
            "reason": said["text"],
            "resolved_by": said.get("resolves"),
            "mandate": "mandated" if said.get("mandated") else "personal",
            "mandated_on": year.day(said["resolved_day"]) if "resolved_day" in said else None,
            "answer_by": year.day(said["answer_by"]) if "answer_by" in said else None,
        }
        by, stated = said["seat"], on(year, key, positions.state, Stating(**said_so))
        if letter := said.get("from_letter"):
            by, stated = letter["by"], partial(transcribe, year, key, said_so, letter)
        year.make(year.at(said["day"], 13, order), by, f"{key}:{said['seat']}", stated)
    for order, given in enumerate(row.get("answer", ())):
        answering = on(year, f"{key}:{given['to']}", positions.answer, Answering(text=given["text"]))
        year.act(year.at(given["day"], 14, order), given["by"], answering)


def transcribe(year: Year, key: str, said_so: dict[str, Any], letter: Told, work: Work) -> Position:
    """The secretary records what a letter says for a seat."""
    proposal: Proposal = year.made[key]
    return positions.transcribe(work, proposal.id, Transcribing(**said_so, file=written(year, letter)))


def decide(year: Year, key: str, row: Told) -> None:
    """Both co-chairs decide the same."""
    settled = row.get("decided") or row.get("deferred")
    if settled is None:
        return
    first = settled["by"] if isinstance(settled["by"], str) else settled["by"][0]
    for order, chair in enumerate((first, PROFESSION if first == HOST else HOST)):
        act = partial(give_verdict, year, key, row["state"], settled)
        year.act(year.at(settled["day"], 14 + order), chair, act)


def give_verdict(year: Year, key: str, value: str, settled: Told, work: Work) -> None:
    proposal: Proposal = year.made[key]
    until = year.day(settled["until"]) if "until" in settled else None
    deciding = Deciding(digest=proposal.digest, value=value, reason=settled["reason"], until=until)
    verdicts.decide(work, proposal.id, deciding)


def answer(year: Year, proposal: str, key: str, entry: Told) -> None:
    """A dated entry of the responsible body, and the second person who confirms an adoption."""
    adopts = entry["kind"] in ADOPTIONS
    recording = Recording(
        body=year.cast.organisations[entry["body"]].id if "body" in entry else None,
        kind=entry["kind"],
        on_day=year.day(entry["day"]),
        note=None if adopts else entry["note"],
        promised_on=year.day(entry["promised_day"]) if "promised_day" in entry else None,
        effective_on=year.day(entry["effective_day"]) if adopts else None,
        document_title=entry["document"] if adopts else None,
        document_text=entry["note"] if adopts else None,
        operations=entry.get("operations", []),
    )
    year.make(year.at(entry["day"], 15), entry["by"], key, on(year, proposal, answers.record, recording))
    if "confirmed" in entry:
        second = entry["confirmed"]
        year.act(year.at(second["day"], 16), second["by"], partial(confirm, year, key))


def confirm(year: Year, key: str, work: Work) -> None:
    entry: BodyEntry = year.made[key]
    answers.confirm(work, entry.id, Confirming(papers=papers_of(work, entry)))
