"""Tasks at their pages: added, changed, finished, opened again, and listed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Task
from journal.models import Entry
from tests.world import NOW, client_named


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


def add(world, **values):
    return Task.add(by=world.advisor, at=NOW, **({"text": "Ring", "client": world.client} | values))


def test_a_task_is_added_at_a_client(browser, world):
    url = reverse("crm:task_create")
    assert "Klarvik Diagnostik AB" in browser.get(url, {"client": world.client.pk}).text
    sent = {"text": "Skicka underlag", "due_on": "2026-11-27", "owner": world.advisor.pk, "client": world.client.pk}
    answer = browser.post(url, sent)
    assert answer["Location"] == reverse("crm:client_detail", args=[world.client.pk])
    assert Task.objects.values_list("text", "due_on", "client").get() == (
        "Skicka underlag",
        date(2026, 11, 27),
        world.client.pk,
    )


def test_an_unreadable_day_keeps_what_was_typed(browser, world):
    sent = {"text": "Skicka underlag", "due_on": "snart", "owner": world.advisor.pk}
    answer = browser.post(reverse("crm:task_create"), sent)
    assert (answer.status_code, "is not a day" in answer.text, "Skicka underlag" in answer.text) == (422, True, True)


def test_a_hidden_client_cannot_be_named(browser, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    sent = {"text": "x", "owner": world.advisor.pk, "client": hidden.pk}
    answer = browser.post(reverse("crm:task_create"), sent)
    assert (answer.status_code, "Hemlig" in answer.text, Task.objects.count()) == (422, False, 0)


def test_a_task_is_changed(browser, world):
    task = add(world)
    url = reverse("crm:task_change", args=[task.pk])
    assert "Ring" in browser.get(url).text
    sent = {"text": "Ring igen", "due_on": "", "owner": world.colleague.pk, "version": 1}
    assert browser.post(url, sent).status_code == 302
    task.refresh_from_db()
    assert (task.text, task.owner, task.client) == ("Ring igen", world.colleague, world.client)
    assert Entry.objects.latest("pk").facts == {"fields": ["text", "owner"]}


def test_the_second_to_save_sees_both_versions_and_loses_nothing(browser, world):
    task = add(world)
    url = reverse("crm:task_change", args=[task.pk])
    task.change(by=world.manager, at=NOW, text="Hennes ord")
    mine = {"text": "Mina ord", "due_on": "2026-12-01", "owner": world.advisor.pk, "version": 1}
    answer = browser.post(url, mine)
    assert answer.status_code == 422
    for words in ("Somebody saved this record", "Hennes ord", "Mina ord", "2026-12-01"):
        assert words in answer.text, words
    assert browser.post(url, mine | {"version": answer.context["current"].version}).status_code == 302
    assert Task.objects.get().text == "Mina ord"


def test_a_task_is_ticked_off_and_the_tick_taken_back(browser, world):
    task = add(world)
    done, reopen = (reverse(f"crm:task_{verb}", args=[task.pk]) for verb in ("done", "reopen"))
    assert browser.get(done).status_code == 405
    page = browser.post(done, {"next": reverse("crm:task_list"), "version": 1}, follow=True).text
    assert ("Done: Ring" in page, f"{reopen}?version=2" in page) == (True, True)
    assert "The task is done already." in browser.post(done, {"version": 2}, follow=True).text
    assert "Open again: Ring" in browser.post(f"{reopen}?version=2", follow=True).text
    assert Task.objects.get().done_at is None
    assert browser.post(done, {"next": "https://evil.example/", "version": 3})["Location"] == reverse("crm:task_list")


def test_who_may_not_is_refused(client, world):
    task = add(world)
    urls = [reverse("crm:task_create"), *(reverse(f"crm:task_{verb}", args=[task.pk]) for verb in ("change", "done"))]
    client.force_login(world.auditor)
    assert [client.post(url, {"text": "x"}).status_code for url in urls] == [403, 403, 403]
    world.client.confidentiality = "named"
    world.client.save()
    client.force_login(world.outsider)
    assert [client.post(url).status_code for url in urls[1:]] == [404, 404]


def test_the_list_has_mine_or_the_late_ones_or_all(browser, world):
    yesterday = timezone.localdate() - timedelta(days=1)
    add(world, text="Sen", due_on=yesterday)
    add(world, text="Utan dag")
    add(world, text="Hennes", owner=world.colleague, due_on=yesterday)
    done = add(world, text="Klar")
    done.finish(by=world.advisor, at=NOW)
    for whose, found in {"mine": ["Sen", "Utan dag"], "late": ["Sen"], "all": ["Sen", "Hennes", "Utan dag"]}.items():
        tasks = browser.get(reverse("crm:task_list"), {"whose": whose}).context["tasks"]
        assert [task.text for task in tasks] == found, whose


def test_the_list_is_sorted_by_the_day_either_way(client, world):
    today = timezone.localdate()
    for text, days in (("Sedan", 9), ("Sen", -4), ("Nu", 0)):
        Task.add(by=world.advisor, at=NOW, text=text, owner=world.advisor, due_on=today + timedelta(days=days))
    Task.add(by=world.advisor, at=NOW, text="Utan dag", owner=world.advisor)
    client.force_login(world.advisor)

    def listed(query):
        return [task.text for task in client.get(reverse("crm:task_list") + query).context["tasks"]]

    assert listed("") == listed("?sort=nonsense") == ["Sen", "Nu", "Sedan", "Utan dag"]
    assert listed("?sort=-due") == ["Sedan", "Nu", "Sen", "Utan dag"]
    assert listed("?sort=-due&whose=late") == ["Sen"]
