"""Days and times as people write them, in Swedish and English."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from crm.when import When, read, read_day, read_minutes

TODAY = date(2026, 11, 17)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("igår 10:00 45 min", When(date(2026, 11, 16), time(10), 45)),
        ("yesterday 10.00, 1h", When(date(2026, 11, 16), time(10), 60)),
        ("i dag kl. 8:30-9:30", When(TODAY, time(8, 30), 60)),
        ("fre 13:00", When(date(2026, 11, 13), time(13), None)),
        ("förrgår", When(date(2026, 11, 15), None, None)),
        ("27/10", When(date(2026, 10, 27), None, None)),
        ("27/10 2025 0,5 h", When(date(2025, 10, 27), None, 30)),
        ("2026-11-03", When(date(2026, 11, 3), None, None)),
        ("3 nov", When(date(2026, 11, 3), None, None)),
        ("1 h 15 min", When(None, None, 75)),
        ("+2v", When(date(2026, 12, 1), None, None)),
    ],
)
def test_a_meeting_is_read(text, said):
    assert read(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "day"), [("fri", date(2026, 11, 20)), ("tis", date(2026, 11, 24)), ("+2w", date(2026, 12, 1)), ("", None)]
)
def test_a_due_day_lies_ahead(text, day):
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["när som helst", "31/2", "99/99", "våren 2024", "?"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        read(text, TODAY)
    assert refused.value.code == "date_unreadable"


@pytest.mark.parametrize(("text", "minutes"), [("45", 45), ("1h", 60), ("0,5 h", 30), ("1 h 15 min", 75)])
def test_minutes_are_read(text, minutes):
    assert read_minutes(text) == minutes
