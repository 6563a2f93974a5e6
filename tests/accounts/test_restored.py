"""After a restore whatever opened Fyr before has ended: a backup cannot know what was ended after it."""

from datetime import timedelta

from django.test import Client as Browser
from django.utils import timezone

from accounts import forgotten, inviting
from accounts.models import ForgottenPassword, User
from accounts.restored import end_access
from tests.world import PASSWORD, World, token_in_use


def test_sessions_tokens_and_one_time_addresses_end_and_passwords_go_on(client: Browser, world: World):
    client.force_login(world.advisor)
    headers = {"authorization": f"Bearer {token_in_use(world.advisor)}"}
    path = inviting.path_for(world.advisor)
    forgotten.ask(world.advisor.email, at=timezone.now())
    seen = (client.get("/settings/").status_code, Browser().get("/api/v1/clients/", headers=headers).status_code)
    assert (seen, Browser().get(path).status_code) == ((200, 200), 302)
    world.outsider.deactivate(by=world.administrator, at=timezone.now())
    ended = end_access(timezone.now() + timedelta(seconds=1))
    assert (ended.users, ended.tokens) == (User.objects.active().count(), 1)
    seen = (client.get("/settings/").status_code, Browser().get("/api/v1/clients/", headers=headers).status_code)
    assert (seen, Browser().get(path).status_code, ForgottenPassword.objects.count()) == ((302, 401), 200, 0)
    client.post("/accounts/login/", {"login": world.advisor.email, "password": PASSWORD})
    assert client.get("/settings/").status_code == 200
