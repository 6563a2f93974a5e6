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
    assert Entry.objects.latest("pk").facts == {"fields": ["text", "owner"], "owner": world.colleague.pk}


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


def finished(world, text, by, **values):
    task = add(world, text=text, **values)
    task.finish(by=by, at=NOW + timedelta(minutes=Task.objects.count()))
    return task


QUERIES = 5


def done_list(browser, **asked):
    return browser.get(reverse("crm:task_list"), {"done": 1, **asked})


def test_what_is_done_is_listed_latest_first_with_who_did_it(browser, world):
    add(world, text="Öppen")
    finished(world, "Först", world.advisor)
    finished(world, "Sedan", world.manager)
    finished(world, "Hennes", world.manager, owner=world.colleague)
    page = done_list(browser)
    assert [(task.text, task.done_by) for task, _may in page.context["tasks"]] == [
        ("Sedan", world.manager),
        ("Först", world.advisor),
    ]
    everyones = done_list(browser, whose="all").context["tasks"]
    assert [task.text for task, _may in everyones] == ["Hennes", "Sedan", "Först"]
    assert 'href="?done=1"' in browser.get(reverse("crm:task_list")).text


def test_it_is_opened_again_from_there_by_whoever_may(browser, world):
    task = finished(world, "Ring", world.advisor)
    reopen = reverse("crm:task_reopen", args=[task.pk])
    assert f'action="{reopen}"' in done_list(browser).text
    browser.force_login(world.outsider)
    page = done_list(browser, whose="all")
    assert ([one.text for one, _may in page.context["tasks"]], f'action="{reopen}"' in page.text) == (["Ring"], False)
    browser.force_login(world.auditor)
    assert f'action="{reopen}"' not in done_list(browser, whose="all").text
    browser.force_login(world.advisor)
    back = reverse("crm:task_list") + "?done=1"
    assert browser.post(reopen, {"version": 2, "next": back})["Location"] == back
    task.refresh_from_db()
    assert (task.done_at, done_list(browser).context["tasks"]) == (None, [])


def test_nobody_reads_there_what_is_kept_from_her(browser, world):
    hidden = client_named("Hemlig AB", lead=world.advisor, confidentiality="named")
    finished(world, "Hemligt", world.advisor, client=hidden)
    browser.force_login(world.outsider)
    assert done_list(browser, whose="all").context["tasks"] == []


def test_the_done_list_asks_as_often_with_one_row_as_with_three(browser, world, django_assert_num_queries):
    finished(world, "Ett", world.advisor)
    done_list(browser)
    with django_assert_num_queries(QUERIES):
        done_list(browser)
    for text in ("Två", "Tre"):
        finished(world, text, world.advisor, client=client_named(f"{text} AB", lead=world.colleague))
    with django_assert_num_queries(QUERIES):
        done_list(browser)
