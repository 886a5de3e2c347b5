"""The pages on which one says, step by step, what something changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.errors import NotFound
from workgroups.core.forms import Form, Nothing
from workgroups.core.languages import gettext_noop, pick
from workgroups.core.work import Command
from workgroups.pathways import drawing
from workgroups.pathways.document import Pathway, Step
from workgroups.pathways.phrases import WORDS
from workgroups.pathways.problems import told
from workgroups.pathways.proposals import queries
from workgroups.pathways.proposals.forms import AddingStep, Dropping, Placing
from workgroups.pathways.proposals.operations.commands import Edited, Editor
from workgroups.pathways.proposals.operations.telling import left_out
from workgroups.pathways.proposals.renditions import by_operation
from workgroups.pathways.steps.editing import choices, form_of, meanwhile
from workgroups.pathways.steps.forms import Describing, Offering
from workgroups.web.endpoints import read, write
from workgroups.web.pages import localized
from workgroups.web.reading import Handler
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def step_of(document: Pathway, key: str) -> Step:
    """The step that an address names. Raises `NotFound`."""
    step = document.step(key)
    if step is None:
        raise NotFound
    return step


def ways(document: Pathway) -> dict[str, dict[str, Any]]:
    """By step: the options that it has, as (key, title)."""
    return {
        step.key: {"ways": [(option.key, localized(option.title)) for option in step.options]}
        for step in document.steps
    }


@dataclass(frozen=True, eq=False)
class Pages:
    """The pages of one kind of thing, which live below its own page.

    `room` is the first part of the names of their routes; `about` says what each page shows of the thing itself.
    """

    room: str
    path: str
    editor: Editor
    renew: Command[Any, Any]
    about: Callable[[Visit, Any], dict[str, Any]]

    def page(self, visit: Visit, name: str, row: Any, **context: Any) -> Response:
        about = self.about(visit, row)
        return visit.page(f"operations/{name}.html", room=self.room, row=row, **about, **context)

    def edited(self, visit: Visit, row: Any) -> Edited:
        return self.editor.of.edited(visit.work, row)

    def show(self, visit: Visit, row: Any) -> Response:
        edited, now = self.edited(visit, row), self.editor.of.now(visit.work, row)
        bodies = queries.body_names(visit.work, edited.base, edited.target)
        return self.page(
            visit,
            "show",
            row,
            sentences=by_operation(edited.base, edited.operations, bodies),
            outline=drawing.stages(edited.target, ways(edited.target), localized, detailed=()),
            problems=told(edited.target, edited.broken),
            edits={key: url(f"{self.room}:edit", key=row.id, step=key) for key in edited.target.keys},
            left_out=left_out(now, edited.base, edited.operations) if edited.base != now else [],
            is_current=edited.base == now,
            dropping=visit.form(self.editor.drop, row),
            renewing=visit.form(self.renew, row),
        )

    def edit(self, visit: Visit, row: Any, step: str) -> Response:
        edited = self.edited(visit, row)
        now = step_of(edited.target, step)
        form = form_of(visit, self.editor.change_step, row, now)
        told = meanwhile(visit, form, edited.target, now)
        chosen = choices(visit, edited.target, edited.removed, step)
        return self.page(visit, "edit", row, now=now, form=form, meanwhile=told, choices=chosen)

    def new(self, visit: Visit, row: Any) -> Response:
        edited = self.edited(visit, row)
        behind = edited.target.keys[-1] if edited.target.steps else None
        form = visit.form(self.editor.add_step, designation="required", cost_currency="CAD", behind=behind)
        chosen = choices(visit, edited.target, edited.removed)
        return self.page(visit, "new", row, now=None, form=form, meanwhile={}, choices=chosen)

    def place(self, visit: Visit, row: Any, step: str) -> Response:
        document = self.edited(visit, row).target
        now = step_of(document, step)
        form = visit.form(self.editor.move_step, row, behind=document.behind(now))
        removing = visit.form(self.editor.remove_step, row)
        steps = [(other.key, pick(other.title)[0]) for other in document.within(now.stage) if other != now]
        later = [other.title for other in document.steps if step in other.after]
        return self.page(visit, "place", row, now=now, form=form, removing=removing, steps=steps, later=later)

    def new_option(self, visit: Visit, row: Any, step: str) -> Response:
        now = step_of(self.edited(visit, row).target, step)
        form = form_of(visit, self.editor.add_option, row, None)
        return self.page(visit, "new_option", row, now=now, form=form, words=WORDS)

    def option(self, visit: Visit, row: Any, step: str, option: str) -> Response:
        now = step_of(self.edited(visit, row).target, step)
        way = now.option(option)
        if way is None:
            raise NotFound
        form = form_of(visit, self.editor.change_option, row, way)
        removing = visit.form(self.editor.remove_option, row)
        return self.page(visit, "option", row, now=now, option=way, form=form, removing=removing, words=WORDS)

    def back(self, visit: Visit, _: object) -> str:
        return url(f"{self.room}:show", key=visit.request.path_params["key"])

    def reads(self, path: str, handler: Handler) -> Route:
        return read(f"{self.path}/{path}", handler, self.editor.of.edit, name=f"{self.room}:{handler.__name__}")

    def change(self, path: str, command: Command[Any, Any], form: type[Form], back_to: Handler) -> Route:
        """A change to what it changes."""
        return write(
            f"{self.path}/{path}", command, form, back_to=back_to, then=self.back,
            name=f"{self.room}:{command.do.__name__}",
            done=gettext_noop("Saved. This is what it changes now."),
        )  # fmt: skip

    def routes(self) -> Sequence[Route]:
        verbs = self.editor
        return [
            self.reads("operations", self.show),
            self.reads("steps/new", self.new),
            self.reads("steps/{step}/edit", self.edit),
            self.reads("steps/{step}/place", self.place),
            self.reads("steps/{step}/options/new", self.new_option),
            self.reads("steps/{step}/options/{option}/edit", self.option),
            self.change("steps", verbs.add_step, AddingStep, self.new),
            self.change("steps/{step}", verbs.change_step, Describing, self.edit),
            self.change("steps/{step}/place", verbs.move_step, Placing, self.place),
            self.change("steps/{step}/removal", verbs.remove_step, Nothing, self.place),
            self.change("steps/{step}/options", verbs.add_option, Offering, self.new_option),
            self.change("steps/{step}/options/{option}", verbs.change_option, Offering, self.option),
            self.change("steps/{step}/options/{option}/removal", verbs.remove_option, Nothing, self.option),
            self.change("operations/removal", verbs.drop, Dropping, self.show),
            self.change("baseline", self.renew, Nothing, self.show),
        ]
