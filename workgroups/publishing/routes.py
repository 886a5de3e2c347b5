from collections.abc import Sequence

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workgroups.core import languages
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext, gettext_noop
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.publishing import (
    approvals,
    commands,
    differences,
    drafts,
    notices,
    outputs,
    policy,
    queries,
    snapshots,
)
from workgroups.publishing.forms import Approving, Marking, Overriding, SendingBack, Submitting, Withdrawing
from workgroups.publishing.kinds import Snapshot, kind_of, view_of
from workgroups.publishing.models import Edition, Mark, Output, Submission
from workgroups.web.endpoints import read, write
from workgroups.web.pages import Said, env, flash
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def index(visit: Visit, group: Group) -> Response:
    return visit.page(
        "publishing/index.html",
        group=group,
        zone=group.timezone,
        outputs=outputs.outputs(visit.work, group.id),
        may=visit.work.may(group, policy.submit),
    )


def prepare(visit: Visit, group: Group, kind: str, subject: int) -> Response:
    draft = drafts.draft(visit.work, group, kind, subject)
    return visit.page(
        "publishing/prepare.html",
        group=group,
        zone=group.timezone,
        draft=draft,
        gaps=queries.gaps(draft.kind, {"document": draft.document}),
        findings=drafts.findings(draft),
        standing=drafts.standing(visit.work, draft),
        language_words=differences.WORDS,
        **shown(visit, drafts.preview(visit.work, group, draft)),
        form=visit.form(commands.submit, **drafts.initial(draft)),
    )


def show(visit: Visit, output: Output) -> Response:
    group = groups.group_of(visit.work, output.group_id)
    return visit.page(
        "publishing/show.html",
        group=group,
        zone=group.timezone,
        output=output,
        kind=kind_of(output.kind),
        submissions=queries.submissions(visit.work, output.id),
        editions=queries.editions(visit.work, output.id),
        approvals=approvals.approvals(visit.work, output.id),
        may=visit.work.may(group, policy.submit),
        beside=links.beside(visit.work, output),
        commenting=visit.form(commenting_on(policy.OUTPUT)),
    )


def submission(visit: Visit, submission: Submission) -> Response:
    group, kind = groups.group_of(visit.work, submission.group_id), kind_of(submission.snapshot["kind"])
    return visit.page(
        "publishing/submission.html",
        group=group,
        zone=group.timezone,
        submission=submission,
        subject_id=queries.output_of(visit.work, submission).subject_id,
        kind=kind,
        reading=approvals.reading(visit.work, submission),
        findings=queries.findings(kind, submission),
        gaps=queries.gaps(kind, submission.snapshot),
        language_words=differences.WORDS,
        **shown(visit, submission.snapshot),
        approving=visit.form(commands.approve),
        sending=visit.form(commands.send_back),
        overriding=visit.form(commands.override),
        may=visit.work.may(submission, policy.approve, policy.send_back, policy.override),
        resubmitting=visit.work.may(group, policy.submit),
        beside=links.beside(visit.work, submission),
        commenting=visit.form(commenting_on(policy.SUBMISSION)),
    )


def edition(visit: Visit, edition: Edition, mark: int | None = None) -> Response:  # noqa: ARG001 - lifting comes back here
    group, marks = groups.group_of(visit.work, edition.group_id), queries.marks(visit.work, edition)
    return visit.page(
        "publishing/edition.html",
        group=group,
        zone=group.timezone,
        edition=edition,
        kind=kind_of(edition.snapshot["kind"]),
        marks=marks,
        parts=list(snapshots.parts(edition.snapshot["document"])),
        part_words={mark.part: snapshots.trail(edition.snapshot["document"], mark.part) for mark in marks},
        **shown(visit, edition.snapshot, marks),
        marking=visit.form(commands.mark),
        lifting=visit.form(commands.lift),
        withdrawing=visit.form(commands.withdraw),
        told=len(notices.table(visit.work.session, edition, visit.work.now, besides=visit.work.me)),
        may=visit.work.may(edition, policy.mark, policy.lift, policy.withdraw),
        beside=links.beside(visit.work, edition),
        commenting=visit.form(commenting_on(policy.EDITION)),
    )


def shown(visit: Visit, frozen: Snapshot, marks: Sequence[Mark] = ()) -> dict[str, object]:
    """The text itself as the public reads it, in the language asked for (`?in=fr`) or the reader's own."""
    asked = visit.query.get("in")
    lang = asked if asked in languages.LANGUAGES else languages.current()
    with languages.using(lang):
        template = env.get_template(kind_of(frozen["kind"]).template)
        zone = frozen["group"]["timezone"]
        html = template.render(view=view_of(frozen, marks), frozen=frozen, level=3, lang=lang, zone=zone)
    return {"text": Markup(html), "text_lang": lang}  # noqa: S704 - rendered from an escaping template just now


def onward(visit: Visit, edition: Edition | None) -> Response:
    """After an approval: to the edition that it published, or back, saying who has to approve too."""
    if edition:
        said = gettext("Edition %(number)s is public.", number=edition.number)
        return flash(
            RedirectResponse(url("publishing:edition", key=edition.id), 303), Said(said), secure=visit.site.secure
        )
    key = visit.request.path_params["key"]
    said = gettext("Approved. Nothing is public until the other co-chair approves the same text.")
    return flash(RedirectResponse(url("publishing:submission", key=key), 303), Said(said), secure=visit.site.secure)


routes: Sequence[Route] = [
    read("/groups/{key}/outputs", index, group_policy.see),
    read("/groups/{key}/outputs/{kind}/{subject:key}", prepare, policy.submit),
    write(
        "/groups/{key}/outputs/{kind}/{subject:key}/submissions",
        commands.submit,
        Submitting,
        back_to=prepare,
        then="publishing:submission",
        done=gettext_noop("Submitted. Both co-chairs hear of it by mail."),
    ),
    read("/outputs/{key:key}", show, policy.see),
    commenting("/outputs/{key:key}", policy.OUTPUT, back_to=show),
    read("/submissions/{key:key}", submission, policy.see_submission),
    write("/submissions/{key:key}/approvals", commands.approve, Approving, back_to=submission, then=onward),
    write(
        "/submissions/{key:key}/returning",
        commands.send_back,
        SendingBack,
        back_to=submission,
        done=gettext_noop("Returned. Whoever submitted it hears why by mail."),
    ),
    write(
        "/submissions/{key:key}/overriding",
        commands.override,
        Overriding,
        back_to=submission,
        done=gettext_noop("Overridden, with your reason on record."),
    ),
    commenting("/submissions/{key:key}", policy.SUBMISSION, back_to=submission),
    read("/editions/{key:key}", edition, policy.see_edition),
    write(
        "/editions/{key:key}/marks",
        commands.mark,
        Marking,
        back_to=edition,
        done=gettext_noop("Marked. The public sees at once that this is being checked."),
    ),
    write(
        "/editions/{key:key}/marks/{mark:key}/lifting",
        commands.lift,
        Nothing,
        back_to=edition,
        then="publishing:edition",
        done=gettext_noop("Lifted. The notice is gone from the public pages."),
    ),
    write(
        "/editions/{key:key}/withdrawal",
        commands.withdraw,
        Withdrawing,
        back_to=edition,
        done=gettext_noop("Withdrawn. The public reads the reason in its place."),
    ),
    commenting("/editions/{key:key}", policy.EDITION, back_to=edition),
]
