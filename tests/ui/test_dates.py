"""Dates in words."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from ui import dates

TUESDAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-4, "4 days late"), (-1, "1 day late"), (0, "Today"), (1, "Wed 18 Nov"), (21, "Tue 8 Dec"), (56, "12 Jan 2027")],
)
def test_a_due_day_says_how_late_or_when(days, words):
    with translation.override("en"):
        assert dates.in_words(TUESDAY + timedelta(days=days), TUESDAY).replace("\u00a0", " ") == words


def test_no_day_says_nothing():
    assert dates.in_words(None) == dates.short(None) == dates.long(None) == ""


def test_a_short_date_names_the_year_only_when_it_is_another():
    with translation.override("en"):
        assert dates.short(date(2026, 3, 2), TUESDAY).replace("\u00a0", " ") == "2 Mar"
        assert dates.short(date(2025, 3, 2), TUESDAY).replace("\u00a0", " ") == "2 Mar 2025"


def test_swedish_writes_days_and_months_in_small_letters():
    with translation.override("sv"):
        assert dates.in_words(date(2026, 11, 18), TUESDAY).replace("\u00a0", " ") == "ons 18 nov"
        assert dates.long(TUESDAY).replace("\u00a0", " ") == "17 nov 2026"
