"""Operations in plain sentences."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from workgroups.core.languages import LanguageMap
from workgroups.pathways.document import Conditions, Pathway, Step
from workgroups.pathways.operations import (
    AddOption,
    AddStep,
    Change,
    ChangeConditions,
    ChangeOption,
    ChangePathway,
    ChangeStep,
    MoveOption,
    MoveStep,
    Operation,
    RemoveOption,
    RemoveStep,
    apply,
    typed,
)
from workgroups.pathways.phrases import Translate, Voice, span

LONG = {"summary", "detail", "from_abroad_how", "exemptions", "note", "transition"}
"""Texts that a sentence names without repeating them."""


def sentences(
    base: Pathway,
    operations: Iterable[Operation],
    language: str,
    translate: Translate,
    bodies: Mapping[int, LanguageMap] | None = None,
) -> list[str]:
    """What operations change, in their order, as sentences in one language: at least one for each.

    `translate` is the gettext function of that language; `bodies` are the names of organisations by id.
    """
    operations = list(operations)
    speaker = Speaker(language, translate, [base, apply(base, operations).document], bodies)
    return [sentence for operation in operations for sentence in speaker.tell(operation)]


class Speaker(Voice):
    def tell(self, operation: Operation) -> Iterator[str]:
        _ = self._
        match operation:
            case AddStep(step=step):
                yield from self.tell_added(step)
            case RemoveStep(step=step):
                yield _("%(step)s is no longer part of the pathway.", step=self.step(step.key))
            case MoveStep(key=key, previous=previous):
                yield self.tell_moved(key, previous)
            case AddOption(key=key, option=option):
                given = {"step": self.step(key), "option": self.option(key, option.key)}
                yield _("%(option)s becomes one of the ways to do %(step)s.", **given)
            case RemoveOption(key=key, option=option):
                given = {"step": self.step(key), "option": self.option(key, option.key)}
                yield _("%(option)s is no longer one of the ways to do %(step)s.", **given)
            case MoveOption(key=key, option=option, previous=None):
                given = {"step": self.step(key), "option": self.option(key, option)}
                yield _("%(option)s comes first among the ways to do %(step)s.", **given)
            case MoveOption(key=key, option=option, previous=str(previous)):
                given = {"step": self.option(key, option), "previous": self.option(key, previous)}
                yield _("%(step)s comes right after %(previous)s.", **given)
            case ChangeConditions(key=key, before=before, conditions=conditions):
                yield from self.tell_conditions(self.step(key), before, conditions)
            case ChangeStep(key=key):
                yield from self.tell_fields(self.step(key), operation)
            case ChangeOption(key=key, option=option):
                given = {"step": self.step(key), "option": self.option(key, option)}
                yield from self.tell_fields(_("%(option)s (for %(step)s)", **given), operation)
            case ChangePathway():
                yield from self.tell_fields(_("The pathway"), operation)

    def tell_added(self, step: Step) -> Iterator[str]:
        given = {"step": self.step(step.key), "stage": self.stage(step.stage)}
        yield self._("%(step)s becomes part of the pathway, in the stage %(stage)s.", **given)
        yield from self.tell_field(given["step"], "replaces", (), step.replaces)

    def tell_moved(self, key: str, previous: str | None) -> str:
        """Where a step comes in its stage: what stands before it in another one is not what it comes after."""
        target = self.documents[-1]
        step = target.step(key)
        if step and previous not in [other.key for other in target.within(step.stage)]:
            previous = target.behind(step)
        if previous is None:
            return self._("%(step)s comes first in its stage.", step=self.step(key))
        given = {"step": self.step(key), "previous": self.step(previous)}
        return self._("%(step)s comes right after %(previous)s.", **given)

    def tell_conditions(self, step: str, old: Conditions, new: Conditions) -> Iterator[str]:
        _ = self._
        gone = self.listed(self.step(key) for key in old.after if key not in new.after)
        come = self.listed(self.step(key) for key in new.after if key not in old.after)
        rule = (old.after_rule, old.after_n) != (new.after_rule, new.after_n) and self.conditions(new)
        if rule:  # It names all that is needed: what is gone or comes would contradict it.
            yield _("Before %(step)s, what is needed becomes %(conditions)s.", step=step, conditions=rule)
        elif gone:
            yield _("%(step)s no longer requires %(others)s first.", step=step, others=gone)
        if come and not rule:
            yield _("%(step)s requires %(others)s first.", step=step, others=come)
        if (old.rule, old.n) != (new.rule, new.n):
            yield _("For %(step)s, what is needed becomes %(choice)s.", step=step, choice=self.choice(new))
        elif not (gone or come or rule):
            yield _("%(step)s has the same conditions, written differently.", step=step)

    def tell_fields(self, subject: str, operation: Change) -> Iterator[str]:
        for name in operation.fields:
            old, new = (typed(operation.OF, name, of[name]) for of in (operation.before, operation.fields))
            if name == "documents":
                told = self.tell_documents(subject, [*map(self.text, old)], [*map(self.text, new)])
            elif name == "stages":
                told = self.tell_stages(*({stage.key: self.text(stage.title) for stage in side} for side in (old, new)))
            else:
                told = self.tell_field(subject, name, old, new)
            yield from told or [self.patterns["translation"] % {"step": subject, "field": self.label(name)}]

    def tell_documents(self, step: str, old: list[str], new: list[str]) -> list[str]:
        _ = self._
        gone, come = ([text for text in one if text not in other] for one, other in ((old, new), (new, old)))
        return [
            *(_("%(step)s no longer requires this document: %(document)s.", step=step, document=text) for text in gone),
            *(_("%(step)s also requires this document: %(document)s.", step=step, document=text) for text in come),
        ]

    def tell_stages(self, old: dict[str, str], new: dict[str, str]) -> list[str]:
        _ = self._
        told = [_("The stage “%(stage)s” is gone.", stage=old[key]) for key in old if key not in new]
        told += [_("The stage “%(stage)s” is new.", stage=new[key]) for key in new if key not in old]
        kept = [key for key in new if key in old]
        told += [
            _("The stage “%(old)s” gets the name “%(new)s”.", old=old[key], new=new[key])
            for key in kept
            if old[key] != new[key]
        ]
        if kept != [key for key in old if key in new]:
            told.append(_("The stages follow each other like this: %(stages)s.", stages=self.listed(new.values())))
        return told

    def tell_field(self, step: str, name: str, old: Any, new: Any) -> list[str]:
        words = {"old": self.value(name, old), "new": self.value(name, new)}
        if words["old"] == words["new"]:
            return []
        if name == "weeks" and old and new:
            words["old"] = span(old)
        case = "set" if not words["old"] else "cleared" if not words["new"] else "changed"
        field = f"{name} {case}"
        names = f"{field} {old} {new}", f"{field} {new}", field, f"long {case}" if name in LONG else case
        pattern = next(self.patterns[name] for name in names if name in self.patterns)
        return [pattern % {"step": step, "field": self.label(name), **words}]

    @cached_property
    def patterns(self) -> dict[str, str]:
        """Sentences about a field, most particular first: field, case, old and new value."""
        _ = self.translate
        return {
            "title changed": _("%(step)s gets the name “%(new)s”."),
            "weeks changed": _("%(step)s takes %(new)s instead of %(old)s."),
            "cost changed": _("%(step)s costs %(new)s instead of %(old)s."),
            "designation changed": _("%(step)s becomes %(new)s instead of %(old)s."),
            "stage changed": _("%(step)s moves from the stage “%(old)s” to the stage “%(new)s”."),
            "setting changed": _("%(step)s takes place here: %(new)s; instead of: %(old)s."),
            "setting set": _("%(step)s requires this setting: %(new)s."),
            "setting cleared": _("%(step)s no longer requires this setting: %(old)s."),
            "from_abroad changed yes": _("%(step)s becomes possible from abroad."),
            "from_abroad changed part": _("%(step)s becomes possible in part from abroad."),
            "from_abroad changed yes part": _("%(step)s becomes possible only in part from abroad."),
            "from_abroad changed no": _("%(step)s is no longer possible from abroad."),
            "replaces set": _("%(step)s comes in the place of %(new)s."),
            "replaces changed": _("%(step)s comes in the place of %(new)s instead of %(old)s."),
            "replaces cleared": _("%(step)s no longer comes in the place of %(old)s."),
            "counts_towards set": _("%(step)s counts towards “%(new)s”."),
            "counts_towards cleared": _("%(step)s no longer counts towards “%(old)s”."),
            "valid_from set": _("%(step)s holds as described from %(new)s."),
            "valid_from changed": _("%(step)s holds as described from %(new)s instead of %(old)s."),
            "long set": _("%(step)s: a text under “%(field)s” is added."),
            "long cleared": _("%(step)s: the text under “%(field)s” is removed."),
            "long changed": _("%(step)s: the text under “%(field)s” changes."),
            "translation": _("%(step)s: the translation under “%(field)s” changes."),
            "set": _("%(step)s: “%(field)s” is stated: %(new)s."),
            "cleared": _("%(step)s: “%(field)s” (%(old)s) is no longer stated."),
            "changed": _("%(step)s: “%(field)s” becomes: %(new)s; instead of: %(old)s."),
        }
