from workgroups.core.policy import ANYONE
from workgroups.core.work import Work, command
from workgroups.pathways.barriers.events import BarrierReportedByPublic
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.barriers.reports import queries
from workgroups.pathways.barriers.reports.forms import Telling
from workgroups.people import secrets


@command(ANYONE)
def tell(work: Work, telling: Telling, /, slug: str, province: str, **_language: str) -> str:
    """Tell a group what is wrong on its pages, or in the way, without saying who one is. Returns the link's secret."""
    place, secret = queries.place(work, slug, province), secrets.token()
    barrier = work.add(
        Barrier(
            group_id=place.group.id,
            title=telling.title,
            text=telling.text,
            affects=telling.affects or "",
            reported_at=work.now,
            token_hash=secrets.hashed(secret),
        )
    )
    work.record(BarrierReportedByPublic(), about=barrier)
    return secret
