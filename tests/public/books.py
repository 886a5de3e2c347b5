"""A small library of editions made by hand, for the tests of the public pages."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.pathways.documents import PHARMACY
from workgroups.core import canonical
from workgroups.groups.models import Profession
from workgroups.public.library import EditionView, Library, MarkView
from workgroups.publishing import snapshots
from workgroups.publishing.kinds import KINDS
from workgroups.publishing.models import EditionState

FIRST = datetime(2026, 3, 2, 15, tzinfo=UTC)

FRAME = {
    "slug": "pharmacy",
    "name": {"en": "Falls Pharmacy", "fr": "Pharmacie des Chutes"},
    "jurisdiction": "CA-NS",
    "timezone": "America/Halifax",
    "professions": ["pharmacy"],
}
ABOUT = {"profession": "pharmacy", "jurisdiction": "CA-NS", "group": "pharmacy"}

PATHWAY: dict[str, Any] = {
    **ABOUT,
    "pathway": PHARMACY.data(),
    "confirmations": {"documents": {"body": {"en": "Examining Board"}, "on": "2026-01-09", "state": "confirmed"}},
    "changed": {},
}
CAREERS: dict[str, Any] = {
    **ABOUT,
    "title": {"en": "Other careers of a pharmacist", "fr": "D’autres carrières en pharmacie"},
    "intro": {"en": "They run beside the licence.", "fr": "Elles avancent à côté du permis."},
    "careers": [
        {
            "key": "drug-officer",
            "title": {"en": "Drug assessment officer", "fr": "Agent d’évaluation"},
            "relation": "related_field",
            "horizon": "end_goal",
            "skills_use": "most",
            "regulation": {"CA-NS": "not_regulated"},
            "upgrading": "none",
            "why": {"en": "Public bodies weigh evidence.", "fr": "Des organismes publics pèsent les preuves."},
            "shared": [{"en": "Pharmacology", "fr": "Pharmacologie"}],
            "missing": [
                {"what": {"en": "Drug plans", "fr": "Régimes"}, "closes": {"en": "Reading", "fr": "Lecture"}},
                {"what": {"en": "Short advice", "fr": "Avis brefs"}, "closes": None},
            ],
            "stages": ["before_arrival"],
            "note": {"en": "Federal posts differ.", "fr": "Les postes fédéraux diffèrent."},
        },
        {
            "key": "assistant",
            "title": {"en": "Pharmacy assistant", "fr": "Aide en pharmacie"},
            "relation": None,
            "horizon": None,
            "skills_use": None,
            "regulation": {},
            "upgrading": None,
            "why": {"en": "In the shop from day one.", "fr": "En officine dès le premier jour."},
            "shared": [],
            "missing": [],
            "stages": [],
            "note": {},
        },
    ],
}
OUTCOME: dict[str, Any] = {
    **ABOUT,
    "kind": "barrier_removed",
    "what": {"en": "The internship may be in the community.", "fr": "Le stage peut se faire en officine."},
    "why": {"en": "Hospital places were few.", "fr": "Les places à l’hôpital étaient rares."},
    "on": "2026-03-01",
    "reached": 40,
    "evidence": {"en": "Bylaw 12"},
}
REPORTED: dict[str, Any] = {
    **ABOUT,
    "kind": "programme_launched",
    "what": {"en": "A skills lab runs.", "fr": "Un laboratoire fonctionne."},
    "why": {},
    "reported": {"en": "reported about 2013", "fr": "relevé vers 2013"},
    "reached": None,
    "evidence": {},
}
PROFILE: dict[str, Any] = {
    "group": "pharmacy",
    "jurisdiction": "CA-NS",
    "name": FRAME["name"],
    "profile": {"en": "We look at *each* step.", "fr": "Nous examinons chaque étape."},
    "seats": [
        {
            "key": "seat-1",
            "label": {"en": "Host"},
            "role": "co_chair_host",
            "stakeholder_type": "settlement_organisation",
            "organisation": {"en": "Harbour Settlement"},
        },
        {
            "key": "seat-2",
            "label": {"en": "Regulator"},
            "role": "member",
            "stakeholder_type": "regulatory_body",
            "organisation": None,
        },
    ],
}
SUMMARY: dict[str, Any] = {
    "jurisdiction": "CA-NS",
    "group": "pharmacy",
    "on": "2026-03-01",
    "title": {"en": "Meeting of 1 March 2026", "fr": "Réunion du 1er mars 2026"},
    "came": [{"key": "employer", "came": 1}],
    "items": [{"key": "item-1", "title": {"en": "Fees"}, "text": {"en": "They stay."}, "decisions": []}],
}

PROFESSIONS = (
    Profession(
        slug="pharmacy",
        name={"en": "Pharmacist", "fr": "Pharmacien ou pharmacienne"},
        noc=["31120"],
        regulation={"CA-NS": "regulated"},
        responsible_bodies=[{"en": "Pharmacy regulator"}],
        associations=[{"en": "Association"}],
        other_titles=[{"en": "Druggist"}],
        close_to=["technician", "unknown"],
        facts=[{"en": "Reported in 2013."}],
    ),
    Profession(slug="technician", name={"en": "Pharmacy technician"}),
)


class Books:
    """Editions in the order in which they are published, one day after another."""

    def __init__(self) -> None:
        self.editions: list[EditionView] = []

    def publish(self, output: int, kind: str, document: dict[str, Any], **more: Any) -> EditionView:
        """Add the next edition of an output; the one before it is superseded."""
        number = 1 + sum(one.output_id == output for one in self.editions)
        at = FIRST + timedelta(days=len(self.editions))
        self.editions = [
            replaced(one, state=EditionState.SUPERSEDED, closed_at=at)
            if one.output_id == output and one.state is EditionState.CURRENT
            else one
            for one in self.editions
        ]
        about = {"reason": {"en": "Why.", "fr": "Pourquoi."}, "significance": "major", "unreviewed": ["fr"]}
        about |= more.pop("about", {})
        frozen = snapshots.frozen(kind, FRAME | more.pop("frame", {}), deepcopy(document), **about)
        made = EditionView(
            id=len(self.editions) + 1,
            output_id=output,
            number=number,
            title=KINDS[kind].title(frozen["document"]),
            frozen=frozen,
            digest=canonical.digest(frozen),
            seats=[{"en": "Host"}, {"en": "Leader of the profession"}],
            state=EditionState.CURRENT,
            published_at=at,
            closed_at=None,
            reason={},
            marks=more.pop("marks", []),
        )
        self.editions.append(made)
        return made

    def withdraw(self, edition: EditionView) -> None:
        reason = {"en": "A fee was wrong."}
        gone = replaced(edition, state=EditionState.WITHDRAWN, closed_at=FIRST + timedelta(days=90), reason=reason)
        self.editions = [gone if one.id == edition.id else one for one in self.editions]

    def library(self, *, sample: bool = True) -> Library:
        return Library(self.editions, PROFESSIONS, sample)


def replaced(edition: EditionView, **values: Any) -> EditionView:
    return EditionView(**{name: values.get(name, getattr(edition, name)) for name in edition.__dataclass_fields__})


def mark(output: int, edition: int, part: str) -> MarkView:
    return MarkView(output, edition, part, {"en": "We are checking the fee.", "fr": "Nous vérifions."}, FIRST)


def full() -> Books:
    """Everything a profession can have, the pathway in its second edition."""
    books = Books()
    books.publish(1, "pathway", PATHWAY)
    changed = deepcopy(PATHWAY)
    internship = next(step for step in changed["pathway"]["steps"] if step["key"] == "internship")
    internship["setting"] = {"en": "community only", "fr": "officine seulement"}
    changed["changed"] = {
        "internship": {"from": "2026-12-01", "proposal": {"en": "Intern in the community", "fr": "Stage en officine"}},
        "documents": {"from": None, "proposal": {"en": "Fewer papers"}},
    }
    changed["confirmations"]["internship"] = {"body": {"en": "Regulator"}, "on": "2026-03-01", "state": "disputed"}
    books.publish(1, "pathway", changed)
    books.publish(2, "careers", CAREERS)
    books.publish(3, "outcome", OUTCOME)
    books.publish(4, "outcome", REPORTED)
    books.publish(5, "profile", PROFILE)
    return books
