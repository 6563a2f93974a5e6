"""Cells as people write them, and what each is read as; what cannot be read says so with its code."""

from datetime import date
from decimal import Decimal

import pytest

from contacts.imports.cells import number as number_of
from crm.imports import cells
from projects.imports.planning import light, phase


def value(read):
    return read.value if isinstance(read, cells.Told) else read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", None),
        ("2024-07-12", date(2024, 7, 12)),
        ("2024-07-12 00:00", date(2024, 7, 12)),
        ("20220717", date(2022, 7, 17)),
        ("18/1 2022", date(2022, 1, 18)),
        ("2024-07-12T14:30:00Z", date(2024, 7, 12)),
        ("12.07.2024 00:00:00", date(2024, 7, 12)),
        ("July 12, 2024", date(2024, 7, 12)),
        ("12 oktober 2024", date(2024, 10, 12)),
        ("07/25/2024", date(2024, 7, 25)),
        ("98-05-01", date(1998, 5, 1)),
        ("45485", date(2024, 7, 12)),
        ("2/1-25", date(2025, 1, 2)),
        ("12 juli 2024", date(2024, 7, 12)),
    ],
)
def test_days(text, read):
    assert value(cells.day(text)) == read


@pytest.mark.parametrize(("text", "read"), [("", 0), ("45", 45), ("1h", 60), ("0,5 h", 30), ("1 h 15 min", 75)])
def test_minutes(text, read):
    assert value(cells.minutes(text)) == read


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
        ("450.000", Decimal(450_000)),
        ("1,250", Decimal(1250)),
        ("1.250.000,50", Decimal(1_250_001)),
        ("1'250'000", Decimal(1_250_000)),
        ("SEK 12,500,000", Decimal(12_500_000)),
        ("1,25E6", Decimal(1_250_000)),
        ("4500 (tkr)", Decimal(4_500_000)),
    ],
)
def test_amounts(text, read):
    assert value(cells.amount(text)) == read


@pytest.mark.parametrize(
    ("text", "read"), [("", (None, "")), ("8", (8, "")), ("ca 10", (10, "ca 10")), ("cirka 12", (12, "cirka 12"))]
)
def test_counts_keep_the_words_beside_them(text, read):
    assert value(cells.count(text)) == read


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
    assert value(number_of(text)) == read


@pytest.mark.parametrize(
    ("text", "read"), [("G", "on_track"), ("grön ", "on_track"), ("Gul", "watch"), ("Röd", "off_track"), ("", "")]
)
def test_lights(text, read):
    assert light(text) == read


@pytest.mark.parametrize(("text", "read"), [("Test", "execution"), ("spridning", "results"), ("Stoppat", "stopped")])
def test_phases(text, read):
    assert phase(text) == read


def test_several_services_in_one_cell():
    assert cells.words("service", "Juridik; finansiering, Juridik").value == ["legal", "finance"]


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        (cells.day, "våren 2024", "date_unreadable"),
        (cells.day, "2024-13-01", "date_unreadable"),
        (cells.day, "1889-01-01", "date_unreadable"),
        (cells.minutes, "en stund", "minutes_unreadable"),
        (cells.amount, "mycket", "amount_unreadable"),
        (cells.amount, "-5000", "amount_negative"),
        (cells.amount, "15 %", "amount_unreadable"),
        (cells.amount, "€100 000", "amount_unreadable"),
        (cells.amount, "3,400 mkr", "amount_unclear"),
        (cells.amount, "999999999999999", "amount_too_large"),
        (cells.amount, "1E40", "amount_too_large"),
        (cells.day, "4/5/2024", "date_order"),
        (cells.day, "24-07-12", "date_order"),
        (cells.day, "igår", "date_unreadable"),
        (cells.country, "Mittlandet", "country_unknown"),
        (number_of, "5.59901E+09", "org_number_unreadable"),
        (cells.count, "några", "amount_unreadable"),
        (cells.email, "per@", "email_invalid"),
        (number_of, "559933-2711", "org_number_check_digit"),
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


@pytest.mark.parametrize(
    ("text", "kept", "code", "aside"),
    [
        ("46701234567", "+46 70 123 45 67", "phone_read", ""),
        ("Saknas", "", "no_number", ""),
        ("–", "", "no_number", ""),
        ("+46 (0)70-123 45 67", "+46 70 123 45 67", "", ""),
        ("070-123 45 67 (Eva)", "+46 70 123 45 67", "phone_parted", "+46 70 123 45 67: Eva"),
        ("070-1234567, 040-123456", "+46 70 123 45 67", "phone_parted", "+46 70 123 45 67: +46 40 12 34 56"),
        ("08-123 45 67 ankn 12", "+46 8 123 45 67 ankn. 12", "phone_read", ""),
        ("4.67012E+10", "4.67012E+10", "phone_invalid", ""),
        ("växel", "växel", "phone_invalid", ""),
        ("0800-FLOWERS", "0800-FLOWERS", "phone_invalid", ""),
        ("", "", "", ""),
    ],
)
def test_telephone_numbers(text, kept, code, aside):
    read = cells.phone(text)
    assert (read.value, read.code, read.aside) == (kept, code, aside)


def test_what_a_number_was_read_as_is_read_as_the_same_again():
    for text in ("08-123 45 67 ankn 12", "070-123 45 67"):
        assert cells.phone(cells.phone(text).value).value == cells.phone(text).value


@pytest.mark.parametrize("text", ["saknas", "Okänt", "under bildande", "u.b.", "N/A", "–", "0"])
def test_words_for_no_number_are_no_number_and_told(text):
    read = number_of(text)
    assert (read.value, read.code) == (("SE", "", ""), "no_number")


@pytest.mark.parametrize(
    ("text", "code"),
    [("Sverige", "SE"), ("Denmark", "DK"), ("Suomi", "FI"), ("Island", "IS"), ("UK", "GB"), ("dk", "DK"), ("", "")],
)
def test_countries_in_several_languages(text, code):
    assert cells.country(text) == code
