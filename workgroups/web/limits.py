"""How often one network may do what: the rate classes that every route names."""

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request

from workgroups.core.errors import TooMany

LIMITS: dict[str, RateLimitItem | None] = {
    "page": None,  # reading is cheap and its cost does not grow with what is asked
    "write": parse("240/minute"),
    "upload": parse("120/hour"),
    "sign-in": parse("60/hour"),  # beside the count per address, which the database keeps
    "report": parse("20/hour"),
    "link": parse("240/hour"),  # the links of letters: a whole organisation may come from one address
    "feed": parse("2400/hour"),  # one service fetches the calendars of many people, each about every hour
}


def limiter() -> FixedWindowRateLimiter:
    """Counts in memory; one per application."""
    return FixedWindowRateLimiter(MemoryStorage())


def check(rate: str, request: Request) -> None:
    """Count this request. Raises `TooMany` when its network has used up the class."""
    limit = LIMITS[rate]
    if limit and not request.app.state.limiter.hit(limit, rate, request.client.host if request.client else "local"):
        raise TooMany
