"""Letters become text: a template below `templates/` with a block for the subject and one for the text."""

from workgroups.core import languages, markdown
from workgroups.core.outbox import Letter, Render
from workgroups.core.settings import Settings
from workgroups.web import pages
from workgroups.web.urls import url
from workgroups.web.visits import HOME_ZONE, Visit

env = pages.env.overlay(autoescape=False)
"""Mail is plain text: nothing in it is escaped."""

env.filters = pages.env.filters | {"localized": lambda texts: languages.pick(texts)[0], "markdown": markdown.plain}
env.globals = pages.env.globals | {"_": languages.gettext, "gettext": languages.gettext, "ngettext": languages.ngettext}


def renderer(settings: Settings) -> Render:
    """The worker's way to words: letter -> (subject, text) in the reader's language."""

    def link(name: str, **params: object) -> str:
        return settings.public_url.rstrip("/") + url(name, **params)

    def render(letter: Letter) -> tuple[str, str]:
        words = {"zone": HOME_ZONE, **letter.context, "link": link, "lang": letter.language}
        with languages.using(letter.language):
            template = env.get_template(letter.template)
            subject = "".join(template.blocks["subject"](template.new_context(words)))
            return " ".join(subject.split()), template.render(words).strip() + "\n"

    return render


def preview(visit: Visit, letter: Letter) -> tuple[str, str]:
    """Subject and text of a letter that has not left yet, in the language of whoever is about to send it."""
    return renderer(visit.site.settings)(letter._replace(language=languages.current()))
