"""What is to be answered alike takes the same time: a taken number, hidden or not; an address, known or not."""

from statistics import median, quantiles
from time import perf_counter

import pytest
from django.test import Client as Browser

from tests.contacts.test_number_taken import HIDDEN, VISIBLE, add, asked_by_page, asked_by_program

TIMES = 300


@pytest.mark.parametrize("asked", [asked_by_page, asked_by_program])
def test_hidden_or_not_takes_the_same_time(numbers, client, asked):  # noqa: F811
    took = {HIDDEN: [], VISIBLE: []}
    for number in [HIDDEN, VISIBLE] * TIMES:
        begun = perf_counter()
        answer = asked(client, numbers.outsider, *add(numbers, number))
        took[number].append(perf_counter() - begun)
        assert answer.status_code in (400, 422)
    for number, said in ((HIDDEN, "hidden"), (VISIBLE, "visible")):
        low, middle, high = (1000 * one for one in quantiles(took[number][10:], n=4))
        print(f"{asked.__name__} {said}: median {middle:.2f} ms, quartiles {low:.2f}–{high:.2f}, {TIMES} refusals")
    # Far less than two refusals of one kind differ.
    low, _middle, high = quantiles(took[VISIBLE], n=4)
    assert abs(median(took[HIDDEN]) - median(took[VISIBLE])) < high - low


ADDRESSES = {"known": "alva@fyr.example", "unknown": "nobody@fyr.example"}


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/accounts/password/reset/", "/accounts/login/"])
def test_known_or_not_takes_the_same_time(world, door, settings):
    """Without the limits, which would answer most of them."""
    settings.ACCOUNT_RATE_LIMITS = False
    took = {said: [] for said in ADDRESSES}
    for said in list(ADDRESSES) * TIMES:
        typed = {"email": ADDRESSES[said], "login": ADDRESSES[said], "password": "wrong"}
        begun = perf_counter()
        answer = Browser().post(door, typed)
        took[said].append(perf_counter() - begun)
        assert answer.status_code in (200, 302)
    for said, times in took.items():
        low, middle, high = (1000 * one for one in quantiles(times[10:], n=4))
        print(f"{door} {said}: median {middle:.2f} ms, quartiles {low:.2f}–{high:.2f}, {TIMES} times")
    low, _middle, high = quantiles(took["unknown"], n=4)
    assert abs(median(took["known"]) - median(took["unknown"])) < high - low
