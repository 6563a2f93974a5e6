"""One-time addresses lead to where Fyr is, whatever a request called it, and open nothing for who was shut out."""

import re

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from accounts import inviting
from worker.tasks import carry_out_all

BASE = "https://fyr.region.example"
LINK = re.compile(r"https?://\S+/accounts/password/reset/key/\S+")


@pytest.fixture(autouse=True)
def elsewhere():
    cache.clear()
    with override_settings(BASE_URL=BASE, ALLOWED_HOSTS=["web", "evil.example"]):
        yield
    cache.clear()


def test_a_reset_link_leads_to_where_fyr_is_and_not_to_what_the_request_called_it(client, world, mailbox):
    client.post("/accounts/password/reset/", {"email": world.advisor.email}, HTTP_HOST="evil.example")
    carry_out_all(timezone.now())
    text = mailbox.messages[0].get_body(("plain",)).get_content()
    (link,) = LINK.findall(text)
    assert link.startswith(f"{BASE}/accounts/password/reset/key/")
    assert "evil" not in text
    opened = client.get(link.removeprefix(BASE), HTTP_HOST="web")
    assert (opened.status_code, "-set-password" in opened.url) == (302, True)


def test_so_does_an_invitation_on_the_page(client, world):
    client.force_login(world.administrator)
    page = client.get(f"/users/{world.advisor.pk}/link/", HTTP_HOST="evil.example").text
    assert (LINK.findall(page)[0].startswith(BASE), "evil" in page) == (True, False)


def test_a_link_of_before_she_was_shut_out_opens_nothing_when_she_is_let_in_again(client, world):
    path = inviting.path_for(world.advisor)
    assert client.get(path, HTTP_HOST="web").status_code == 302
    world.advisor.deactivate(by=world.administrator, at=timezone.now())
    for again in (False, True):
        if again:
            world.advisor.activate(by=world.administrator)
        client.session.flush()
        assert client.get(path, HTTP_HOST="web").status_code == 200
    assert client.get(inviting.path_for(world.advisor), HTTP_HOST="web").status_code == 302
