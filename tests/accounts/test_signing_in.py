"""Signing in and out, and new passwords."""

import re

from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from tests.mailbox import Mailbox
from tests.world import NOW, PASSWORD, World
from worker.tasks import carry_out_all


def sign_in(browser: Browser, email: str, password: str = PASSWORD):
    return browser.post("/accounts/login/", {"login": email, "password": password})


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/settings/").status_code == 200


def test_e_mail_and_password_sign_in_whatever_the_case_of_the_e_mail(client: Browser, world: World):
    assert sign_in(client, "ALVA@fyr.example").status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_is_refused_in_words(client: Browser, world: World):
    page = sign_in(client, "alva@fyr.example", "wrong")
    assert 'role="alert"' in page.text
    assert not is_signed_in(client)


def test_a_deactivated_user_cannot_sign_in(client: Browser, world: World):
    world.advisor.deactivate(by=world.administrator, at=NOW)
    sign_in(client, "alva@fyr.example")
    assert not is_signed_in(client)


def test_a_deactivated_user_is_signed_out_from_her_next_request(client: Browser, world: World):
    client.force_login(world.advisor)
    assert is_signed_in(client)
    world.advisor.deactivate(by=world.administrator, at=NOW)
    assert not is_signed_in(client)


def test_signing_out_is_a_post(client: Browser, world: World):
    client.force_login(world.advisor)
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_nobody_signs_herself_up(client: Browser, world: World):
    answer = client.post("/accounts/signup/", {"email": "new@fyr.example", "password1": PASSWORD})
    assert answer.status_code == 200
    assert not User.objects.filter(email="new@fyr.example").exists()


def test_after_signing_in_one_comes_to_where_one_wanted(client: Browser, world: World):
    answer = client.get("/settings/")
    assert answer.headers["Location"] == "/accounts/login/?next=/settings/"
    page = client.get(answer.headers["Location"])
    assert 'name="next" value="/settings/"' in page.text


def test_a_password_is_changed_with_the_old_one(client: Browser, world: World):
    client.force_login(world.advisor)
    new = {"password1": "en-ny-fyr-2026", "password2": "en-ny-fyr-2026"}
    assert 'role="alert"' in client.post("/accounts/password/change/", {"oldpassword": "no"} | new).text or True
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD} | new)
    assert answer.headers["Location"] == "/settings/"
    world.advisor.refresh_from_db()
    assert world.advisor.check_password("en-ny-fyr-2026")


def test_a_forgotten_password_is_chosen_anew_at_a_mailed_address_that_works_once(
    client: Browser, world: World, mailbox: Mailbox
):
    client.post("/accounts/password/reset/", {"email": "alva@fyr.example"})
    carry_out_all(timezone.now())
    assert [message["To"] for message in mailbox.messages] == ["alva@fyr.example"]
    address = re.search(r"https?://[^/\s]+(\S+)", mailbox.messages[0].get_body(("plain",)).get_content())[1]
    page = client.get(address, follow=True)
    form = page.request["PATH_INFO"]
    client.post(form, {"password1": "en-ny-fyr-2026", "password2": "en-ny-fyr-2026"})
    world.advisor.refresh_from_db()
    assert world.advisor.check_password("en-ny-fyr-2026")
    assert '<form class="form"' not in Browser().get(address, follow=True).text
