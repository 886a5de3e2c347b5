import timeit
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from workgroups.core import languages
from workgroups.core.languages import (
    away,
    current,
    format_day,
    format_moment,
    format_money,
    format_range,
    format_size,
    gettext,
    language_map,
    ngettext,
    pick,
    translations,
    using,
)

CATALOGUE = """
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Due %(day)s"
msgstr "À faire d’ici le %(day)s"

msgid "%(num)d seat"
msgid_plural "%(num)d seats"
msgstr[0] "%(num)d siège"
msgstr[1] "%(num)d sièges"

#, fuzzy
msgid "Guessed"
msgstr "Deviné"
"""


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "workgroups.po").write_text(CATALOGUE, "utf-8")
    monkeypatch.setattr(languages, "CATALOGUES", tmp_path)
    translations.cache_clear()
    yield
    translations.cache_clear()


def test_language_in_force():
    assert current() == "en"
    with using("fr"):
        assert current() == "fr"
        with using("en"):
            assert current() == "en"
        assert current() == "fr"
    assert current() == "en"


@pytest.mark.parametrize("lang", ["de", "", "EN", "../fr"])
def test_unknown_language(lang: str):
    with pytest.raises(ValueError, match="languages"), using(lang):
        pass
    with pytest.raises(ValueError, match="languages"):
        translations(lang)
    with pytest.raises(ValueError, match="languages"):
        language_map(**{lang: "text"})


@pytest.mark.usefixtures("catalogue")
def test_gettext():
    assert gettext("Due %(day)s", day="Friday") == "Due Friday"
    assert ngettext("%(num)d seat", "%(num)d seats", 0) == "0 seats"
    with using("fr"):
        assert gettext("Due %(day)s", day="vendredi") == "À faire d’ici le vendredi"
        assert gettext("Due %(day)s") == "À faire d’ici le %(day)s"
        assert gettext("Not translated, 100 %") == "Not translated, 100 %"
        assert gettext("Guessed") == "Guessed"
        assert ngettext("%(num)d seat", "%(num)d seats", 0) == "0 siège"
        assert ngettext("%(num)d seat", "%(num)d seats", 2) == "2 sièges"


@pytest.mark.usefixtures("catalogue")
def test_a_catalogue_is_loaded_once():
    assert translations("fr") is translations("fr")


def test_pick():
    both, french = {"en": "Fee", "fr": "Frais"}, {"en": "", "fr": "Frais"}
    assert pick(both, "fr") == ("Frais", "fr")
    assert pick(both) == ("Fee", "en")
    assert pick(french, "en") == ("Frais", "fr")
    assert pick({}, "fr") == ("", "fr")
    with using("fr"):
        assert pick(both) == ("Frais", "fr")


def test_language_map():
    assert language_map(en="Fee", fr=None) == {"en": "Fee"}
    assert language_map(en="", fr="Frais") == {"fr": "Frais"}


def test_days():
    assert format_day(date(2026, 12, 10)) == "Thursday 10 December 2026"
    assert format_day(date(2026, 12, 10), "fr") == "jeudi 10 décembre 2026"
    assert format_day(date(2026, 12, 1), "en") == "Tuesday 1 December 2026"
    assert format_day(date(2026, 12, 1), "fr") == "mardi 1er décembre 2026"
    with using("fr"):
        assert format_day(date(2026, 8, 14)) == "vendredi 14 août 2026"


WINTER = datetime(2026, 12, 10, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        (
            "America/Halifax",
            "Thursday 10 December 2026, 13:30, Atlantic time",
            "jeudi 10 décembre 2026, 13 h 30, heure de l’Atlantique",
        ),
        (
            "America/St_Johns",
            "Thursday 10 December 2026, 14:00, Newfoundland time",
            "jeudi 10 décembre 2026, 14 h 00, heure de Terre-Neuve",
        ),
        (
            "America/Whitehorse",
            "Thursday 10 December 2026, 10:30, Yukon time",
            "jeudi 10 décembre 2026, 10 h 30, heure normale du Yukon",
        ),
    ],
)
def test_moments(zone: str, english: str, french: str):
    assert format_moment(WINTER, zone) == english
    assert format_moment(WINTER, zone, "fr").replace("\u00a0", " ") == french


def test_a_moment_in_summer_keeps_the_name_of_its_zone():
    summer = datetime(2026, 7, 10, 16, 30, tzinfo=UTC)
    assert format_moment(summer, "America/Halifax") == "Friday 10 July 2026, 13:30, Atlantic time"


def test_ranges():
    same, next_day = WINTER + timedelta(hours=2), WINTER + timedelta(hours=20)
    assert format_range(WINTER, same, "America/Halifax") == "Thursday 10 December 2026, 13:30–15:30, Atlantic time"
    french = format_range(WINTER, next_day, "America/Halifax", "fr").replace("\u00a0", " ")
    assert french == "jeudi 10 décembre 2026, 13 h 30 – vendredi 11 décembre 2026, 9 h 30, heure de l’Atlantique"


def test_naive_moments_are_refused():
    naive = WINTER.replace(tzinfo=None)
    with pytest.raises(ValueError, match="offset"):
        format_moment(naive, "America/Halifax")
    with pytest.raises(ValueError, match="offset"):
        format_range(WINTER, naive, "America/Halifax")


@pytest.mark.parametrize(
    ("cents", "up_to", "currency", "english", "french"),
    [
        (400_000, None, "CAD", "$4,000 CAD", "4 000 $ CA"),
        (50_000, 70_000, "CAD", "$500–700 CAD", "500–700 $ CA"),
        (50_050, None, "CAD", "$500.50 CAD", "500,50 $ CA"),
        (50_050, 70_000, "CAD", "$500.50–700.00 CAD", "500,50–700,00 $ CA"),
        (0, None, "CAD", "$0 CAD", "0 $ CA"),
        (123_456_700, None, "USD", "1,234,567 USD", "1 234 567 USD"),
    ],
)
def test_money(cents: int, up_to: int | None, currency: str, english: str, french: str):
    assert format_money(cents, currency, up_to=up_to) == english
    assert format_money(cents, currency, "fr", up_to=up_to).replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("days", "english", "french"),
    [
        (0, "today", "aujourd’hui"),
        (1, "tomorrow", "demain"),
        (-1, "yesterday", "hier"),
        (2, "in 2 days", "dans 2 jours"),
        (18, "in 18 days", "dans 18 jours"),
        (-60, "60 days ago", "il y a 60 jours"),
        (61, "in 2 months", "dans 2 mois"),
        (-79, "2 months ago", "il y a 2 mois"),
        (-92, "3 months ago", "il y a 3 mois"),
        (-729, "23 months ago", "il y a 23 mois"),
        (-1000, "2 years ago", "il y a 2 ans"),
        (-400, "13 months ago", "il y a 13 mois"),
        (800, "in 2 years", "dans 2 ans"),
    ],
)
def test_away(days: int, english: str, french: str):
    today = date(2026, 11, 22)
    assert away(today + timedelta(days), today) == english
    assert away(today + timedelta(days), today, "fr") == french


@pytest.mark.parametrize(
    ("size", "english", "french"),
    [
        (1, "1 kB", "1 ko"),
        (12_345, "12 kB", "12 ko"),
        (999_499, "999 kB", "999 ko"),
        (999_999, "1 MB", "1 Mo"),
        (1_234_567, "1.2 MB", "1,2 Mo"),
        (25_000_000, "25 MB", "25 Mo"),
        (1_500_000_000, "1,500 MB", "1 500 Mo"),
    ],
)
def test_sizes(size: int, english: str, french: str):
    assert format_size(size) == english
    assert format_size(size, "fr").replace("\u00a0", " ").replace("\u202f", " ") == french


def test_a_day_seen_before_costs_next_to_nothing():
    days = [date(2026, 1, 1) + timedelta(n) for n in range(200)]
    for day in days:
        format_day(day)
    seconds = min(timeit.repeat(lambda: [format_day(day) for day in days], number=1, repeat=5))
    assert seconds / len(days) < 10e-6
