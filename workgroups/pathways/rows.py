"""Operations as rows: for each changed step and field, how it is now and how it is proposed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from workgroups.core.differences import Segment, words
from workgroups.core.languages import LANGUAGES
from workgroups.pathways.document import Option, Pathway, Step, previous
from workgroups.pathways.operations import MoveStep, Operation, apply
from workgroups.pathways.phrases import Translate, Voice

STEP = [
    "title",
    "stage",
    "type",
    "designation",
    "detail",
    "setting",
    "who",
    "body",
    "from_abroad",
    "from_abroad_how",
    "moment",
    "cost",
    "weeks",
    "conditions",
    "options",
]
