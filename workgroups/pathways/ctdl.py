"""A pathway in the shape of the Credential Transparency Description Language, as JSON-LD.

Terms are of https://credreg.net/ctdl/terms. Whatever the language has no term for is left out; the addresses of parts
are relative to the document's own.
"""

import json
from collections.abc import Mapping
from typing import Any

from workgroups.core.languages import LanguageMap
from workgroups.pathways.document import Cost, Option, Pathway, Step, StepType, Weeks

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
MEDIA_TYPE = "application/ld+json"

COMPONENTS: Mapping[StepType, str] = {
    "assessment": "ceterms:AssessmentComponent",
    "examination": "ceterms:AssessmentComponent",
    "language": "ceterms:AssessmentComponent",
    "course": "ceterms:CourseComponent",
    "supervised_practice": "ceterms:WorkExperienceComponent",
    "credential": "ceterms:CredentialComponent",
    "registration": "ceterms:CredentialComponent",
    "document": "ceterms:BasicComponent",
}

Node = dict[str, Any]


def document(pathway: Pathway, bodies: Mapping[str, LanguageMap]) -> Node:
    """The pathway with its components; `bodies` are the names of the bodies that confirmed steps, by step."""
    parts = [
        part
        for step in pathway.steps
        for part in (component(step, bodies), *(option(step, way) for way in step.options))
    ]
    whole: Node = {
        "@id": "#pathway",
        "@type": "ceterms:Pathway",
        "ceterms:name": pathway.title,
        "ceterms:description": pathway.summary,
        "ceterms:hasDestinationComponent": "#destination" if pathway.destination else None,
        "ceterms:hasPart": [part["@id"] for part in parts],
    }
    levels = [
        {"@id": f"#stage-{stage.key}", "@type": "asn:ProgressionLevel", "skos:prefLabel": stage.title}
        for stage in pathway.stages
    ]
    end: Node = {"@id": "#destination", "@type": "ceterms:CredentialComponent", "ceterms:name": pathway.destination}
    graph = [whole, *levels, *parts, *([end] if pathway.destination else [])]
    return {"@context": CONTEXT, "@graph": [said(node) for node in graph]}


def written(pathway: Pathway, bodies: Mapping[str, LanguageMap]) -> bytes:
    """The document as a file."""
    return json.dumps(document(pathway, bodies), ensure_ascii=False, indent=1).encode()


def said(node: Node) -> Node:
    """A node without what says nothing."""
    return {name: value for name, value in node.items() if value not in (None, [], {})}


def of_step(key: str) -> str:
    return f"#step-{key}"


def component(step: Step, bodies: Mapping[str, LanguageMap]) -> Node:
    """A step with what comes first, what it costs and how long it takes."""
    source = step.source
    conditions = [
        condition([of_step(key) for key in step.after], step.needed),
        condition([f"{of_step(step.key)}-{option.key}" for option in step.options], step.chosen),
    ]
    return {
        "@id": of_step(step.key),
        "@type": COMPONENTS[step.type],
        "ceterms:name": step.title,
        "ceterms:description": step.detail,
        "ceterms:isPartOf": "#pathway",
        "asn:hasProgressionLevel": f"#stage-{step.stage}",
        "ceterms:componentDesignation": step.designation,
        "ceterms:offeredBy": organization(step.who),
        "ceterms:assertedBy": organization(bodies.get(step.key)),
        "ceterms:deliveryType": step.delivery,
        "ceterms:inLanguage": list(step.languages),
        "ceterms:estimatedCost": cost(step.cost),
        "ceterms:estimatedDuration": duration(step.weeks),
        "ceterms:hasCondition": [each for each in conditions if each],
        "ceterms:precededBy": [of_step(key) for key in step.after],
        "ceterms:submissionOf": list(step.documents),
        "ceterms:subjectWebpage": source and source.url,
        "ceterms:dateEffective": step.valid_from and step.valid_from.isoformat(),
    }


def organization(name: LanguageMap | None) -> Node | None:
    return {"@type": "ceterms:Organization", "ceterms:name": name} if name else None


def option(step: Step, way: Option) -> Node:
    """One way of doing a step."""
    return {
        "@id": f"{of_step(step.key)}-{way.key}",
        "@type": COMPONENTS[way.type],
        "ceterms:name": way.title,
        "ceterms:description": way.note or way.condition,
        "ceterms:isChildOf": of_step(step.key),
        "ceterms:estimatedCost": cost(way.cost),
        "ceterms:estimatedDuration": duration(way.weeks),
    }


def condition(targets: list[str], number: int) -> Node | None:
    """So many of these components are needed."""
    if not targets:
        return None
    return {
        "@type": "ceterms:ComponentCondition",
        "ceterms:requiredNumber": number,
        "ceterms:targetComponent": targets,
    }


def cost(given: Cost | None) -> list[Node]:
    if given is None:
        return []
    profile = {
        "@type": "ceterms:CostProfile",
        "ceterms:currency": given.currency,
        "ceterms:endDate": given.valid_until and given.valid_until.isoformat(),
    }
    ends = dict.fromkeys((given.min_cents, given.max_cents))
    return [said(profile | {"ceterms:price": cents / 100}) for cents in ends]


def duration(given: Weeks | None) -> list[Node]:
    """ISO 8601 durations."""
    if given is None:
        return []
    if given.min == given.max:
        return [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": f"P{given.min}W"}]
    ends = {"ceterms:minimumDuration": f"P{given.min}W", "ceterms:maximumDuration": f"P{given.max}W"}
    return [{"@type": "ceterms:DurationProfile", **ends}]
