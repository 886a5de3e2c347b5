"""The pathway as something a group can publish."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlmodel import col

from workgroups.core.clock import today
from workgroups.core.languages import LanguageMap, format_day, gettext, gettext_noop
from workgroups.core.work import Work, reacts_to
from workgroups.groups.models import Group, Profession
from workgroups.links import queries as links
from workgroups.links.commands import link
from workgroups.links.models import Link, Relation
from workgroups.pathways import drawing, policy, queries
from workgroups.pathways.document import Conditions, Option, Step, required
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.measures import compared
from workgroups.pathways.models import Pathway
from workgroups.pathways.models import Step as StepRow
from workgroups.pathways.operations import (
    CHANGEABLE,
    AddOption,
    AddStep,
    Change,
    ChangeConditions,
    ChangeOption,
    ChangeStep,
    MoveStep,
    Operation,
    RemoveOption,
    RemoveStep,
    keys_of,
    read,
    typed,
)
from workgroups.pathways.phrases import LABELS
from workgroups.pathways.problems import structure, told
from workgroups.pathways.proposals.answers.models import ADOPTIONS, BodyEntry, Conflict
from workgroups.pathways.proposals.answers.policy import not_public_yet
from workgroups.pathways.proposals.models import Proposal
from workgroups.people import queries as people
from workgroups.publishing.events import EditionPublished, OutputSubmitted
from workgroups.publishing.kinds import ORDER, Called, Doubt, OutputKind, Place, Snapshot, register_kind
from workgroups.publishing.models import Edition, Output, Submission

TOLD = {
    *("type", "designation", "from_abroad", "moment", "delivery", "languages"),
    *("cost", "weeks", "valid_from", "facts"),
}
"""The fields whose values are said in words; the others are texts, or compared part by part."""

OTHER_LABELS = {
    "profession": gettext_noop("Profession"),
    "jurisdiction": gettext_noop("Jurisdiction"),
    "group": gettext_noop("The group"),
    "confirmations": gettext_noop("What the responsible body says"),
    "changed": gettext_noop("What changed by a proposal"),
    "steps": gettext_noop("Steps"),
    "url": gettext_noop("Web address"),
    "checked": gettext_noop("Last looked at on"),
} | dict.fromkeys(("after", "after_rule", "after_n"), LABELS["conditions"])
"""What places are called that are no fields of a pathway, step or option."""

RULES = {
    "all": gettext_noop("all of them"),
    "any": gettext_noop("any one of them"),
    "n_of": gettext_noop("a number of them"),
}

FOLLOWS = {
    "confirmations": {"en": "What the responsible bodies say", "fr": "Ce que disent les organismes responsables"},
    "changed": {"en": "From when changes hold", "fr": "Date d’entrée en vigueur des changements"},
}
"""What is kept beside the pathway and needs no proposal."""


def snapshot(work: Work, pathway: Pathway) -> Snapshot:
    """The working draft as it would be published, with what bodies confirmed and which proposals changed it."""
    group = work.session.get_one(Group, pathway.group_id)
    said = queries.confirmations(work, pathway.id)
    return {
        "profession": work.session.get_one(Profession, pathway.profession_id).slug,
        "jurisdiction": pathway.jurisdiction,
        "group": group.slug,
        "pathway": without_lineage(queries.document(work, pathway.id)).data(),
        "confirmations": {
            key: {"body": view.body, "on": today(view.at, group.timezone).isoformat(), "state": view.state.value}
            for key, view in said.items()
        },
        "changed": changed(work, pathway),
    }


def without_lineage(document: Document) -> Document:
    """The pathway as the public reads it: in whose place a step came is for the group."""
    return document.having(tuple(step.model_copy(update={"replaces": ()}) for step in document.steps))


def changed(work: Work, pathway: Pathway) -> dict[str, dict[str, Any]]:
    """By step: the adopted proposal that changed it last, and from when that holds.

    The step says the day: of several bodies each adopts from its own.
    """
    found = (
        select(col(StepRow.key), col(StepRow.content), col(Proposal.effective_on), col(Proposal.title))
        .join(Link, col(Link.from_id) == col(StepRow.id))
        .join(Proposal, col(Proposal.id) == col(Link.to_id))
        .where(
            col(StepRow.pathway_id) == pathway.id,
            col(Link.from_kind) == "Step",
            col(Link.to_kind) == "Proposal",
            col(Link.relation) == Relation.FOLLOWS_FROM,
            col(Proposal.adopted_at).is_not(None),
        )
        .order_by(col(Proposal.adopted_at), col(Proposal.id))
    )
    return {
        key: {"from": content.get("valid_from") or (day.isoformat() if day else None), "proposal": title}
        for key, content, day, title in work.rows(found)
    }


def covered(work: Work, pathway: Pathway, since: datetime | None) -> Mapping[Place, LanguageMap]:
    """Where proposals adopted since a moment, or put in by hand since, still stand as they were adopted, with the
    title of each.
    """
    found = select(Proposal, BodyEntry).join(BodyEntry, col(BodyEntry.proposal_id) == col(Proposal.id))
    found = found.where(
        col(Proposal.pathway_id) == pathway.id,
        col(BodyEntry.kind).in_(ADOPTIONS),
        col(BodyEntry.confirmed_at).is_not(None),
    )
    if since is not None:
        settled = exists().where(
            col(Conflict.proposal_id) == col(Proposal.id),
            col(Conflict.taken).is_(True),
            col(Conflict.resolved_at) > since,
        )
        found = found.where(or_(col(BodyEntry.confirmed_at) > since, settled))
    document = queries.document(work, pathway.id)
    places, days = dict(FOLLOWS), set[tuple[str, date | None]]()
    for proposal, entry in work.rows(found.order_by(col(BodyEntry.id))):
        every = read(proposal.operations)
        adopted = every if entry.operations is None else [every[place] for place in entry.operations]
        days |= {(key, entry.effective_on) for key in keys_of(adopted)}
        places |= dict.fromkeys(places_of(document, adopted, days), proposal.title)
    return places


def places_of(
    document: Document, operations: Sequence[Operation], days: Collection[tuple[str, date | None]]
) -> Iterator[Place]:
    """The places that stand as the operations want them; not those that were edited since.

    Every step that they touch says from when it holds, even when only one of its options changed: from one of the
    `days`, which adoptions said of each step.
    """
    dated = {step.key for step in document.steps if (step.key, step.valid_from) in days}
    yield from (f"pathway.steps.{key}.valid_from" for key in sorted(keys_of(operations) & dated))
    for operation in operations:
        match operation:
            case ChangeOption(key=key, option=option):
                yield from standing(document, operation, f"pathway.steps.{key}.options.{option}")
            case ChangeStep(key=key):
                yield from standing(document, operation, f"pathway.steps.{key}")
            case Change():
                yield from standing(document, operation, "pathway")
            case ChangeConditions(key=key) if operation.on(document).document == document:
                yield from (f"pathway.steps.{key}.{name}" for name in Conditions.model_fields)
            case MoveStep() if operation.on(document) == (document, ()):
                yield f"pathway.steps.{ORDER}"
            case AddStep(step=step) if step.key in dated and plain(document.step(step.key)) == plain(step):
                yield f"pathway.steps.{step.key}"
            case RemoveStep(step=step) if document.step(step.key) is None:
                yield f"pathway.steps.{step.key}"
            case AddOption(key=key, option=option) | RemoveOption(key=key, option=option) if operation.on(document) == (
                document,
                (),
            ):
                yield f"pathway.steps.{key}.options.{option.key}"


def standing(document: Document, operation: Change, place: Place) -> Iterator[Place]:
    """The fields of a change that stand as it wants them."""
    for name in operation.fields:
        one = {"fields": {name: operation.fields[name]}, "before": {name: operation.before[name]}}
        if operation.model_copy(update=one).on(document) == (document, ()):
            yield f"{place}.{name}"


def plain(step: Step | None) -> Step | None:
    """A step without the day from which it holds, which comes with its adoption, and without what was counted."""
    return step and required(step).model_copy(update={"valid_from": None})


def called(work: Work) -> Called:
    """The names of organisations, to which a step points as its body."""
    return {"body": {str(body.id): body.name for body in people.organisations(work)}}


def label(place: Place) -> str:
    """The words for the field at the end of a place; "" for what has a name of its own."""
    parts = place.split(".")
    if parts[0] in FOLLOWS:
        return gettext(OTHER_LABELS[parts[0]])
    known = LABELS.get(parts[-1]) or OTHER_LABELS.get(parts[-1])
    return gettext(known) if known and not is_item(parts) else ""


def is_item(parts: list[str]) -> bool:
    """Is the last part the key of a stage, step or option?"""
    return len(parts) > 1 and parts[-2] in {"stages", "steps", "options"}


def tell(place: Place, value: Any) -> str | None:
    """A value of a snapshot in words, None for what needs none."""
    parts = place.split(".")
    voice = drawing.voice_of(Document(title={}))
    if parts[0] == "confirmations" and len(parts) == 2 and isinstance(value, dict):
        day, body = format_day(datetime.fromisoformat(value["on"]).date()), voice.text(value["body"])
        words = {
            "confirmed": gettext("Confirmed by %(body)s, %(day)s", body=body, day=day),
            "disputed": gettext("Disputed by %(body)s, %(day)s", body=body, day=day),
        }
        return words[value["state"]]
    if parts[-1] in ("rule", "after_rule") and value in RULES:
        return gettext(RULES[value])
    name, of = parts[-1], Option if "options" in parts else Step
    if name not in TOLD or name not in CHANGEABLE[of] or is_item(parts):
        return None
    return voice.value(name, typed(of, name, value))


def doubt(before: Snapshot, now: Snapshot) -> Doubt | None:
    """The summary, where it stayed as it was although the figures of the route changed."""
    old, new = (Document.model_validate(side["pathway"]) for side in (before, now))
    figures = [figure for figure in compared(old, new) if figure.before != figure.after]
    same = {lang: text for lang, text in (new.summary or {}).items() if (old.summary or {}).get(lang) == text}
    return Doubt("pathway.summary", same, figures) if figures and same else None


def broken(now: Snapshot) -> list[tuple[LanguageMap, str]]:
    """What would keep a reader from following the pathway."""
    document = Document.model_validate(now["pathway"])
    return [(each.title, each.message) for each in told(document, structure(document))]


KIND = register_kind(
    OutputKind(
        name="pathway",
        word=gettext_noop("pathway"),
        place=1,
        model=Pathway,
        snapshot=snapshot,
        template="public/_pathway.html",
        title=lambda document: document["pathway"]["title"],
        label=label,
        see=policy.publishable,
        tell=tell,
        covered=covered,
        doubt=doubt,
        edit="pathways:edit",
        broken=broken,
        called=called,
        refers={"stage": "stages", "after": "steps"} | dict.fromkeys(FOLLOWS, "steps"),
    )
)


@reacts_to(OutputSubmitted)
def on_output_submitted(work: Work, _: OutputSubmitted, submission: Submission) -> None:
    """The submission is linked with the adopted proposals that no edition tells of yet."""
    output = work.session.get_one(Output, submission.output_id)
    for proposal in news_of(work, output, submission):
        link(work, submission, Relation.CONCERNS, proposal)


def news_of(work: Work, output: Output, submission: Submission) -> Sequence[Proposal]:
    """The adopted proposals that a submission of a pathway is the first to tell of, as they were adopted last."""
    if output.kind != KIND.name:
        return []
    found = select(Proposal).where(
        not_public_yet(), col(Proposal.pathway_id) == output.subject_id, col(Proposal.adopted_at) <= submission.at
    )
    return work.rows(found.order_by(col(Proposal.id))).scalars().all()


@reacts_to(EditionPublished)
def on_edition_published(work: Work, _: EditionPublished, edition: Edition) -> None:
    """The edition and its output are linked with the adopted proposals that it is the first to tell of."""
    output = work.session.get_one(Output, edition.output_id)
    submission = work.session.get_one(Submission, edition.submission_id)
    for proposal in news_of(work, output, submission):
        link(work, edition, Relation.PUBLISHES, proposal)
        if not links.between(work, output, proposal):
            link(work, output, Relation.PUBLISHES, proposal)
