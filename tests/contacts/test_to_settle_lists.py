"""The lists of likenesses and of texts to read after an erasure: whatever waits, and what was settled, whenever."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client as Browser
from django.urls import reverse

from contacts.models import Erasure, Likeness, ToRead
from crm.models import Client
from lists.paging import PAGE
from tests.world import NOW, client_named

LONG_AGO = NOW - timedelta(days=400)
LIKENESSES, TEXTS = "/contacts/likenesses/", "/contacts/erasures/texts/"
PLACES = [LIKENESSES, TEXTS]


@pytest.fixture
def browser(client, world):
    client.force_login(world.administrator)
    return client


def likenesses(world, count, **fields):
    others = [client_named(f"Klarvik {number}").organisation for number in range(count)]
    new = world.client.organisation
    return [Likeness.objects.create(organisation=new, other=one, found_at=LONG_AGO, **fields) for one in others]


def texts(world, count, **fields):
    erasure = Erasure.objects.create(person=1, ground="disposal", by=world.administrator, at=LONG_AGO)
    of = {"erasure": erasure, "record_type": ContentType.objects.get_for_model(Client)}
    keys = [client_named(f"Bolag {number}").pk for number in range(count)]
    return [ToRead.objects.create(**of, record_id=key, **fields) for key in keys]


MADE = {LIKENESSES: likenesses, TEXTS: texts}
SETTLED = {
    LIKENESSES: lambda world: {"settled_at": LONG_AGO, "settled_by": world.administrator},
    TEXTS: lambda world: {"done_at": LONG_AGO, "done_by": world.administrator},
}
STATES = {LIKENESSES: "settled", TEXTS: "done"}
# What a press on each says, and what its Undo does.
VERBS = {
    LIKENESSES: ("contacts:likeness_settle", "contacts:likeness_reopen", "They are two:", "To be looked at again:"),
    TEXTS: ("contacts:text_read", "contacts:text_reopen", "Read through:", "To be read through again:"),
}


def listed(page):
    return [row.pk for row in page.context["list"].rows]


@pytest.mark.parametrize("place", PLACES)
def test_what_was_settled_long_ago_is_found_and_what_waits_too(browser, world, place):
    [old] = MADE[place](world, 1, **SETTLED[place](world))
    waiting = MADE[place](world, 2)[1]
    both = listed(browser.get(place))
    assert {old.pk, waiting.pk} < set(both)
    assert listed(browser.get(f"{place}?state={STATES[place]}")) == [old.pk]
    assert listed(browser.get(f"{place}?state=open")) == [pk for pk in both if pk != old.pk]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["advisor", "lead", "manager", "editor", "auditor"])
def test_they_are_administrators_as_on_today(client, world, place, who):
    MADE[place](world, 1)
    client.force_login(getattr(world, who))
    assert client.get(place).status_code == 403
    assert f'href="{place}"' not in client.get(reverse("crm:today")).text
    assert f'href="{place}"' not in client.get(reverse("ui:more")).text


@pytest.mark.parametrize("place", PLACES)
def test_today_leads_there_and_so_does_more_when_nothing_stands_on_today(browser, world, place):
    assert f'href="{place}"' in browser.get(reverse("ui:more")).text
    MADE[place](world, 1)
    assert f'<a class="end" href="{place}"' in browser.get(reverse("crm:today")).text


@pytest.mark.parametrize("place", PLACES)
def test_settled_in_the_list_it_leads_back_there_and_so_does_its_undo(browser, world, place):
    [row] = MADE[place](world, 1)
    end, again, ended, reopened = VERBS[place]
    here = f"{place}?state=open"
    assert f'name="next" value="{here}"' in browser.get(here).text
    page = browser.post(reverse(end, args=[row.pk]), {"next": here}, follow=True)
    assert (page.redirect_chain, listed(page), ended in page.text) == ([(here, 302)], [], True)
    undo = page.text.partition('<div class="toast">')[2].partition('<form action="')[2].partition('"')[0]
    assert undo.startswith(reverse(again, args=[row.pk]))
    page = browser.post(undo.replace("&amp;", "&"), follow=True)
    assert (page.redirect_chain, listed(page), reopened in page.text) == ([(here, 302)], [row.pk], True)


@pytest.mark.parametrize("place", PLACES)
def test_what_was_settled_long_ago_is_opened_again_from_the_list(browser, world, place):
    [row] = MADE[place](world, 1, **SETTLED[place](world))
    again = reverse(VERBS[place][1], args=[row.pk])
    assert f'action="{again}"' in browser.get(place).text
    assert f'action="{again}"' not in browser.get(reverse("crm:today")).text
    browser.post(again, {"next": place})
    assert listed(browser.get(f"{place}?state=open")) == [row.pk]


@pytest.mark.parametrize("place", PLACES)
def test_another_host_is_nowhere_to_lead_to(browser, world, place):
    [row] = MADE[place](world, 1)
    answer = browser.post(reverse(VERBS[place][0], args=[row.pk]), {"next": "https://elsewhere.example/"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("crm:today"))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("place", "count"), [(LIKENESSES, 5), (TEXTS, 6)])
def test_it_costs_the_same_for_any_number_of_rows(browser, world, place, count, rows, django_assert_num_queries):
    MADE[place](world, rows, **SETTLED[place](world))
    browser.get(place)
    with django_assert_num_queries(count):
        assert len(listed(browser.get(place))) == rows


@pytest.mark.parametrize("place", PLACES)
def test_it_is_paged(browser, world, place):
    made = MADE[place](world, PAGE + 1)
    first = browser.get(place)
    assert listed(first) == [row.pk for row in reversed(made)][:PAGE]
    assert listed(browser.get(f"{place}?{first.context['list'].next_query}")) == [made[0].pk]


@pytest.mark.parametrize(
    ("place", "nothing", "none"),
    [
        (LIKENESSES, "No likenesses yet", "No likeness matches"),
        (TEXTS, "No texts to read through", "No text matches"),
    ],
)
def test_empty_it_says_what_stands_there(browser, world, place, nothing, none):
    assert nothing in browser.get(place).text
    MADE[place](world, 1)
    assert none in browser.get(f"{place}?state={STATES[place]}").text


def test_words_by_which_she_was_named_are_shown_while_the_text_waits(browser, world):
    texts(world, 1, words=["Kanarina"])
    assert "Kanarina" in browser.get(TEXTS).text
    ToRead.objects.update(**SETTLED[TEXTS](world))
    assert "Kanarina" not in browser.get(TEXTS).text


def test_a_stranger_signs_in_first(db):
    for place in PLACES:
        assert Browser().get(place)["Location"].startswith("/accounts/login/")
