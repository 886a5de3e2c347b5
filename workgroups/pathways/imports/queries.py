from datetime import date

from workgroups.core import clock
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.pathways.imports.bodies import Bodies
from workgroups.pathways.models import Pathway
from workgroups.people import queries as people


def bodies(work: Work) -> Bodies:
    return Bodies(people.organisations(work))


def today(work: Work, pathway: Pathway) -> date:
    """The day where the group of a pathway is."""
    return clock.today(work.now, groups.group_of(work, pathway.group_id).timezone)
