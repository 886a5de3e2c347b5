"""The actions of a year: promised in and between meetings, moved, helped along, done, blocked or dropped."""

from dataclasses import dataclass
from functools import partial

from workgroups.actions import commands
from workgroups.actions.forms import AssigningFromItem, Promising, Updating
from workgroups.actions.models import Action, ActionState
from workgroups.core.work import Work
from workgroups.demo.year import HOST, PROFESSION, SECRETARY, Told, Year
from workgroups.links.commands import link
from workgroups.links.models import Relation

ARRANGING = (HOST, PROFESSION, SECRETARY)


@dataclass
class Moment:
    """What somebody says of an action on one day; what is None stays as it was."""

    day: int
    by: str
    state: ActionState | None = None
    text: str | None = None
    unblocked_by: str | None = None
    due: int | None = None
    language: str = "en"


def stage(year: Year) -> None:
    """Put every action of the year into the acts; meetings come first, because items give theirs a moment."""
    for order, row in enumerate(year.told["action"]):
        key = f"action:{row['key']}"
        year.tie(key, Relation.CONCERNS, row["links"])
        year.tie(key, Relation.FOLLOWS_FROM, [f"decision:{row['decision']}"] if "decision" in row else [])
        at = year.slots[f"item:{row['item']}"] if "item" in row else year.at(row["day"], 16, order)
        year.make(at, row["by"], key, partial(promise, year, row), row.get("language", "en"))
        for place, moment in enumerate(moments(row)):
            year.act(year.at(moment.day, 17, place), moment.by, partial(update, year, key, moment), moment.language)


def promise(year: Year, row: Told, work: Work) -> Action:
    """Out of an item, for another seat, or for one's own."""
    due = year.day(row["earlier_due"][0]["due"] if row["earlier_due"] else row["due"])
    assigning = AssigningFromItem(title=row["title"], due_on=due, seat=year.seat(row["seat"]).id)
    item = year.made[f"item:{row['item']}"] if "item" in row else None
    if row["by"] in ARRANGING:
        if item:
            return commands.assign_from_item(work, item.id, assigning)
        return commands.assign(work, year.group.slug, assigning)
    action = commands.promise(work, year.group.slug, Promising(title=row["title"], due_on=due))
    if item:
        link(work, action, Relation.TAKEN_IN, item)
    return action


def moments(row: Told) -> list[Moment]:
    """Everything that was said of an action, day by day."""
    began = None if row["state"] == "open" else ActionState.IN_PROGRESS
    found = [
        Moment(said["day"], said["by"], began, said["text"], language=said.get("language", "en"))
        for said in row["updates"]
    ]

    def on(day: int) -> Moment:
        same = next((moment for moment in found if moment.day == day), None)
        if same is None:
            same = Moment(day, row["seat"])
            found.append(same)
        return same

    later = [*(earlier["due"] for earlier in row["earlier_due"]), row["due"]][1:]
    for earlier, due in zip(row["earlier_due"], later, strict=True):
        on(earlier["changed"]).due = due
    if "done_day" in row:
        on(row["done_day"]).state = ActionState.DONE
    found.sort(key=lambda moment: moment.day)
    if halt := row.get("blocked") or row.get("dropped"):
        state = ActionState(row["state"])
        found.append(Moment(halt["day"], row["seat"], state, halt["reason"], halt.get("unblock")))
    return found


def update(year: Year, key: str, moment: Moment, work: Work) -> None:
    action: Action = year.made[key]
    updating = Updating(
        state=moment.state or action.state,
        text=moment.text,
        unblocked_by=moment.unblocked_by,
        due_on=action.due_on if moment.due is None else year.day(moment.due),
    )
    commands.update(work, action.id, updating)
