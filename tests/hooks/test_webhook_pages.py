"""Webhooks at their page and at the API: made, shown once, listed, stopped; signatures as the documentation checks."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.restored import end_access
from hooks.models import Sending, Webhook
from hooks.models.webhook import MOST
from hooks.posting import signed
from tests.hooks.conftest import hook
from tests.hooks.test_sending import changed, sent
from tests.world import NOW, token_in_use

pytestmark = pytest.mark.django_db
FULL = "You have 20 webhooks; end one first."
PAGE = reverse("hooks:webhooks")
MADE = {"name": "Lager", "url": "https://lager.example/hook", "verbs": ["client.*", "task.added"]}


@pytest.fixture
def browser(world):
    made = Browser()
    made.force_login(world.advisor)
    return made


def api(user):
    return Browser(headers={"authorization": f"Bearer {token_in_use(user)}", "accept-language": "en"})


def test_its_secret_is_shown_once_and_kept_nowhere(browser, world):
    key = str(uuid4())
    page = browser.post(PAGE, MADE | {"key": key}).content.decode()
    [secret] = re.findall(r"whsec_[\w+/=]{44}", page)
    webhook = Webhook.objects.get()
    assert (webhook.owner, webhook.secret, webhook.verbs) == (world.advisor, secret, ["client.*", "task.added"])
    assert "whsec_" not in browser.get(PAGE).content.decode()
    assert secret.removeprefix("whsec_") not in str(vars(webhook))
    again = browser.post(PAGE, MADE | {"key": key}, follow=True).content.decode()
    assert ("its secret was shown then, once" in again, Webhook.objects.count()) == (True, 1)


def test_the_api_makes_one_and_tells_its_secret_in_that_answer_alone(world):
    program = api(world.advisor)
    made = program.post(reverse("api:webhook-list"), MADE, content_type="application/json")
    assert (made.status_code, made.json()["secret"]) == (201, Webhook.objects.get().secret)
    [listed] = program.get(reverse("api:webhook-list")).json()["results"]
    assert (listed["secret"], listed["url"]) == (None, MADE["url"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"url": "https://me:word@a.example/"}, "url"), ({"verbs": ["client.sung"]}, "verbs"), ({"verbs": []}, "verbs")],
)
def test_what_is_wrong_is_said_at_its_field(browser, world, wrong, field):
    page = browser.post(PAGE, MADE | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    answer = api(world.advisor).post(reverse("api:webhook-list"), MADE | wrong, content_type="application/json")
    if wrong != {"verbs": []}:
        assert (answer.status_code, answer.json()["errors"][0]["field"].partition(".")[0]) == (400, field)
    assert Webhook.objects.count() == 0


def test_an_address_without_a_scheme_is_taken_to_be_https(browser):
    browser.post(PAGE, MADE | {"url": "lager.example/hook"})
    assert Webhook.objects.get().url == "https://lager.example/hook"


def test_so_many_and_no_more(world, browser):
    rows = [
        Webhook(owner=world.advisor, name=str(n), url=MADE["url"], verbs=["client.*"], seed="x", made_at=NOW)
        for n in range(MOST)
    ]
    Webhook.objects.bulk_create(rows)
    answer = api(world.advisor).post(reverse("api:webhook-list"), MADE, content_type="application/json")
    assert (answer.status_code, [one["message"] for one in answer.json()["errors"]]) == (400, [FULL])
    page = browser.post(PAGE, MADE)
    assert (page.status_code, FULL in page.content.decode()) == (422, True)


def test_an_administrator_sees_whose_it_is_and_stops_it(world, webhook, browser):
    hers = Browser()
    hers.force_login(world.administrator)
    page = hers.get(PAGE).content.decode()
    assert ("Others’ webhooks" in page, "Alva Ek" in page) == (True, True)
    end = reverse("hooks:webhook_end", args=[webhook.pk])
    assert "Nothing is sent to its address any more" in hers.post(end).content.decode()
    assert hers.post(end, {"is_sure": "1"}).status_code == 302
    assert Webhook.objects.alive().count() == 0
    assert "It ended" in browser.get(reverse("hooks:webhook_detail", args=[webhook.pk])).content.decode()


def test_a_restore_ends_them_all_and_numbers_given_out_again_are_no_ids(world, webhook):
    said = end_access(NOW).told
    assert ("1 webhooks have ended" in said, Webhook.objects.alive().count()) == (True, 0)
    anew, _secret = Webhook.make(by=world.advisor, at=NOW, **MADE)
    assert Sending(pk=7, webhook=webhook).ident != Sending(pk=7, webhook=anew).ident


def test_what_was_sent_of_a_record_kept_from_her_since_is_not_listed(world, listener):
    webhook = hook(world.outsider, listener)
    changed(world.client, world.advisor)
    sent()
    path = reverse("api:webhook-sendings", args=[webhook.pk])
    assert [one["key"] for one in api(world.outsider).get(path).json()] == [world.client.pk]
    world.client.set_confidentiality("named", by=world.advisor, at=NOW)
    assert api(world.outsider).get(path).json() == []
    assert [one["key"] for one in api(world.administrator).get(path).json()] == [world.client.pk]


@pytest.mark.parametrize(("path", "count"), [(PAGE, 4), (reverse("api:webhook-list"), 3)])
def test_three_cost_as_much_as_one(world, browser, path, count):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            Webhook.make(by=world.advisor, at=NOW, **MADE)
        with CaptureQueriesContext(connection) as said:
            browser.get(path)
        counts.append(len(said))
    assert counts == [count, count]


def test_the_documentations_way_of_checking_a_signature_works(webhook):
    """The snippet of docs/webhooks.md, run as it stands there."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text()
    [snippet] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    space = {}
    exec(snippet, space)  # noqa: S102 - our own documentation
    body, now = b'{"verb": "client.changed"}', 1_800_000_000
    headers = {"webhook-id": "fyr_7", "webhook-timestamp": str(now)}
    headers["webhook-signature"] = signed(webhook.signing_key, "fyr_7", now, body)
    is_ours = space["is_ours"]
    assert is_ours(headers, body, webhook.secret, now)
    assert not is_ours(headers, body + b" ", webhook.secret, now)
    assert not is_ours(headers | {"webhook-id": "fyr_8"}, body, webhook.secret, now)
    assert not is_ours(headers, body, webhook.secret, now + 301)
