"""Days and times as people write them, in Swedish and English."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ui.when import When, in_words, read, read_day, read_minutes, read_moment

TODAY = date(2026, 11, 25)  # a Wednesday


def nov(day):
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("igår 10", When(nov(24), time(10))),
        ("igår kl 10", When(nov(24), time(10))),
        ("igår kl. 10.15", When(nov(24), time(10, 15))),
        ("igår 10–11", When(nov(24), time(10), 60)),
        ("i går mellan 10 och 11.30", When(nov(24), time(10), 90)),
        ("igår 0830-0930", When(nov(24), time(8, 30), 60)),
        ("igår 10:00 45 min", When(nov(24), time(10), 45)),
        ("igår 10 45 min", When(nov(24), time(10), 45)),
        ("igår 10 min", When(nov(24), None, 10)),
        ("20 nov kl 9", When(nov(20), time(9))),
        ("nov 20 9", When(nov(20), time(9))),
        ("fredag den 20 november 2026 kl. 13.00", When(nov(20), time(13))),
        ("20th of November at 2:30 pm", When(nov(20), time(14, 30))),
        ("i morse", When(TODAY)),
        ("i morse 8", When(TODAY, time(8))),
        ("i kväll 7", When(TODAY, time(19))),
        ("igår eftermiddag 2-3", When(nov(24), time(14), 60)),
        ("yesterday morning", When(nov(24))),
        ("förra fredagen 10.00", When(nov(20), time(10))),
        ("last friday 10", When(nov(20), time(10))),
        ("i fredags", When(nov(20))),
        ("på fredag 9", When(nov(27), time(9))),
        ("nästa fredag", When(date(2026, 12, 4))),
        ("yesterday 2pm 45 min", When(nov(24), time(14), 45)),
        ("yesterday 2-3pm", When(nov(24), time(14), 60)),
        ("today 11-1pm", When(TODAY, time(11), 120)),
        ("yesterday 10.00, 1h", When(nov(24), time(10), 60)),
        ("24/11 10", When(nov(24), time(10))),
        ("24/11 10-11", When(nov(24), time(10), 60)),
        ("24/11 2025 10", When(date(2025, 11, 24), time(10))),
        ("24.11.26", When(nov(24), has_short_year=True)),
        ("24/11-26", When(nov(24), has_short_year=True)),
        ("24-11-2026", When(nov(24))),
        ("24/11-10", When(date(2010, 11, 24), has_short_year=True)),
        ("5.11", When(nov(5))),
        ("5/11", When(nov(5))),
        ("5.11 10.30", When(nov(5), time(10, 30))),
        ("igår 5.11", When(nov(24), time(5, 11))),
        ("5.11 igår", When(nov(24), time(5, 11))),
        ("10.00", When(None, time(10))),
        ("kl 5.11", When(None, time(5, 11))),
        ("i dag kl. 8:30-9:30", When(TODAY, time(8, 30), 60)),
        ("fre 13:00", When(nov(20), time(13))),
        ("fre v 48", When(nov(27))),
        ("v 48 fre 9", When(nov(27), time(9))),
        ("friday week 48", When(nov(27))),
        ("förrgår", When(nov(23))),
        ("den 20:e", When(nov(20))),
        ("27/10 2025 0,5 h", When(date(2025, 10, 27), None, 30)),
        ("2026-11-03", When(nov(3))),
        ("20261103 9", When(nov(3), time(9))),
        ("för 3 dagar sedan", When(nov(22))),
        ("2 weeks ago", When(nov(11))),
        ("om en vecka", When(date(2026, 12, 2))),
        ("1 h 15 min", When(None, None, 75)),
        ("i går 1h15", When(nov(24), None, 75)),
        ("igår 14h", When(nov(24), time(14))),
        ("14h30 igår", When(nov(24), time(14, 30))),
        ("igår 10 12h", When(nov(24), time(10), 720)),
        ("igår 8h", When(nov(24), None, 480)),
        ("igår en halvtimme", When(nov(24), None, 30)),
        ("+2v", When(date(2026, 12, 9))),
        ("23-01 igår", When(nov(24), time(23), 120)),
        ("nyss", When(TODAY)),
        ("nu", When(TODAY)),
        ("just now 45 min", When(TODAY, None, 45)),
        ("nu på fredag", When(nov(27))),
        ("lunch igår", When(nov(24))),
        ("igår lunch 12.30", When(nov(24), time(12, 30))),
        ("igår vid lunch 1", When(nov(24), time(13))),
        ("igår efter lunch 2-3", When(nov(24), time(14), 60)),
        ("yesterday at lunch", When(nov(24))),
        ("igår före lunch 9", When(nov(24), time(9))),
        ("igår halv tre", When(nov(24), time(14, 30))),
        ("halv 3 igår", When(nov(24), time(14, 30))),
        ("kl halv tio", When(None, time(9, 30))),
        ("halv åtta i kväll", When(TODAY, time(19, 30))),
        ("halv sju i morse", When(TODAY, time(6, 30))),
        ("imorgon halv ett", When(nov(26), time(12, 30))),
        ("igår halv 15", When(nov(24), time(14, 30))),
        ("igår fem i halv tre", When(nov(24), time(14, 25))),
        ("igår kvart över två", When(nov(24), time(14, 15))),
        ("igår en kvart i tre", When(nov(24), time(14, 45))),
        ("igår 10 i tre", When(nov(24), time(14, 50))),
        ("igår klockan två", When(nov(24), time(14))),
        ("igår halv tre 45 min", When(nov(24), time(14, 30), 45)),
        ("yesterday half past two", When(nov(24), time(14, 30))),
        ("yesterday at quarter to three", When(nov(24), time(14, 45))),
        ("yesterday ten past nine", When(nov(24), time(9, 10))),
        ("yesterday at two", When(nov(24), time(14))),
        ("igår 10 i 45 min", When(nov(24), time(10), 45)),
        ("igår 10 i en timme", When(nov(24), time(10), 60)),
        ("igår 10 i en kvart", When(nov(24), time(10), 15)),
        ("igår kl 10 i 3 timmar", When(nov(24), time(10), 180)),
        ("yesterday 10 for 45 min", When(nov(24), time(10), 45)),
        ("yesterday at 10 for half an hour", When(nov(24), time(10), 30)),
    ],
)
def test_a_moment_is_read(text, said):
    assert read(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fri", nov(27)),
        ("ons", date(2026, 12, 2)),
        ("+2w", date(2026, 12, 9)),
        ("v 48", nov(27)),
        ("vecka 2", date(2027, 1, 15)),
        ("nästa vecka", date(2026, 12, 4)),
        ("15/1", date(2027, 1, 15)),
        ("5.11", nov(5)),
        ("", None),
    ],
)
def test_a_due_day_lies_rather_ahead(text, day):
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        *("när som helst", "31/2", "99/99", "våren 2024", "?", "10", "10-11", "10.11-12.11", "v 48", "fm", "2026-W48"),
        *(
            "fre 24 nov",
            "24/11 26",
            "igår 10-9",
            "igår 10 11",
            "igår idag",
            "11/24/2026",
            "igår 25:00",
            "igår halv tjugosju",
            "halv 0 igår",
            "lunch",
            "yesterday half two",
            "yesterday from ten to three",
            "för 45 min sedan",
            "igår halv tre till fyra",
        ),
        *("1990-02-30", "x" * 5000, "9" * 5000, "\x00", "v 99", "igår " * 300),
    ],
)
def test_what_is_no_day_is_refused_in_words(text):
    with pytest.raises(ValidationError) as refused:
        read(text, TODAY)
    assert refused.value.code == "date_unreadable"


@pytest.mark.parametrize("text", ["10:30", "kl 9", "igår 10"])
def test_a_field_for_a_day_takes_no_time(text):
    with pytest.raises(ValidationError):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    ("clock", "start", "minutes"),
    [("10", time(10), None), ("5.11", time(5, 11), None), ("10-11", time(10), 60), ("08:30–09:30", time(8, 30), 60),
     ("2pm 45 min", time(14), 45), ("1030", time(10, 30), None), ("halv tre", time(14, 30), None)],
)  # fmt: skip
def test_in_its_own_field_a_number_is_a_time(clock, start, minutes):
    assert read_moment("5.11", clock, TODAY) == When(nov(5), start, minutes)


@pytest.mark.parametrize(
    ("day", "clock", "start"),
    [
        ("igår kväll", "halv åtta", time(19, 30)),
        ("igår eftermiddag", "2", time(14)),
        ("i morse", "halv sju", time(6, 30)),
        ("igår lunch", "1", time(13)),
    ],
)
def test_the_part_of_the_day_beside_the_day_decides_for_the_time_in_its_own_field(day, clock, start):
    assert read_moment(day, clock, TODAY).start == start


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("v 48", "A week is not a day; write which day of it, like fri v 48."),
        ("yesterday half two", "Half before or half past the hour? Write it in figures, like 14:30."),
        ("halv 0 igår", "There is no such time of the day."),
    ],
)
def test_what_may_be_several_is_refused_with_what_to_write_instead(text, words):
    with pytest.raises(ValidationError) as refused:
        read(text, TODAY)
    assert refused.value.messages == [f"“{text}”: {words}"]


def test_a_time_is_not_said_twice():
    with pytest.raises(ValidationError):
        read_moment("igår 10", "11", TODAY)


@pytest.mark.parametrize(("text", "minutes"), [("45", 45), ("1h", 60), ("0,5 h", 30), ("1 h 15 min", 75)])
def test_minutes_are_read(text, minutes):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["²", "٣", "-5", "9" * 5000, "1e400", "igår"])
def test_what_is_no_length_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        read_minutes(text)
    assert refused.value.code == "minutes_unreadable"


PIECES = "igår|idag|fre|förra|v|48|10|10–11|24/11|5.11|kl|2pm|45|min|1h|-|.|/|:|nov|2026|den|i|morse|²|+|om|2|veckor"
PIECES += "|halv|tre|kvart|i|över|lunch|nyss|for|half|past"
WRITTEN = st.lists(st.sampled_from(PIECES.split("|")), max_size=9).map(" ".join)


@given(text=st.one_of(st.text(max_size=90), WRITTEN), ahead=st.booleans())
def test_no_text_crashes_the_reader(text, ahead):
    for reading in (lambda: read(text, TODAY, ahead=ahead), lambda: read_day(text, TODAY), lambda: read_minutes(text)):
        try:
            reading()
        except ValidationError as refused:
            assert refused.messages


@given(
    said=st.builds(
        When,
        st.dates(date(1901, 1, 1), date(2099, 12, 31)),
        st.none() | st.times().map(lambda one: one.replace(second=0, microsecond=0, fold=0)),
        st.none() | st.integers(1, 1440),
    ),
    today=st.dates(date(1990, 1, 1), date(2098, 12, 31)),
    ahead=st.booleans(),
    language=st.sampled_from(["sv", "en"]),
)
def test_its_own_words_are_read_as_what_was_said(said, today, ahead, language):
    with translation.override(language):
        assert read(in_words(said, today), today, ahead=ahead) == said


@pytest.mark.parametrize(
    ("language", "asked", "words"),
    [
        ("sv", {"text": "{today:%d/%m} 10-10.45", "is_moment": 1}, "{sv} 10:00–10:45"),
        ("sv", {"text": "{tomorrow:%d/%m} 10", "is_moment": 1}, "{sv_tomorrow} 10:00, planeras"),
        ("en", {"text": "{tomorrow:%d/%m}", "clock": "10", "is_moment": 1}, "{en_tomorrow} 10:00, to be planned"),
        ("en", {"text": "24 nov 2010", "ahead": 1}, "Wed 24 Nov 2010, more than a year away"),
    ],
)
def test_the_words_beside_the_field(world, client, settings, language, asked, words):
    world.advisor.language = language
    world.advisor.save()
    client.force_login(world.advisor)
    today = datetime.now().astimezone().date()
    days = {"today": today, "tomorrow": today + timedelta(days=1)}
    with translation.override(language):
        days |= {
            f"{language}{end}": in_words(When(day), today)
            for end, day in zip(("", "_tomorrow"), days.values(), strict=True)
        }
    written = {name: str(text).format(**days) for name, text in asked.items()}
    if "10-10.45" in written["text"] and datetime.now().astimezone().hour < 10:
        words += ", planeras"
    answer = client.get(reverse("ui:when"), written).json()
    assert answer == {"words": words.format(**days), "refused": False}


@pytest.mark.parametrize(
    ("text", "words"), [("igår halv tre", " 14:30"), ("yesterday 10 for 45 min", " 10:00–10:45"), ("lunch igår", "")]
)
def test_what_is_said_is_echoed_as_what_it_is_read_as(world, client, text, words):
    client.force_login(world.advisor)
    yesterday = datetime.now().astimezone().date() - timedelta(days=1)
    answer = client.get(reverse("ui:when"), {"text": text, "is_moment": 1}).json()
    assert answer == {"words": in_words(When(yesterday), yesterday) + words, "refused": False}


def test_what_cannot_be_read_is_said_beside_the_field(world, client):
    client.force_login(world.advisor)
    answer = client.get(reverse("ui:when"), {"text": "v 48", "is_moment": 1}).json()
    assert answer == {"words": "“v 48”: A week is not a day; write which day of it, like fri v 48.", "refused": True}


@pytest.mark.parametrize("asked", [{"ahead": 1}, {}, {"is_moment": 1}])
def test_a_year_of_two_figures_is_echoed_in_four(world, client, asked):
    client.force_login(world.advisor)
    today = datetime.now().astimezone().date()
    typed = f"{today.day}/{today.month}"
    plain, short = (
        client.get(reverse("ui:when"), {"text": text} | asked).json()["words"]
        for text in (typed, f"{typed}-{today:%y}")
    )
    assert short == f"{plain} {today.year}"


@pytest.mark.parametrize(("language", "words"), [("sv", "tis 24 nov"), ("en", "Tue 24 Nov")])
def test_a_day_is_written_as_its_language_writes_it(language, words):
    with translation.override(language):
        assert in_words(When(nov(24)), TODAY) == words
