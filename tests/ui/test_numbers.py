"""Numbers and amounts as people write them in a field, in Swedish and English: read as meant or refused in words."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ui.amounts import NBSP
from ui.number_fields import NumberField, written

MONEY = {"is_money": True, "most": 10**14 - 1}


def read(text, language="sv", **field):
    with translation.override(language):
        try:
            return NumberField(required=False, **field).clean(text)
        except ValidationError as error:
            return " ".join(error.messages)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5 mkr", 1_500_000),
        ("1500 tkr", 1_500_000),
        ("1.5 miljoner", 1_500_000),
        ("12.500", 12_500),
        ("12 500", 12_500),
        ("12\u00a0500 kr", 12_500),
        ("12,500,000", 12_500_000),
        ("SEK 450 000", 450_000),
        ("450 000:-", 450_000),
        ("1e5", 100_000),
        ("0", 0),
        ("  ", None),
    ],
)
def test_money_is_read_as_whole_kronor(text, number, language):
    assert str(read(text, language, **MONEY)) == str(number)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", Decimal("1.5")),
        ("1.5", Decimal("1.5")),
        ("0,5", Decimal("0.5")),
        ("-2,25", Decimal("-2.25")),
        ("−3", Decimal(-3)),
        ("1 250,50", Decimal("1250.5")),
        ("1,250.50", Decimal("1250.5")),
        ("1,5 mkr", Decimal(1_500_000)),
        ("0,20", Decimal("0.2")),
    ],
)
def test_a_number_with_decimals_is_read(text, number, language):
    assert str(read(text, language, places=2)) == str(number.quantize(Decimal("0.01")))


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("cirka mycket", MONEY, "“cirka mycket” is not an amount."),
        ("-5", MONEY, "“-5” is less than nothing; it is not taken."),
        ("12,50 kr", MONEY, "Write whole kronor."),
        ("9" * 15, MONEY, f"“{'9' * 15}” is more than can be kept."),
        ("1.500 mkr", MONEY, "“1.500 mkr” can be read in two ways; write it without the mark."),
        ("1,500", {"places": 2}, "“1,500” can be read in two ways; write it without the mark."),
        ("0,125", {"places": 2}, "Write at most 2 decimals."),
        ("5 m", {"places": 2}, "“5 m” is not a number."),
        ("12 st", {}, "“12 st” is not a number."),
        ("1,5", {}, "Write a whole number."),
        ("6", {"least": 1, "most": 5}, "Write 5 or less."),
        ("0", {"least": 1, "most": 5}, "Write 1 or more."),
        ("x" * 5000, {}, f"“{'x' * 5000}” is not a number."),
        ("9" * 5000, {}, f"“{'9' * 5000}” is more than can be kept."),
    ],
)
def test_what_is_no_such_number_is_refused_in_words(text, field, words):
    assert read(text, "en", **field) == words


@given(st.integers(-(10**12), 10**12), st.integers(0, 2), st.booleans(), st.sampled_from(["sv", "en"]))
def test_what_a_field_shows_is_read_as_the_same_again(number, places, is_money, language):
    said = {"places": 0 if is_money else places, "is_money": is_money}
    value = Decimal(abs(number) if is_money else number).scaleb(-said["places"])
    with translation.override(language):
        assert NumberField(**said).clean(written(value, **said)) == value


@pytest.mark.parametrize(
    ("language", "asked", "words"),
    [
        ("sv", {"text": "1,5 mkr", "is_money": 1}, "1 500 000 kronor"),
        ("en", {"text": "1,5 mkr", "is_money": 1}, "SEK 1 500 000"),
        ("sv", {"text": "1 500 000", "is_money": 1}, ""),
        ("sv", {"text": "12.500", "is_money": 1}, "12 500 kronor"),
        ("sv", {"text": "0,5", "places": 2}, ""),
        ("en", {"text": "0,5", "places": 2}, "0.5"),
        ("en", {"text": "1e5"}, "100 000"),
        ("en", {"text": ""}, ""),
        ("en", {"text": "lots", "places": "x"}, "“lots” is not a number."),
    ],
)
def test_a_number_is_said_in_words_as_it_is_typed(world, client, language, asked, words):
    world.advisor.language = language
    world.advisor.save()
    client.force_login(world.advisor)
    said = client.get(reverse("ui:number"), asked).json()
    assert said == {"words": words.replace(" ", NBSP) if "lots" not in words else words, "refused": "lots" in words}
