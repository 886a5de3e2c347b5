"""What people do to steps, as changes of a document: for the working draft and for proposals alike."""

from collections.abc import Iterable, Mapping
from typing import Any

from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.pathways.document import MEASURED, Fact, Pathway, Rule, Step, inserted, previous, replaced, without
from workgroups.pathways.keys import key_for
from workgroups.pathways.problems import MESSAGES, fresh
from workgroups.pathways.steps.forms import Counting, Describing, Offering, Uncounting, field_of

Titles = Mapping[str, LanguageMap]
"""By key: the titles of steps."""


def replaceable(document: Pathway, old: Step | None, others: Titles) -> Titles:
    """What a step can stand in the place of: the other steps of the document, those it has replaced, and `others`."""
    here = {step.key: step.title for step in document.steps if old is None or step.key != old.key}
    return {**others, **here, **({former.key: former.title for former in old.replaces} if old else {})}


def described(document: Pathway, old: Step | None, key: str, describing: Describing, others: Titles) -> Step:
    """The step as the form describes it. Raises `Invalid` when it replaces what never was a step."""
    named = replaceable(document, old, others)
    if not named.keys() >= set(describing.replaces):
        raise Invalid(replaces=gettext_noop("Choose among the steps that are named here."))
    return describing.step(old, key, named)


def edited(document: Pathway, key: str, describing: Describing, others: Titles) -> Pathway:
    """The document with the step as the form describes it; `others` are steps that it may replace."""
    step = described(document, found(document, key), key, describing, others)
    after = document.having(replaced(document.steps, step))
    refuse_new_problems(document, after, key)
    return after


def added(document: Pathway, describing: Describing, behind: str | None, others: Titles) -> tuple[Pathway, str]:
    """The document with one more step behind another one, and the key of that step."""
    step = described(document, None, key_for(describing.texts("title"), {*document.keys, *others}), describing, others)
    require_place(document, behind)
    after = document.having(inserted(document.steps, step, behind))
    refuse_new_problems(document, after, step.key)
    return after, step.key


def moved(document: Pathway, key: str, *, up: bool) -> Pathway:
    """The document with the step one place further up or down in its stage; at the stage's end it stays."""
    step = found(document, key)
    beside = [other.key for other in document.within(step.stage)]
    place = beside.index(key) + (-1 if up else 1)
    if not 0 <= place < len(beside):
        return document
    rest = without(document.steps, key)
    behind = previous(rest, beside[place]) if up else beside[place]
    return document.having(inserted(rest, step, behind))


def placed(document: Pathway, key: str, behind: str | None) -> Pathway:
    """The document with the step behind another one of its stage, or in front of all of them."""
    step, rest = found(document, key), document.having(without(document.steps, key))
    beside = [other.key for other in rest.within(step.stage)]
    if behind is None:
        return rest.having(inserted(rest.steps, step, previous(rest.steps, beside[0]))) if beside else document
    if behind not in beside:
        raise Invalid(behind=gettext_noop("Choose another step of the same stage."))
    return rest.having(inserted(rest.steps, step, behind))


def require_place(document: Pathway, behind: str | None) -> None:
    """Raises `Invalid` when there is no such step to stand behind."""
    if behind is not None and behind not in document.keys:
        raise Invalid(behind=gettext_noop("Choose another step of this pathway."))


def removed(document: Pathway, key: str) -> Pathway:
    """The document without the step; what waited for it shows up among the problems."""
    return document.having(without(document.steps, key))


def bridged(document: Pathway, key: str) -> Pathway:
    """The document without the step; what came before it comes before the steps that waited for it."""
    gone = found(document, key)
    return document.having(tuple(closed(step, gone) for step in without(document.steps, key)))


def closed(step: Step, gone: Step) -> Step:
    """A step that does not name another one any more. Raises `WrongState` where it would need more than before."""
    changed: dict[str, Any] = {"counts_towards": None} if step.counts_towards == gone.key else {}
    others = tuple(key for key in step.after if key != gone.key)
    if len(others) == len(step.after):
        return step.model_copy(update=changed)
    if not others:
        changed |= {name: getattr(gone, name) for name in ("after", "after_rule", "after_n")}
    elif step.after_rule == "all" and gone.needed < len(gone.after):
        raise WrongState(NOT_ALL)
    elif step.after_rule == "all":
        before = (gone.after if key == gone.key else (key,) for key in step.after)
        changed["after"] = tuple(dict.fromkeys(key for keys in before for key in keys))
    else:  # It was one of several ways: the others are left.
        rule, n = fewer(step.after_rule, step.after_n, len(others))
        changed |= {"after": others, "after_rule": "all" if len(others) == 1 else rule, "after_n": n}
    return step.model_copy(update=changed)


NOT_ALL = gettext_noop(
    "It begins after some of several steps, and a step that waits for it waits for others too. That cannot be one "
    "condition: change first what comes before that step, then remove this one."
)


def fewer(rule: Rule, n: int | None, of: int) -> tuple[Rule, int | None]:
    """A rule that asks for as many as before, or for all where no more are left."""
    return ("all", None) if n is not None and n >= of else (rule, n)


def offered(document: Pathway, key: str, offering: Offering, option: str | None = None) -> Pathway:
    """The document with an option of a step as the form describes it, a new one without `option`."""
    step = found(document, key)
    if option is not None and step.option(option) is None:
        raise WrongState(gettext_noop("This option is no longer there."))
    named = option or key_for(offering.texts("title"), [known.key for known in step.options])
    made = offering.option(named)
    options = replaced(step.options, made) if option else (*step.options, made)
    after = document.having(replaced(document.steps, step.having(options)))
    if broken := fresh(document, after):
        path = broken[0].field.removeprefix(f"options.{named}.")
        raise Invalid(**{field_of(path): MESSAGES[broken[0].code]})
    return after


def withdrawn(document: Pathway, key: str, option: str) -> Pathway:
    """The document without an option of a step."""
    step = found(document, key)
    left = without(step.options, option)
    rule, n = fewer(step.rule, step.n, len(left))
    return document.having(replaced(document.steps, step.model_copy(update={"options": left, "rule": rule, "n": n})))


def counted(document: Pathway, key: str, counting: Counting) -> Pathway:
    """The document with one more figure of a step, by kind and day, in place of what stood for that day."""
    step, fact = found(document, key), counting.fact()
    facts = [known for known in step.facts if (known.kind, known.on) != (fact.kind, fact.on)]
    after = with_facts(document, step, sorted([*facts, fact], key=lambda one: (MEASURED.index(one.kind), one.on)))
    if broken := fresh(document, after):
        raise Invalid(value=MESSAGES[broken[0].code])
    return after


def uncounted(document: Pathway, key: str, which: Uncounting) -> Pathway:
    """The document without a figure of a step."""
    step = found(document, key)
    return with_facts(document, step, [fact for fact in step.facts if (fact.kind, fact.on) != (which.kind, which.on)])


def with_facts(document: Pathway, step: Step, facts: Iterable[Fact]) -> Pathway:
    return document.having(replaced(document.steps, step.model_copy(update={"facts": tuple(facts)})))


def found(document: Pathway, key: str) -> Step:
    """The step with this key. Raises `WrongState` when somebody has removed it."""
    step = document.step(key)
    if step is None:
        raise WrongState(gettext_noop("This step is no longer part of the pathway."))
    return step


def refuse_new_problems(before: Pathway, after: Pathway, key: str) -> None:
    """Raises `Invalid`, beside the fields of the step with this key, when a change makes new problems."""
    if broken := fresh(before, after):
        own = {field_of(problem.field): MESSAGES[problem.code] for problem in broken if problem.step == key}
        raise Invalid(**(own or {"form": MESSAGES[broken[0].code]}))
