"""What is typed when the session is gone waits for its author, and for nobody else."""

from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from crm.models import Task
from tests.world import NOW, PASSWORD
from ui.models import Unsaved
from ui.who import who

TASK = "/crm/tasks/new/"


def form(user, **fields):
    return {
        "key": str(uuid4()),
        "who": who(user),
        "page": TASK,
        "text": "Ring Maja om avtalet",
        "owner": user.pk,
    } | fields


def sign_in(browser, user, url):
    return browser.post(url, {"login": user.email, "password": PASSWORD}, follow=True)


def test_what_was_typed_comes_back_in_its_form_after_signing_in(client, world):
    typed = form(world.advisor)
    answer = client.post(TASK, typed)
    assert (answer.status_code, Task.objects.count()) == (302, 0)
    page = sign_in(client, world.advisor, answer["Location"])
    assert (page.request["PATH_INFO"], page.context["form"]["text"].value()) == (TASK, "Ring Maja om avtalet")
    assert f'name="key" value="{typed["key"]}"' in page.text


def test_it_is_found_on_today_until_it_is_saved(client, world):
    typed = form(world.advisor)
    client.post(TASK, typed)
    client.force_login(world.advisor)
    kept = Unsaved.objects.get()
    today = client.get(reverse("crm:today")).text
    assert ("Ring Maja om avtalet" in today, kept.url.replace("&", "&amp;") in today) == (True, True)
    assert client.post(TASK, typed).status_code == 302
    assert (Task.objects.get().text, Unsaved.objects.count()) == ("Ring Maja om avtalet", 0)


def test_another_who_signs_in_sees_nothing_of_it(client, world):
    answer = client.post(TASK, form(world.advisor))
    page = sign_in(client, world.outsider, answer["Location"])
    assert (page.request["PATH_INFO"], "Ring Maja" in page.text) == (TASK, False)
    assert "Ring Maja" not in client.get(reverse("crm:today")).text
    key = Unsaved.objects.get().key
    client.post(reverse("ui:unsaved_discard", args=[key]))
    assert Unsaved.objects.count() == 1


def test_what_one_typed_is_not_saved_as_another_who_has_signed_in_since(client, world):
    client.force_login(world.outsider)
    answer = client.post(TASK, form(world.advisor))
    assert (answer.status_code, Task.objects.count(), Unsaved.objects.get().who) == (409, 0, who(world.advisor))
    assert "Ring Maja" not in answer.text


def test_a_form_older_than_the_session_is_opened_again(world):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(world.advisor)
    answer = browser.post(TASK, form(world.advisor))
    assert (answer.status_code, Task.objects.count()) == (403, 0)
    page = browser.get(Unsaved.objects.get().url)
    assert page.context["form"]["text"].value() == "Ring Maja om avtalet"


def test_with_every_cookie_gone_it_is_kept_all_the_same(world):
    browser = Browser(enforce_csrf_checks=True)
    answer = browser.post(TASK, form(world.advisor))
    assert (answer.status_code, Unsaved.objects.get().who) == (302, who(world.advisor))


@pytest.mark.parametrize("changed", [{"who": ""}, {"who": "somebody:else"}])
def test_nothing_is_kept_of_a_form_that_names_nobody(client, world, changed):
    client.post(TASK, form(world.advisor) | changed)
    assert Unsaved.objects.count() == 0


def test_nothing_is_kept_of_what_another_site_sends(client, world):
    client.post(TASK, form(world.advisor), headers={"Origin": "https://evil.example"})
    client.post(TASK, form(world.advisor), headers={"Sec-Fetch-Site": "cross-site"})
    assert Unsaved.objects.count() == 0


def test_the_page_that_is_gone_back_to_is_one_of_ours(client, world):
    answer = client.post(TASK, form(world.advisor, page="https://evil.example/"))
    assert Unsaved.objects.get().page == TASK
    assert "evil" not in answer["Location"]


def test_a_version_that_was_typed_of_is_still_that_one(client, world):
    task = Task.add(by=world.advisor, at=NOW, text="Ring")
    url = reverse("crm:task_change", args=[task.pk])
    client.post(url, form(world.advisor, page=url, version=1, text="Ring Bo"))
    task.change(by=world.advisor, at=NOW, text="Ring Cilla")
    client.force_login(world.advisor)
    assert 'name="version" value="1"' in client.get(Unsaved.objects.get().url).text


def test_a_script_is_told_that_nobody_is_signed_in(client, world):
    answer = client.post(reverse("crm:draft_save"), form(world.advisor), headers={"X-Kept": "1"})
    assert (answer.status_code, answer.json()) == (401, {"error": "signed-out"})


def test_a_script_is_told_the_key_of_what_is_saved(client, world):
    client.force_login(world.advisor)
    typed = form(world.advisor)
    assert client.post(TASK, typed, headers={"X-Kept": "1"}).json()["kept"] == typed["key"]
    handed = form(world.advisor)
    assert client.post(reverse("ui:unsaved_keep"), handed, headers={"X-Kept": "1"}).json()["kept"] == handed["key"]


def test_the_devices_key_is_each_users_own_and_given_only_to_the_signed_in(client, world):
    assert client.get(reverse("ui:device")).status_code == 302
    said = []
    for user in (world.advisor, world.colleague, world.advisor):
        client.force_login(user)
        answer = client.get(reverse("ui:device"))
        assert "no-store" in answer["Cache-Control"]
        said.append((answer.json()["who"], answer.json()["key"]))
    assert said[0] == said[2] != said[1]
    assert len(said[0][1]) == 44


def kept(client, world, **fields):
    typed = form(world.advisor, **fields)
    client.post(TASK, typed)
    client.force_login(world.advisor)
    return typed, Unsaved.objects.get()


def one_line(page):
    return " ".join(page.text.split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You typed it 17 Nov 10:05, and it waits for you alone."),
        ("sv", "Du skrev det 17 nov 10:05, och det väntar på dig ensam."),
    ],
)
def test_the_form_says_that_it_is_not_saved_and_since_when(client, world, language, said):
    _typed, row = kept(client, world)
    Unsaved.objects.update(at=NOW)
    world.advisor.choose(language=language)
    page = client.get(row.url)
    assert said in one_line(page)
    assert page.text.count(reverse("ui:unsaved_discard", args=[row.key])) == 1
    assert "data-kept" not in client.get(TASK).text, "a form of which nothing waits says nothing"


def test_its_save_saves_it_and_nothing_waits_any_more(client, world):
    typed, row = kept(client, world)
    assert client.post(row.url, typed).status_code == 302
    assert (Task.objects.get().text, Unsaved.objects.count()) == ("Ring Maja om avtalet", 0)


def test_what_another_tab_saves_under_its_key_takes_no_other_words_with_it(client, world):
    typed, row = kept(client, world)
    assert client.post(TASK, typed | {"text": "Boka rum"}).status_code == 302
    assert [one.typed["text"] for one in Unsaved.objects.all()] == [["Ring Maja om avtalet"]]
    assert "Ring Maja om avtalet" in client.get(reverse("crm:today")).text
    page = client.post(row.url, typed | {"unsaved": row.moment})
    assert "This form has been saved already, with other words." in page.text
    client.post(row.url, typed | {"unsaved": row.moment, "as_new": page.context["new_key"]})
    assert Unsaved.objects.count() == 0
    assert {one.text for one in Task.objects.all()} == {"Boka rum", "Ring Maja om avtalet"}


def test_it_waits_no_more_when_the_form_opened_with_it_is_saved_with_other_words(client, world):
    typed, row = kept(client, world)
    assert f'name="unsaved" value="{row.moment}"' in client.get(row.url).text
    client.post(row.url, typed | {"text": "Boka rum", "unsaved": row.moment})
    assert ([one.text for one in Task.objects.all()], Unsaved.objects.count()) == (["Boka rum"], 0)


@pytest.mark.parametrize(("saved", "left"), [("Ring Maja om avtalet och priset", 0), ("Ring Maja", 1)])
def test_words_that_stand_among_more_are_saved_and_those_of_which_some_are_gone_are_not(client, world, saved, left):
    typed, _row = kept(client, world)
    client.post(TASK, typed | {"text": saved})
    assert Unsaved.objects.count() == left


SAID = {"form_about": "Klarvik · New task", "form_changed": ["text\tWhat\t", "owner\tOwner\tBo Sandberg"]}


def test_it_is_known_by_its_form_and_what_was_changed_there_and_all_of_that_is_read_before_it_is_discarded(
    client, world
):
    typed, row = kept(client, world, **SAID)
    today = client.get(reverse("crm:today")).text
    assert ">Klarvik · New task</a>" in today
    assert "What: Ring Maja om avtalet</span>" in today and "Owner: Bo Sandberg</span>" in today
    page = client.post(reverse("ui:unsaved_discard", args=[row.key]), {})
    assert page.context["question"].about == ["Klarvik · New task", "What: Ring Maja om avtalet", "Owner: Bo Sandberg"]
    opened = client.get(row.url).text
    assert 'name="form_about" value="Klarvik · New task"' in opened
    assert opened.count('name="form_changed"') == 2
    assert client.post(row.url, typed).status_code == 302


def test_its_discard_asks_and_whoever_keeps_it_goes_on_from_what_she_had_typed_by_then(client, world):
    typed, row = kept(client, world)
    discard = reverse("ui:unsaved_discard", args=[row.key])
    page = client.post(discard, typed | {"text": "Ring Maja om avtalet på måndag"})
    assert "“Ring Maja om avtalet på måndag” cannot be brought back." in page.text
    assert client.get(row.url).context["form"]["text"].value() == "Ring Maja om avtalet på måndag"
    client.post(discard, dict(page.context["said"]) | {"is_sure": "1"})
    assert Unsaved.objects.count() == 0
