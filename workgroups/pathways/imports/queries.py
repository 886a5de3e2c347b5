from workgroups.core.work import Work
from workgroups.pathways.imports.bodies import Bodies
from workgroups.people import queries as people


def bodies(work: Work) -> Bodies:
    return Bodies(people.organisations(work))
