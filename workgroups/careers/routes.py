from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.careers import commands, policy, queries, words
from workgroups.careers.forms import Declining, Describing, Introducing, Proposing, typed
from workgroups.careers.models import Career, CareerList
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop, pick
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, Profession
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.publishing import differences, drafts
from workgroups.publishing.policy import submit
from workgroups.web.endpoints import read, write
from workgroups.web.forms import FormState
from workgroups.web.visits import Visit

SEVERAL = ("regulation", "stages")
"""Fields that hold several values."""


def index(visit: Visit, group: Group) -> Response:
    served = groups.professions_of(visit.work, group.id)
    asked = [profession for profession in served if profession.slug == visit.query.get("profession")]
    profession = (asked or served)[0]
    return page(visit, group, profession, queries.list_for(visit.work, group.id, profession.id))


def listed(visit: Visit, career_list: CareerList) -> Response:
    group = groups.group_of(visit.work, career_list.group_id)
    return page(visit, group, queries.served_by(visit.work, career_list), career_list)


def page(visit: Visit, group: Group, profession: Profession, career_list: CareerList | None) -> Response:
    """The list that a group keeps for one of its professions, begun or not."""
    work = visit.work
    return visit.page(
        "careers/index.html",
        group=group,
        zone=group.timezone,
        words=words,
        professions=groups.professions_of(work, group.id),
        profession=profession,
        list=career_list,
        may=work.may(group, policy.propose, policy.add, submit),
        **(begun(visit, group, career_list) if career_list else {"careers": []}),
    )


def begun(visit: Visit, group: Group, career_list: CareerList) -> dict[str, Any]:
    """What stands on a list, beside it, and of it in public."""
    draft = drafts.draft(visit.work, group, queries.KIND.name, career_list.id)
    return {
        "careers": queries.careers(visit.work, career_list.id),
        "draft": draft,
        "findings": drafts.findings(draft),
        "language_words": differences.WORDS,
        "beside": links.beside(visit.work, career_list),
        "commenting": visit.form(commenting_on(policy.LISTS)),
    }


def introduction(visit: Visit, career_list: CareerList) -> Response:
    return visit.page(
        "careers/introduction.html",
        group=(group := groups.group_of(visit.work, career_list.group_id)),
        zone=group.timezone,
        list=career_list,
        form=visit.form(commands.introduce, career_list),
    )


def new(visit: Visit, group: Group) -> Response:
    may = visit.work.may(group, policy.add)
    served = groups.professions_of(visit.work, group.id)
    asked = next((row.id for row in served if row.slug == visit.query.get("profession")), served[0].id)
    form = visit.form(commands.add if may else commands.propose, profession=asked)
    return visit.page("careers/new.html", form=several(form), may=may, served=choices(served), **around(visit, group))


def show(visit: Visit, career: Career) -> Response:
    group = groups.group_of(visit.work, career.group_id)
    return visit.page(
        "careers/show.html",
        group=group,
        zone=group.timezone,
        words=words,
        career=career,
        list=queries.list_of(visit.work, career),
        proposer=queries.proposer(visit.work, career),
        leads_to=queries.profession_of(visit.work, career),
        accepting=visit.form(commands.accept, career),
        declining=visit.form(commands.decline).under("decline-"),
        may=visit.work.may(career, policy.edit, policy.accept, policy.decline),
        beside=links.beside(visit.work, career),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


def edit(visit: Visit, career: Career) -> Response:
    group = groups.group_of(visit.work, career.group_id)
    now = typed(career)
    form = visit.form(commands.describe, career, **now)
    if form.saved:
        form = replace(form, saved={**form.saved, **now})
    return visit.page("careers/edit.html", career=career, form=several(form), **around(visit, group))


def several(form: FormState) -> FormState:
    """The form with its lists in one order, so that what was typed can be compared with what was saved."""

    def sorted_lists(values: Mapping[str, Any]) -> dict[str, Any]:
        given = {name: values.get(name) or [] for name in SEVERAL}
        lists = {name: sorted(filter(None, [v] if isinstance(v, str) else v)) for name, v in given.items()}
        return {**values, **lists}

    saved = sorted_lists(form.saved) if form.saved else {}
    return replace(form, values=sorted_lists(form.values), saved=saved)


def around(visit: Visit, group: Group) -> dict[str, Any]:
    """What every page with the long form needs beside it."""
    return {
        "group": group,
        "zone": group.timezone,
        "words": words,
        "options": words.options(),
        "known": choices(groups.professions(visit.work)),
    }


def choices(professions: Sequence[Profession]) -> list[tuple[int, str]]:
    return [(profession.id, pick(profession.name)[0]) for profession in professions]


routes: Sequence[Route] = [
    read("/groups/{key}/careers", index, group_policy.see),
    read("/groups/{key}/careers/new", new, policy.propose),
    write(
        "/groups/{key}/careers", commands.add, Proposing, back_to=new, then="careers:show",
        done=gettext_noop("Added to the working draft."),
    ),
    write(
        "/groups/{key}/careers/proposals", commands.propose, Proposing, back_to=new, then="careers:show",
        done=gettext_noop("Proposed. The co-chairs and the secretary hear of it."),
    ),
    read("/career-lists/{key:key}", listed, policy.see_list),
    read("/career-lists/{key:key}/edit", introduction, policy.introduce),
    write(
        "/career-lists/{key:key}/introduction", commands.introduce, Introducing, back_to=introduction,
        then="careers:listed", done=gettext_noop("Saved."),
    ),
    commenting("/career-lists/{key:key}", policy.LISTS, back_to=listed),
    read("/careers/{key:key}", show, policy.see),
    read("/careers/{key:key}/edit", edit, policy.edit),
    write(
        "/careers/{key:key}/description", commands.describe, Describing, back_to=edit, then="careers:show",
        done=gettext_noop("Saved."),
    ),
    write(
        "/careers/{key:key}/acceptance", commands.accept, Nothing, back_to=show,
        done=gettext_noop("Accepted. It is on the working draft."),
    ),
    write(
        "/careers/{key:key}/refusal", commands.decline, Declining, back_to=show,
        done=gettext_noop("Declined, with your reason."),
    ),
    commenting("/careers/{key:key}", policy.KIND, back_to=show),
]  # fmt: skip
