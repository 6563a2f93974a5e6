"""The frame around every page: language, appearance, toasts, answers of respond."""

import pytest
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.test import RequestFactory

from tests.world import World
from ui import respond


def test_the_frame_speaks_the_user_s_language(client: Browser, world: World):
    client.force_login(world.advisor)
    page = client.get("/settings/")
    assert '<html lang="en"' in page.text
    assert page.headers["Content-Language"] == "en"


def test_a_stranger_is_met_in_swedish_unless_the_browser_asks_otherwise(client: Browser, world: World):
    assert '<html lang="sv"' in client.get("/accounts/login/").text
    assert '<html lang="en"' in client.get("/accounts/login/", headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="sv"' in client.get("/accounts/login/", headers={"Accept-Language": "fi"}).text


def test_a_stranger_s_choice_of_language_is_kept_in_a_cookie(client: Browser, world: World):
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert '<html lang="en"' in client.get("/accounts/login/").text


def test_a_choice_of_language_leads_nowhere_else(client: Browser, world: World):
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert "django_language" not in client.post("/language/", {"language": "xx"}).cookies


def test_the_chosen_appearance_is_on_the_page(client: Browser, world: World):
    client.force_login(world.advisor)
    assert "data-theme" not in client.get("/settings/").text
    world.advisor.choose(theme="dark")
    assert 'data-theme="dark"' in client.get("/settings/").text


def test_single_keys_can_be_switched_off(client: Browser, world: World):
    client.force_login(world.advisor)
    assert 'data-keys="on"' in client.get("/settings/").text
    world.advisor.choose(single_keys=False)
    assert 'data-keys="off"' in client.get("/settings/").text


def test_only_an_administrator_is_shown_the_way_to_users(client: Browser, world: World):
    client.force_login(world.advisor)
    assert 'href="/users/"' not in client.get("/settings/").text
    client.force_login(world.administrator)
    assert 'href="/users/"' in client.get("/settings/").text


def test_no_page_brings_anything_from_elsewhere(client: Browser, world: World):
    client.force_login(world.advisor)
    page = client.get("/settings/")
    assert "//" not in page.text.replace("http://www.w3.org/2000/svg", "").replace("//testserver", "")
    assert " style=" not in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_saving_leads_on_with_a_toast_that_can_be_undone(client: Browser, world: World):
    client.force_login(world.advisor)
    request = client.get("/settings/").wsgi_request
    answer = respond.saved(request, "/there/", "Saved.", undo="/take-back/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/there/")
    toasts = render_to_string("ui/toasts.html", {"messages": get_messages(request)}, request)
    assert "Saved." in toasts
    assert '<form action="/take-back/" method="post">' in toasts


def test_saving_from_htmx_leads_on_too(world: World):
    request = RequestFactory().post("/")
    request.htmx = True
    answer = respond.saved(request, "/there/")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/there/")


def test_an_auditor_is_offered_nothing_to_log(client: Browser, world: World):
    client.force_login(world.auditor)
    assert "/crm/meetings/log/" not in client.get("/more/").text
    client.force_login(world.advisor)
    assert "/crm/meetings/log/" in client.get("/more/").text


@pytest.mark.parametrize("page", ["400.html", "500.html", "403_csrf.html"])
def test_a_page_of_an_error_stands_without_a_request_in_both_languages(page: str):
    text = render_to_string(page)
    assert '<html lang="sv"' in text and '<p lang="en"' in text and "fyr.css" in text


def test_a_form_without_its_token_is_told_so(world: World):
    answer = Browser(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "Formuläret gällde inte längre" in answer.text
