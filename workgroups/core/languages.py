"""English and French: interface texts by gettext, contents as language maps, dates and money by CLDR."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import lists, numbers
from babel.dates import format_date, format_datetime, format_timedelta, get_timezone_name
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

LANGUAGES = ("en", "fr")

LanguageMap = dict[str, str]
"""One text in the languages it exists in: `{"en": "Fee", "fr": "Frais"}`."""

CATALOGUES = Path(__file__).parents[1] / "locale"
LOCALES = {"en": "en_CA", "fr": "fr_CA"}
CLOCKS = {"en": "HH:mm", "fr": "H'\u00a0h\u00a0'mm"}
DAYS_UNTIL_MONTHS = 60
DAYS_UNTIL_YEARS = 730
LONG = {"day": 1.0, "month": 365.25 / 12, "year": 365.25}

_current: ContextVar[str] = ContextVar("language", default="en")


# The language of the page, mail or command that is being made.


def current() -> str:
    """The language in force here, one of `LANGUAGES`; English when nobody has said."""
    return _current.get()


@contextmanager
def using(lang: str) -> Iterator[None]:
    """Put one language in force for a block; raises ValueError for a language outside `LANGUAGES`."""
    before = _current.set(_known(lang))
    try:
        yield
    finally:
        _current.reset(before)


# Interface texts.


@cache
def translations(lang: str) -> NullTranslations:
    """The catalogue of one language, compiled in memory once; English is the text in the code itself.

    Raises ValueError for a language outside `LANGUAGES` and OSError when its catalogue is missing.
    """
    if _known(lang) == "en":
        return NullTranslations()
    compiled = BytesIO()
    with (CATALOGUES / lang / "LC_MESSAGES" / "workgroups.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(message: str, /, **values: object) -> str:
    """The text in the language in force; `%(name)s` is filled in when values are given."""
    text = translations(current()).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """The text for a number of things; `%(num)d` is the number, other names are filled in from the values."""
    return translations(current()).ngettext(one, many, number) % ({"num": number} | values)


def gettext_noop(message: str) -> str:
    """Mark a text for the catalogue where it is declared; it is translated where it is shown."""
    return message


_ = gettext


# Contents in two languages.


def pick(texts: LanguageMap, lang: str | None = None) -> tuple[str, str]:
    """The text in a language, or in the one it exists in, and which language that is.

    An empty text counts as absent. When there is none at all the answer is `("", lang)`.
    """
    wanted = lang or current()
    for candidate in (wanted, *LANGUAGES):
        if texts.get(candidate):
            return texts[candidate], candidate
    return "", wanted


def language_map(**texts: str | None) -> LanguageMap:
    """A language map out of separate form fields, without the empty ones: `language_map(en=…, fr=None)`."""
    return {_known(lang): text for lang, text in texts.items() if text}


# Dates, times and money. Formatting costs tens of microseconds and lists repeat themselves, so the
# cached part takes the language as a value.


def format_day(day: date, lang: str | None = None) -> str:
    """A date with its weekday: "Thursday 10 December 2026", "mardi 1er décembre 2026"."""
    return _day(day, lang or current())


def format_moment(moment: datetime, zone: str, lang: str | None = None) -> str:
    """An aware moment as a place reads it: "Thursday 10 December 2026, 13:30, Atlantic time".

    `zone` is an IANA name such as "America/Halifax". Raises ValueError for a naive moment.
    """
    return _moment(_aware(moment), zone, lang or current())


def format_time(moment: datetime, zone: str, lang: str | None = None) -> str:
    """An aware moment as a place's clocks show it: "13:30", "13 h 30". Raises ValueError for a naive moment."""
    return _clock(_aware(moment), zone, lang or current())


def format_range(starts: datetime, ends: datetime, zone: str, lang: str | None = None) -> str:
    """Two aware moments: "Thursday 10 December 2026, 13:30–15:30, Atlantic time".

    The second day is named when it is another one. Raises ValueError for a naive moment.
    """
    return _range(_aware(starts), _aware(ends), zone, lang or current())


def format_hours(starts: datetime, ends: datetime, zone: str, lang: str | None = None) -> str:
    """Two aware moments without their first day: "13:30–15:30, Atlantic time". Raises ValueError for naive ones."""
    return _hours(_aware(starts), _aware(ends), zone, lang or current())


def format_money(cents: int, currency: str = "CAD", lang: str | None = None, *, up_to: int | None = None) -> str:
    """An amount in hundredths, or a range with `up_to`, always with its currency.

    "$500 CAD", "$500–700 CAD", "500 $ CA", "500–700 $ CA"; another currency by its ISO 4217 code, "500 USD".
    Hundredths show only when there are any.
    """
    return _money(cents, currency, lang or current(), up_to)


def format_number(number: int, lang: str | None = None) -> str:
    """A count: "1,200", "1 200"."""
    return format_decimal(number, locale=LOCALES[lang or current()])


def format_list(items: Iterable[str], lang: str | None = None) -> str:
    """Several things after each other: "A, B, and C", "A, B et C"."""
    return lists.format_list(list(items), locale=LOCALES[lang or current()])


def format_percent(number: int, lang: str | None = None) -> str:
    """So many of a hundred: "62%", "62 %"."""
    return numbers.format_percent(number / 100, locale=LOCALES[lang or current()])


def format_size(size: int, lang: str | None = None) -> str:
    """The size of a file: "12 kB", "1.2 MB", "1,2 Mo". `size` is in bytes; a kilobyte has a thousand of them."""
    return _size(size, lang or current())


def away(day: date, today: date, lang: str | None = None) -> str:
    """How far a day is from today: "in 18 days", "yesterday", "today", "il y a 3 mois"."""
    return _away((day - today).days, lang or current())


def due(day: date, today: date, lang: str | None = None) -> str:
    """When something is due: "due Thursday 10 December 2026, in 18 days"."""
    return _due(day, today, lang or current())


@lru_cache(maxsize=4096)
def _day(day: date, lang: str) -> str:
    # CLDR writes "1 décembre"; in French the first of the month is an ordinal.
    number = "d'er'" if lang == "fr" and day.day == 1 else "d"
    return format_date(day, f"EEEE {number} MMMM y", locale=LOCALES[lang])


@lru_cache(maxsize=4096)
def _moment(moment: datetime, zone: str, lang: str) -> str:
    there = moment.astimezone(ZoneInfo(zone))
    return f"{_day(there.date(), lang)}, {_time(there, lang)}, {_zone(there, lang)}"


@lru_cache(maxsize=4096)
def _clock(moment: datetime, zone: str, lang: str) -> str:
    return _time(moment.astimezone(ZoneInfo(zone)), lang)


@lru_cache(maxsize=1024)
def _range(starts: datetime, ends: datetime, zone: str, lang: str) -> str:
    return f"{_day(starts.astimezone(ZoneInfo(zone)).date(), lang)}, {_hours(starts, ends, zone, lang)}"


@lru_cache(maxsize=1024)
def _hours(starts: datetime, ends: datetime, zone: str, lang: str) -> str:
    first, last = starts.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone))
    end = _time(last, lang)
    until = f"–{end}" if first.date() == last.date() else f" – {_day(last.date(), lang)}, {end}"
    return f"{_time(first, lang)}{until}, {_zone(first, lang)}"


def _time(there: datetime, lang: str) -> str:
    return format_datetime(there, CLOCKS[lang], locale=LOCALES[lang])


def _zone(there: datetime, lang: str) -> str:
    name = get_timezone_name(there, zone_variant="generic", locale=LOCALES[lang])
    if name.startswith(("GMT", "UTC")):  # CLDR has no generic name for zones that never change, such as Yukon
        name = get_timezone_name(there, locale=LOCALES[lang])
    return name.removesuffix(" Time") + " time" if name.endswith(" Time") else name


@lru_cache(maxsize=1024)
def _money(cents: int, currency: str, lang: str, up_to: int | None) -> str:
    ends = [cents] if up_to is None else [cents, up_to]
    pattern = "#,##0.00" if any(end % 100 for end in ends) else "#,##0"
    amount = "–".join(format_decimal(end / 100, pattern, locale=LOCALES[lang]) for end in ends)
    if currency != "CAD":
        return f"{amount}\u00a0{currency}" if lang == "fr" else f"{amount} {currency}"
    return f"{amount}\u00a0$\u00a0CA" if lang == "fr" else f"${amount} CAD"


@lru_cache(maxsize=4096)
def _size(size: int, lang: str) -> str:
    unit, each = ("megabyte", 1_000_000) if size >= 999_500 else ("kilobyte", 1_000)
    amount = max(size / each, 1) if unit == "kilobyte" else size / each
    digits = "#,##0" if unit == "kilobyte" or amount >= 10 else "#,##0.#"
    return format_unit(amount, f"digital-{unit}", length="short", format=digits, locale=LOCALES[lang])


@lru_cache(maxsize=4096)
def _away(days: int, lang: str) -> str:
    if abs(days) <= 1:
        near = {-1: gettext_noop("yesterday"), 0: gettext_noop("today"), 1: gettext_noop("tomorrow")}
        return translations(lang).gettext(near[days])
    unit: Literal["day", "month", "year"]
    if abs(days) <= DAYS_UNTIL_MONTHS:
        unit, threshold = "day", 10.0
    elif abs(days) < DAYS_UNTIL_YEARS:
        unit, threshold = "month", 24.0
    else:
        unit, threshold = "year", 1.0
    # Whole months and years, those that have passed. A month of Babel has thirty days; the threshold keeps it from
    # turning 18 days into 3 weeks.
    whole = int(days / LONG[unit]) * {"day": 1, "month": 30, "year": 365}[unit]
    return format_timedelta(
        timedelta(days=whole), granularity=unit, threshold=threshold, add_direction=True, locale=LOCALES[lang]
    )


@lru_cache(maxsize=4096)
def _due(day: date, today: date, lang: str) -> str:
    text = translations(lang).gettext(gettext_noop("due %(day)s"))
    return f"{text % {'day': _day(day, lang)}}, {_away((day - today).days, lang)}"


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise ValueError(f"{lang} is not one of the languages {', '.join(LANGUAGES)}")
    return lang


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its offset from UTC")
    return moment
