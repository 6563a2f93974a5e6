"""Cells as people write them, and what each is read as; what cannot be read says so with its code."""

from datetime import date
from decimal import Decimal

import pytest

from crm.imports import cells
from projects.imports.planning import light, phase


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", None),
        ("2024-07-12", date(2024, 7, 12)),
        ("2024-07-12 00:00", date(2024, 7, 12)),
        ("20220717", date(2022, 7, 17)),
        ("18/1 2022", date(2022, 1, 18)),
        ("22-06-01", date(2022, 6, 1)),
        ("2/1-25", date(2025, 1, 2)),
        ("12 juli 2024", date(2024, 7, 12)),
    ],
)
def test_days(text, read):
    assert cells.day(text) == read


@pytest.mark.parametrize(("text", "read"), [("", 0), ("45", 45), ("1h", 60), ("0,5 h", 30), ("1 h 15 min", 75)])
def test_minutes(text, read):
    assert cells.minutes(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", None),
        ("12 500 000", Decimal(12_500_000)),
        ("3,4 mkr", Decimal(3_400_000)),
        ("1.5 mnkr", Decimal(1_500_000)),
        ("450 tkr", Decimal(450_000)),
        ("0 SEK", Decimal(0)),
        ("2 miljoner", Decimal(2_000_000)),
        ("750 kr", Decimal(750)),
    ],
)
def test_amounts(text, read):
    assert cells.amount(text) == read


@pytest.mark.parametrize(
    ("text", "read"), [("", (None, "")), ("8", (8, "")), ("ca 10", (10, "ca 10")), ("cirka 12", (12, "cirka 12"))]
)
def test_counts_keep_the_words_beside_them(text, read):
    assert cells.count(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("559933-2714", ("SE", "orgnr", "559933-2714")),
        ("5599332714", ("SE", "orgnr", "559933-2714")),
        ("165599332714", ("SE", "orgnr", "559933-2714")),
        ("SE559933271401", ("SE", "orgnr", "559933-2714")),
        ("NO 923609016", ("NO", "foreign", "NO923609016")),
        ("", ("SE", "", "")),
    ],
)
def test_numbers_of_organisations(text, read):
    assert cells.number(text) == read


@pytest.mark.parametrize(
    ("text", "read"), [("G", "on_track"), ("grön ", "on_track"), ("Gul", "watch"), ("Röd", "off_track"), ("", "")]
)
def test_lights(text, read):
    assert light(text) == read


@pytest.mark.parametrize(("text", "read"), [("Test", "execution"), ("spridning", "results"), ("Stoppat", "stopped")])
def test_phases(text, read):
    assert phase(text) == read


def test_several_services_in_one_cell():
    assert cells.words("service", "Juridik; finansiering, Juridik") == ["legal", "finance"]


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        (cells.day, "våren 2024", "date_unreadable"),
        (cells.day, "2024-13-01", "date_unreadable"),
        (cells.day, "1889-01-01", "date_unreadable"),
        (cells.minutes, "en stund", "minutes_unreadable"),
        (cells.amount, "mycket", "amount_unreadable"),
        (cells.count, "några", "amount_unreadable"),
        (cells.email, "per@", "email_invalid"),
        (cells.number, "559933-2711", "org_number_check_digit"),
        (lambda text: cells.word("stage", text), "Hoppas", "stage_unknown"),
        (light, "Lila", "light_unreadable"),
        (phase, "Snart", "phase_unknown"),
    ],
)
def test_what_cannot_be_read_says_so(reader, text, code):
    with pytest.raises(cells.Unread) as refused:
        reader(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("570312-9840", "5703••-••••"),
        ("195703129840", "5703••-••••"),
        ("559933-2714", "559933-2714"),
        ("070-074 66 45", "070-074 66 45"),
        ("2024-07-12", "2024-07-12"),
    ],
)
def test_a_sample_repeats_no_personal_number(text, shown):
    assert cells.masked(text) == shown
