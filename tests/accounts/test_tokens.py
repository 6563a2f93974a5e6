"""API tokens: made, shown once, listed and ended by their owner; gone with a reset password and with their owner."""

import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import ApiToken
from tests.mailbox import Mailbox
from tests.world import NOW, World
from worker.tasks import carry_out_all

API = "/api/v1/clients/"
NEW = {"password1": "en-ny-fyr-2026", "password2": "en-ny-fyr-2026"}


def issued(user, **options) -> str:
    return ApiToken.issue(user, "the ledger", at=timezone.now(), **options)[1]


def status(secret: str) -> int:
    return Browser().get(API, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_is_made_and_its_secret_is_shown_once(client: Browser, world: World):
    client.force_login(world.advisor)
    page = client.post("/settings/tokens/", {"name": "The ledger", "days": "90"})
    secret = re.search(r'id="secret"[^>]*value="(fyr_[^"]+)"', page.text)[1]
    assert status(secret) == 200
    again = client.get("/settings/tokens/")
    assert secret not in again.text
    assert [(token.name, token.user) for token in again.context["tokens"]] == [("The ledger", world.advisor)]
    token = ApiToken.objects.get()
    assert abs(token.expires_at - timezone.now() - timedelta(days=90)) < timedelta(minutes=5)


def test_a_token_without_a_name_is_refused_at_its_field(client: Browser, world: World):
    client.force_login(world.advisor)
    page = client.post("/settings/tokens/", {"name": "", "days": "90"})
    assert (page.status_code, ApiToken.objects.count()) == (422, 0)
    assert page.context["form"].errors.keys() == {"name"}


def test_its_owner_ends_a_token_and_it_opens_nothing(client: Browser, world: World):
    secret = issued(world.advisor)
    client.force_login(world.advisor)
    client.post(f"/settings/tokens/{ApiToken.objects.get().pk}/end/", {"is_sure": "1"})
    assert status(secret) == 401
    assert list(client.get("/settings/tokens/").context["tokens"]) == []


def test_nobody_else_sees_or_ends_it(client: Browser, world: World):
    secret, key = issued(world.advisor), ApiToken.objects.get().pk
    for user in (world.colleague, world.manager, world.administrator, world.auditor):
        client.force_login(user)
        assert list(client.get("/settings/tokens/").context["tokens"]) == []
        assert client.post(f"/settings/tokens/{key}/end/").status_code == 404
        with pytest.raises(PermissionDenied):
            ApiToken.objects.get().end(by=user, at=NOW)
    assert status(secret) == 200


def test_an_expired_token_opens_nothing_and_is_not_listed(client: Browser, world: World):
    secret = ApiToken.issue(world.advisor, "old", at=timezone.now() - timedelta(days=91), days=90)[1]
    assert status(secret) == 401
    client.force_login(world.advisor)
    assert list(client.get("/settings/tokens/").context["tokens"]) == []


def test_its_last_use_is_told(client: Browser, world: World):
    secret = issued(world.advisor)
    assert ApiToken.objects.get().last_used_at is None
    before = timezone.now()
    status(secret)
    assert before <= ApiToken.objects.get().last_used_at <= timezone.now()


def test_deactivation_ends_tokens_and_sessions_for_good(client: Browser, world: World):
    secret = issued(world.advisor)
    client.force_login(world.advisor)
    world.advisor.deactivate(by=world.administrator, at=timezone.now())
    assert status(secret) == 401
    world.advisor.activate(by=world.administrator)
    assert status(secret) == 401
    assert client.get("/settings/").status_code == 302


def test_a_reset_password_ends_tokens_and_sessions(client: Browser, world: World, mailbox: Mailbox):
    secret = issued(world.advisor)
    client.force_login(world.advisor)
    Browser().post("/accounts/password/reset/", {"email": "alva@fyr.example"})
    carry_out_all(timezone.now())
    address = re.search(r"https?://[^/\s]+(\S+)", mailbox.messages[0].get_body(("plain",)).get_content())[1]
    stranger = Browser()
    form = stranger.get(address, follow=True).request["PATH_INFO"]
    assert stranger.post(form, NEW).status_code == 302
    assert status(secret) == 401
    assert client.get("/settings/").status_code == 302


def test_the_command_prints_the_token_last(world: World):
    told = io.StringIO()
    call_command("api_token", "ALVA@fyr.example", "--name", "ledger", "--days", "30", stdout=told)
    assert status(told.getvalue().splitlines()[-1]) == 200
    assert ApiToken.objects.get().name == "ledger"


def test_the_command_refuses_a_token_that_would_be_dead(world: World):
    with pytest.raises(CommandError):
        call_command("api_token", "alva@fyr.example", "--days", "0")
