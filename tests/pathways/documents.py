"""Small pathways for the tests: one that a reader understands, and strategies that make odd ones."""

import itertools
from datetime import date

from hypothesis import strategies as st

from workgroups.pathways.document import (
    DESIGNATIONS,
    RULES,
    Cost,
    Fact,
    Former,
    Option,
    Pathway,
    Source,
    Stage,
    Step,
    Weeks,
)

PHARMACY = Pathway.model_validate(
    {
        "title": {"en": "Becoming a pharmacist", "fr": "Devenir pharmacien"},
        "stages": [
            {"key": "before", "title": {"en": "Before you apply", "fr": "Avant la demande"}},
            {"key": "practice", "title": {"en": "Practical training", "fr": "Formation pratique"}},
        ],
        "steps": [
            {
                "key": "documents",
                "title": {"en": "Send documents", "fr": "Faire envoyer vos documents"},
                "stage": "before",
                "type": "document",
                "from_abroad": "yes",
                "cost": {"min_cents": 50000, "max_cents": 70000, "currency": "CAD"},
                "weeks": {"min": 6, "max": 12},
                "documents": [{"en": "Degree"}, {"en": "Letter of standing"}],
            },
            {
                "key": "language",
                "title": {"en": "Show your French", "fr": "Démontrer votre français"},
                "stage": "before",
                "type": "language",
                "from_abroad": "yes",
                "cost": {"min_cents": 30000, "max_cents": 40000, "currency": "CAD"},
            },
            {
                "key": "lab",
                "title": {"en": "Skills lab", "fr": "Se préparer au laboratoire"},
                "stage": "practice",
                "type": "course",
                "designation": "optional",
                "weeks": {"min": 50, "max": 60},
                "cost": {"min_cents": 10000, "max_cents": 10000, "currency": "USD"},
            },
            {
                "key": "internship",
                "title": {"en": "Complete the internship", "fr": "Faire le stage"},
                "stage": "practice",
                "type": "supervised_practice",
                "setting": {"en": "hospital and community", "fr": "hôpital et officine"},
                "body": 3,
                "from_abroad": "no",
                "after": ["documents"],
                "weeks": {"min": 30, "max": 44},
                "options": [
                    {"key": "full-time", "title": {"en": "Full time"}, "type": "supervised_practice"},
                    {
                        "key": "part-time",
                        "title": {"en": "Part time"},
                        "type": "supervised_practice",
                        "weeks": {"min": 60, "max": 80},
                    },
                ],
            },
            {
                "key": "register",
                "title": {"en": "Register", "fr": "S’inscrire"},
                "stage": "practice",
                "type": "registration",
                "after": ["internship", "language"],
                "cost": {"min_cents": 20000, "max_cents": 20000, "currency": "CAD"},
                "weeks": {"min": 1, "max": 2},
            },
        ],
    }
)


def having(key: str, **fields: object) -> Pathway:
    """The pharmacy pathway with other fields in one step."""
    return edited(PHARMACY, key, **fields)


def edited(document: Pathway, key: str, **fields: object) -> Pathway:
    steps = [
        Step.model_validate({**step.model_dump(), **fields}) if step.key == key else step for step in document.steps
    ]
    return document.having(tuple(steps))


KEYS = ["a", "b", "c", "d", "e"]

# Few values and one draw for each field: what matters is which fields, steps and orders differ.
texts = st.sampled_from([{"en": "one"}, {"en": "two words", "fr": "deux mots"}, {"fr": "été"}])
optional_texts = st.sampled_from([None, {"en": "one"}, {"en": "one", "fr": "un"}])
weeks = st.sampled_from([None, Weeks(min=0, max=2), Weeks(min=3, max=3), Weeks(min=1, max=9)])
costs = st.sampled_from(
    [
        None,
        *(Cost(min_cents=100, max_cents=most, currency=of) for most in (100, 700) for of in ("CAD", "USD")),
    ]
)
sources = st.sampled_from([None, Source(title={"en": "Law"}, url="https://example.org", checked=date(2026, 5, 1))])
WAYS = [
    Option(key="x", title={"en": "one"}, type="course", weeks=Weeks(min=2, max=4)),
    Option(key="y", title={"en": "two"}, type="course", condition={"fr": "été"}),
    Option(key="z", title={"en": "three"}, type="credential", cost=Cost(min_cents=0, max_cents=5, currency="USD")),
]
FACTS = tuple(Fact(kind="places", on=date(2026, month, 1), value=month, source={"en": "Count"}) for month in (1, 9))
FORMER = (Former(key="old", title={"en": "Old"}), Former(key="older", title={"fr": "Ancien"}))
options = st.sampled_from([(), (), *itertools.permutations(WAYS[:2]), *itertools.permutations(WAYS)]).flatmap(
    lambda ways: st.sampled_from([ways, tuple(way.model_copy(update={"note": {"en": "new"}}) for way in ways)])
)


@st.composite
def steps(draw: st.DrawFn, key: str, after: list[str]) -> Step:
    """A step that may come after one or two of these."""
    choices = [(), *itertools.combinations(after, 1), *itertools.combinations(after, 2)]
    before, ways = draw(st.sampled_from(choices)), draw(options)
    after_rule, rule = (
        draw(st.sampled_from(RULES)) if before else "all",
        draw(st.sampled_from(RULES)) if ways else "any",
    )
    return Step(
        key=key,
        title=draw(texts),
        stage=draw(st.sampled_from(["s", "t"])),
        type="course",
        designation=draw(st.sampled_from(DESIGNATIONS)),
        setting=draw(optional_texts),
        body=draw(st.sampled_from([None, 1])),
        from_abroad=draw(st.sampled_from([None, "yes", "part", "no"])),
        after=before,
        after_rule=after_rule,
        after_n=len(before) if after_rule == "n_of" else None,
        options=ways,
        rule=rule,
        n=1 if rule == "n_of" else None,
        cost=draw(costs),
        weeks=draw(weeks),
        delivery=draw(st.sampled_from([None, "online"])),
        languages=draw(st.sampled_from([(), ("en",), ("en", "fr")])),
        facts=draw(st.sampled_from([(), FACTS[:1], FACTS])),
        documents=draw(st.sampled_from([(), ({"en": "Degree"},), ({"fr": "Lettre"}, {"en": "Degree"})])),
        source=draw(sources),
        replaces=draw(st.sampled_from([(), FORMER[:1], FORMER])),
    )


@st.composite
def pathways(draw: st.DrawFn, *, sound: bool = False) -> Pathway:
    """A document with unique keys; conditions may be circular or unknown unless it is to be sound."""
    keys = draw(st.permutations(KEYS))[: draw(st.integers(0, len(KEYS)))]
    return Pathway(
        title=draw(texts),
        summary=draw(optional_texts),
        stages=(Stage(key="s", title=draw(texts)), Stage(key="t", title={"en": "later"})),
        steps=tuple(draw(steps(key, keys[:position] if sound else KEYS)) for position, key in enumerate(keys)),
    )
