"""What the pages of a working draft show of it."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from workgroups.core.clock import today
from workgroups.core.languages import LANGUAGES, LanguageMap, format_day, gettext
from workgroups.pathways import commands, queries
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.document import Step
from workgroups.pathways.models import Pathway
from workgroups.pathways.phrases import LABELS
from workgroups.pathways.problems import Told, advice, problems, told
from workgroups.pathways.queries import ConfirmationView, Draft
from workgroups.publishing.snapshots import gaps
from workgroups.web.forms import FormState
from workgroups.web.pages import localized
from workgroups.web.urls import url
from workgroups.web.visits import Visit

STAGE_VERBS = {verb.name for verb in (commands.rename_stage, commands.move_stage, commands.remove_stage)}


def marks(visit: Visit, pathway: Pathway, draft: Draft, zone: str) -> dict[str, dict[str, Any]]:
    """What each station of the working draft shows besides its step: where its page is, who confirmed it."""
    said, bodies = queries.confirmations(visit.work, pathway.id), queries.bodies(visit.work, pathway.id)
    found: dict[str, dict[str, Any]] = {}
    for step in draft.document.steps:
        known = said.get(step.key)
        found[step.key] = {"href": url("steps:show", key=draft.ids[step.key])}
        if step.body in bodies:
            found[step.key] |= {
                "confirmed": confirmed(known, localized(bodies[step.body]), zone),
                "confirmed_ok": bool(known and known.is_confirmed),
            }
    return found


def confirmed(known: ConfirmationView | None, body: str, zone: str) -> str:
    """What a responsible body says of a step, in one line."""
    if known is None:
        return gettext("Not yet confirmed by %(body)s", body=body)
    day = format_day(today(known.at, zone))
    if known.is_confirmed:
        return gettext("Confirmed by %(body)s, %(day)s", body=body, day=day)
    return gettext("Disputed by %(body)s, %(day)s", body=body, day=day)


def noted(document: Document, on: date, key: str | None = None) -> dict[str, list[Told]]:
    """What is to be put right in a document, or in the step with this key, and what is worth a look on this day."""
    found = {"problems": problems(document), "advice": advice(document, on)}
    return {
        name: told(document, [problem for problem in each if key in {None, problem.step}])
        for name, each in found.items()
    }


class Untranslated(NamedTuple):
    """What one language lacks in a step, or in the pathway itself where `step` is None."""

    title: LanguageMap
    step: int | None
    lang: str
    labels: list[str]


def untranslated(draft: Draft) -> list[Untranslated]:
    """The texts that stand in one language only, along the pathway."""
    whole = draft.document
    parts: list[tuple[Document | Step, int | None]] = [(whole, None)]
    parts += [(step, draft.ids[step.key]) for step in whole.steps]
    found: dict[tuple[int | None, str], Untranslated] = {}
    for part, row in parts:
        data = part.model_copy(update={"steps": ()}).data()
        for place, lang in gaps({name: value for name, value in data.items() if name != "replaces"}):
            labels = found.setdefault((row, lang), Untranslated(part.title, row, lang, [])).labels
            words = gettext(LABELS[place.partition(".")[0]])
            labels += [words] if words not in labels else []
    return list(found.values())


def described(visit: Visit, pathway: Pathway, document: Document) -> FormState:
    """The form of title, summary and destination; after a conflict with what stands now."""
    form = visit.form(commands.describe, pathway)
    now = {
        f"{name}_{language}": (getattr(document, name) or {}).get(language)
        for name in ("title", "summary", "destination")
        for language in LANGUAGES
    }
    if form is not visit.failed:
        return replace(form, values=now)
    form.saved = now if visit.status == 409 else {}
    return form


def stage_form(visit: Visit, key: str, title: LanguageMap) -> FormState:
    """The form of one stage: as it failed when it was this one, or with its title."""
    failed = visit.failed
    values = {f"title_{language}": text for language, text in title.items()}
    if failed and failed.of[0] in STAGE_VERBS and failed.values.get("stage") == key:
        return replace(failed, values=values | dict(failed.values), prefix=f"{key}-")
    return FormState(values=values, prefix=f"{key}-")
