"""What a pathway takes."""

from hypothesis import given

from tests.pathways.documents import PHARMACY, edited, having, pathways
from workgroups.pathways.effect import Span, compare, effect


def test_steps_run_side_by_side_and_money_is_never_mixed():
    found = effect(PHARMACY)
    assert found.required.weeks == Span(6 + 30 + 1, 12 + 80 + 2)
    assert found.required.longest == ("documents", "internship", "register")
    assert found.required.costs == {"CAD": Span(100_000, 130_000)}
    assert (found.required.weeks_unknown, found.required.costs_unknown) == (1, 1)
    assert found.everything.weeks == Span(50, 12 + 80 + 2)  # The optional course alone takes 50 weeks.
    assert found.everything.costs == {"CAD": Span(100_000, 130_000), "USD": Span(10_000, 10_000)}
    assert (found.steps_required, found.steps_optional) == (4, 1)
    assert (found.from_abroad, found.from_abroad_in_part) == (2, 0)


def test_what_a_change_brings():
    shorter = having("internship", weeks={"min": 16, "max": 30}, options=[], from_abroad="part")
    change = compare(effect(PHARMACY), effect(shorter))
    assert change.required.weeks == Span(-14, -50)
    assert change.required.costs == {"CAD": Span(0, 0)}
    assert (change.from_abroad, change.from_abroad_in_part, change.steps_required) == (0, 1, 0)
    free = compare(effect(PHARMACY), effect(having("lab", designation="required", cost=None)))
    assert free.everything.costs["USD"] == Span(-10_000, -10_000)
    assert (free.steps_required, free.steps_optional) == (1, -1)
    assert free.required.costs == {"CAD": Span(0, 0)}


def test_options_count_as_their_rule_asks():
    def weeks(**fields):
        ways = [
            way.model_dump() | {"weeks": {"min": 10 * n, "max": 10 * n + 1}}
            for n, way in enumerate(internship.options, 1)
        ]
        return effect(having("internship", after=[], options=ways, **fields)).required.weeks

    internship = PHARMACY.step("internship")
    assert weeks(rule="any") == Span(10 + 1, 21 + 2)
    assert weeks(rule="all") == Span(10 + 20 + 1, 11 + 21 + 2)
    assert weeks(rule="n_of", n=1) == weeks(rule="any")


def test_an_option_in_another_currency_is_not_summed():
    option = {"key": "abroad", "title": {"en": "Abroad"}, "type": "course"}
    dollars = {"min_cents": 7, "max_cents": 9, "currency": "USD"}
    found = effect(having("documents", options=[option, option | {"key": "usa", "cost": dollars}])).required
    assert found.costs == {"CAD": Span(50_000, 130_000), "USD": Span(0, 9)}


def test_the_required_route_takes_what_it_cannot_do_without():
    needed = effect(having("internship", after=["lab"]))
    assert needed.required.longest == ("lab", "internship", "register")
    assert needed.required.weeks == Span(50 + 30 + 1, 60 + 80 + 2)
    either = edited(
        having("documents", designation="elective"),
        "internship",
        after=["documents", "lab"],
        after_rule="any",
    )
    assert effect(either).required.weeks == Span(6 + 30 + 1, 60 + 80 + 2)
    assert effect(either).required.costs == {"CAD": Span(50_000, 130_000), "USD": Span(0, 10_000)}


def test_an_empty_pathway_takes_nothing():
    found = effect(PHARMACY.having(()))
    assert (found.required.weeks, found.required.costs, found.required.longest) == (Span(0, 0), {}, ())


@given(pathways(sound=True))
def test_ranges_are_never_reversed_and_everything_costs_at_least_the_required(document):
    found = effect(document)
    for totals in (found.required, found.everything):
        assert all(span.min <= span.max for span in (totals.weeks, *totals.costs.values()))
    for currency, span in found.required.costs.items():
        assert span.max <= found.everything.costs[currency].max
    nothing = compare(found, found)
    assert {nothing.required.weeks, *nothing.everything.costs.values()} == {Span(0, 0)}
