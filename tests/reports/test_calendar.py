"""When reports are due: clock changes, short months, ISO weeks, and the day a report speaks of."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import calendar
from reports.models import Schedule

STOCKHOLM = "Europe/Stockholm"


def schedule(rhythm="monthly", **fields):
    return Schedule(rhythm=rhythm, **({"at_time": time(7), "time_zone": STOCKHOLM} | fields))


def next_due(after, rhythm="monthly", **fields):
    return next(calendar.dues(schedule(rhythm, **fields), after))


@pytest.mark.parametrize(
    ("day", "at_time", "zone", "expected"),
    [
        (date(2026, 1, 15), time(7), STOCKHOLM, "2026-01-15T06:00"),
        (date(2026, 7, 15), time(7), STOCKHOLM, "2026-07-15T05:00"),
        # 02:00–03:00 is left out: the first minute after.
        (date(2026, 3, 29), time(2, 30), STOCKHOLM, "2026-03-29T01:00"),
        (date(2027, 3, 28), time(2), STOCKHOLM, "2027-03-28T01:00"),
        (date(2027, 3, 28), time(3), STOCKHOLM, "2027-03-28T01:00"),
        # 02:00–03:00 comes twice: the first of the two.
        (date(2026, 10, 25), time(2, 30), STOCKHOLM, "2026-10-25T00:30"),
        (date(2027, 10, 31), time(2, 30), STOCKHOLM, "2027-10-31T00:30"),
        # A change at midnight.
        (date(2026, 4, 24), time(0, 30), "Africa/Cairo", "2026-04-23T22:00"),
        # A whole day left out.
        (date(2011, 12, 30), time(12), "Pacific/Apia", "2011-12-30T10:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:30"),
    ],
)
def test_a_local_time_becomes_one_moment_also_when_the_clock_changes(day, at_time, zone, expected):
    moment = calendar.moment(day, at_time, ZoneInfo(zone))
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(
    zone=st.sampled_from(sorted(available_timezones())),
    day=st.dates(date(2020, 1, 1), date(2036, 12, 31)),
    at_time=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
@settings(max_examples=300, deadline=None)
def test_a_moment_shows_its_local_time_or_is_the_first_minute_after_a_gap(zone, day, at_time):
    zone = ZoneInfo(zone)
    moment = calendar.moment(day, at_time, zone)
    local = moment.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, at_time)
    if local == wanted:
        earlier = datetime.combine(day, at_time, zone).astimezone(UTC)
        assert moment == earlier
    else:
        before = (moment - timedelta(minutes=1)).astimezone(zone).replace(tzinfo=None)
        assert before < wanted < local


@given(
    rhythm=st.sampled_from(["weekly", "monthly", "quarterly"]),
    weekday=st.integers(1, 7),
    day=st.integers(1, 31),
    at_time=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    zone=st.sampled_from([STOCKHOLM, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo"]),
    after=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
@settings(max_examples=200, deadline=None)
def test_each_period_is_due_once_and_in_order(rhythm, weekday, day, at_time, zone, after):
    rule = schedule(rhythm, weekday=weekday, day=day, at_time=at_time, time_zone=zone)
    dues = list(islice(calendar.dues(rule, after), 14))
    assert all(due.at > after for due in dues)
    assert [due.at for due in dues] == sorted(due.at for due in dues)
    assert len({due.period for due in dues}) == 14
    assert [one.at for one in islice(calendar.dues(rule, dues[0].at), 13)] == [due.at for due in dues[1:]]


def test_a_run_on_the_first_morning_speaks_of_the_month_before():
    due = next_due(datetime(2026, 11, 17, tzinfo=UTC))
    assert due == calendar.Due(datetime(2026, 12, 1, 6, tzinfo=UTC), date(2026, 11, 30), "2026-11")


def test_the_31st_of_a_short_month_is_its_last_day():
    dues = islice(calendar.dues(schedule(day=31), datetime(2028, 1, 1, tzinfo=UTC)), 4)
    assert [due.at.date() for due in dues] == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


def test_weeks_are_iso_weeks_also_the_53rd():
    dues = islice(calendar.dues(schedule("weekly", weekday=1), datetime(2026, 12, 22, tzinfo=UTC)), 3)
    assert [(due.as_of, due.period) for due in dues] == [
        (date(2026, 12, 27), "2026-W52"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 10), "2027-W01"),
    ]


def test_quarters_begin_in_january_april_july_and_october():
    dues = islice(calendar.dues(schedule("quarterly"), datetime(2026, 11, 17, tzinfo=UTC)), 3)
    assert [(due.at.date(), due.period) for due in dues] == [
        (date(2027, 1, 1), "2026-Q4"),
        (date(2027, 4, 1), "2027-Q1"),
        (date(2027, 7, 1), "2027-Q2"),
    ]


def test_the_day_compared_with_is_the_one_the_report_before_spoke_of():
    monthly = schedule()
    assert calendar.previous_as_of(monthly, next(calendar.dues(monthly, datetime(2026, 11, 17, tzinfo=UTC)))) == date(
        2026, 10, 31
    )
    weekly = schedule("weekly", weekday=1)
    due = next(calendar.dues(weekly, datetime(2026, 11, 17, tzinfo=UTC)))
    assert (due.as_of, calendar.previous_as_of(weekly, due)) == (date(2026, 11, 22), date(2026, 11, 15))
