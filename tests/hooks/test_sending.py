"""What a webhook is sent: five facts of what its owner may read, signed, in order, again until it is taken."""

import json
import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.models import Meeting
from hooks import posting, sending
from hooks.models import Sending, SendingState, Trouble, Webhook
from journal.trying import BACKOFF
from tests.hooks.conftest import hook
from tests.hooks.listener import listening
from tests.reports.killing import address, kill, worker  # noqa: F401 - a fixture
from tests.world import NOW, client_named
from worker.tasks import follow_all

pytestmark = pytest.mark.django_db


def changed(client, by, needs="Kapital"):
    return client.change({"needs": needs}, by=by, at=NOW)


def sent(at=NOW):
    """All that is to be sent at `at`."""
    follow_all(at)
    while waiting := list(sending.waiting(at).values_list("pk", flat=True)):
        for pk in waiting:
            sending.send(pk, at)


def told(listener):
    return [json.loads(body) for _path, _headers, body in listener.got]


def states():
    return list(Sending.objects.order_by("entry").values_list("state", flat=True))


def test_it_is_told_verb_noun_key_version_and_time_and_nothing_else(world, webhook, listener):
    changed(world.client, world.advisor, "Hemligt kapital")
    sent()
    [(path, headers, body)] = listener.got
    facts = {"verb": "client.changed", "noun": "client", "key": world.client.pk, "version": 2, "at": NOW.isoformat()}
    assert (path, json.loads(body)) == ("/hook?of=fyr", facts)
    assert headers["Host"] == f"localhost:{listener.server_port}"
    assert (states(), headers["Content-Type"]) == (["sent"], "application/json")


def test_only_verbs_it_listens_to_are_sent(world, listener):
    hook(world.advisor, listener, "client.assigned")
    changed(world.client, world.advisor).assign(world.colleague, by=world.manager, at=NOW)
    sent()
    assert [one["verb"] for one in told(listener)] == ["client.assigned"]


def test_what_its_owner_may_not_read_is_neither_planned_nor_listed(world, webhook, listener):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    changed(hidden, world.outsider)
    sent()
    assert (told(listener), Sending.objects.count()) == ([], 0)


def test_what_was_kept_from_her_before_it_was_sent_is_not_sent(world, listener):
    hook(world.outsider, listener)
    changed(world.client, world.advisor)
    follow_all(NOW)
    world.client.set_confidentiality("named", by=world.advisor, at=NOW)
    sent()
    assert (told(listener), Sending.objects.count()) == ([], 0)


def test_what_is_also_about_something_kept_from_her_is_not_sent(world, webhook, listener):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    clients = [world.client, hidden]
    Meeting.log(by=world.administrator, at=NOW, clients=clients, kind="video", starts_at=NOW)
    sent()
    assert told(listener) == []


def test_what_is_not_taken_is_sent_again_and_of_its_record_nothing_before(world, webhook, listener):
    listener.statuses = [400, 200]
    other = client_named("Annan AB", lead=world.advisor)
    row = changed(world.client, world.advisor)
    changed(row, world.advisor, "Personal")
    changed(other, world.advisor)
    sent()
    assert [(one["key"], one["version"]) for one in told(listener)] == [(row.pk, 2), (other.pk, 2)]
    first = Sending.objects.order_by("entry").first()
    assert (first.status, first.trouble, first.next_try_at) == (400, Trouble.REFUSED, NOW + timedelta(minutes=1))
    sent(NOW + timedelta(minutes=1))
    assert [(one["key"], one["version"]) for one in told(listener)[2:]] == [(row.pk, 2), (row.pk, 3)]
    assert states() == ["sent"] * 3


def test_while_it_is_away_it_is_left_in_peace(world, webhook, listener):
    listener.statuses = [503]
    for number in range(3):
        changed(client_named(f"Bolag {number} AB", lead=world.advisor), world.advisor)
    sent()
    webhook.refresh_from_db()
    assert (len(listener.got), webhook.failures, webhook.next_try_at) == (1, 1, NOW + timedelta(minutes=1))
    sent(NOW + timedelta(seconds=59))
    assert len(listener.got) == 1
    listener.statuses = [200]
    sent(NOW + timedelta(minutes=1))
    webhook.refresh_from_db()
    assert (states(), webhook.failures, webhook.next_try_at) == (["sent"] * 3, 0, None)


def test_one_that_is_never_taken_is_told_to_its_owner_and_sent_again_by_her(world, webhook, listener):
    listener.statuses = [500]
    changed(world.client, world.advisor)
    at = NOW
    for minutes in [0, *BACKOFF]:
        at += timedelta(minutes=minutes)
        sent(at)
    assert (len(listener.got), states()) == (len(BACKOFF) + 1, ["failed"])
    owner, other = Browser(), Browser()
    owner.force_login(world.advisor)
    other.force_login(world.administrator)
    today = [browser.get("/").content.decode() for browser in (owner, other)]
    assert ["Webhooks that are not taken" in page for page in today] == [True, False]
    listener.statuses = [200]
    row = Sending.objects.get()
    assert owner.post(reverse("hooks:send_again", args=[row.pk])).status_code == 302
    sent(Sending.objects.get().next_try_at)
    assert states() == ["sent"]
    assert "Webhooks that are not taken" not in owner.get("/").content.decode()


def test_what_waits_or_has_ended_is_not_sent_again(world, webhook, listener):
    changed(world.client, world.advisor)
    follow_all(NOW)
    row, browser = Sending.objects.get(), Browser()
    browser.force_login(world.advisor)
    again = reverse("hooks:send_again", args=[row.pk])
    assert "It waits to be sent already." in browser.post(again, follow=True).content.decode()
    webhook.end(by=world.advisor, at=NOW)
    assert "The webhook has ended." in browser.post(again, follow=True).content.decode()


def test_it_ends_with_its_owners_account_for_good(world, webhook, listener):
    changed(world.client, world.advisor)
    follow_all(NOW)
    browser = Browser()
    browser.force_login(world.administrator)
    shut_out = reverse("accounts:user_deactivate", args=[world.advisor.pk])
    assert "1 webhook of hers ends for good" in browser.post(shut_out).content.decode()
    world.advisor.deactivate(by=world.administrator, at=NOW)
    world.advisor.activate(by=world.administrator)
    sent()
    webhook.refresh_from_db()
    assert (webhook.ended_at, told(listener)) == (NOW, [])


def test_no_redirect_is_followed(world, webhook, listener):
    with listening() as elsewhere:
        listener.statuses, listener.headers = [302], {"Location": elsewhere.url}
        changed(world.client, world.advisor)
        sent()
        assert (len(listener.got), elsewhere.got) == (1, [])
    row = Sending.objects.get()
    assert (row.status, row.state, row.trouble) == (302, SendingState.WAITING, Trouble.REFUSED)


def test_nobody_at_the_address_is_nobody_who_answered(world, settings, listener):
    hook(world.advisor, listener)
    listener.server_close()
    changed(world.client, world.advisor)
    sent()
    row = Sending.objects.get()
    assert (row.status, row.trouble) == (None, Trouble.AWAY)


def test_whoever_answers_a_letter_at_a_time_is_hung_up_on(world, webhook, listener, monkeypatch):
    monkeypatch.setattr(posting, "WHOLE", 0.5)
    gone = threading.Event()

    def slowly(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not gone.wait(0.05):
            request.wfile.write(b"a")

    listener.before = slowly
    changed(world.client, world.advisor)
    sent()
    gone.set()
    assert Sending.objects.get().trouble == Trouble.AWAY


def test_an_answer_without_end_is_not_read(world, webhook, listener):
    gone, written = threading.Event(), []

    def endless(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while not gone.is_set():
                written.append(request.wfile.write(b"a" * 65536))
        except OSError:
            gone.set()

    listener.before = endless
    changed(world.client, world.advisor)
    sent()
    assert (gone.wait(30), states()) == (True, ["sent"])


def test_without_the_operators_word_this_machine_is_not_sent_to(world, webhook, listener, settings):
    settings.WEBHOOK_NETWORKS = []
    changed(world.client, world.advisor)
    sent()
    row = Sending.objects.get()
    assert (listener.got, row.status, row.trouble) == ([], None, Trouble.ADDRESS)


@pytest.mark.parametrize("door", ["page", "api"])
def test_the_list_of_what_was_sent_costs_the_same_for_three_as_for_one(world, webhook, listener, door):
    browser = Browser()
    browser.force_login(world.advisor)
    path = reverse("hooks:webhook_detail" if door == "page" else "api:webhook-sendings", args=[webhook.pk])
    counts = []
    for numbers in ([0], [1, 2]):
        for number in numbers:
            changed(client_named(f"Bolag {number} AB", lead=world.advisor), world.advisor)
        sent()
        with CaptureQueriesContext(connection) as said:
            assert browser.get(path).status_code == 200
        counts.append(len(said))
    assert counts == [6, 6] if door == "page" else counts == [5, 5]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_amid_the_request_leaves_it_to_another(world, webhook, listener, worker, monkeypatch):  # noqa: F811
    """At least once: the listener knows it by its id."""
    monkeypatch.setenv("WEBHOOK_NETWORKS", "127.0.0.0/8,::1/128")
    changed(world.client, world.advisor)
    follow_all(NOW)
    asked, hold = threading.Event(), threading.Event()
    listener.before = lambda request: (asked.set(), hold.wait(60))
    process = worker()
    assert asked.wait(120)
    kill(process)
    hold.set()
    listener.before = lambda request: None
    sent()
    assert states() == ["waiting"], "its lease holds until it ends"
    Webhook.objects.update(claimed_until=NOW - timedelta(days=1))
    sent()
    idents = {headers["webhook-id"] for _path, headers, _body in listener.got}
    assert (states(), idents) == (["sent"], {Sending.objects.get().ident})


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once(world, webhook, listener):
    changed(world.client, world.advisor)
    follow_all(NOW)
    with psycopg.connect(address()) as other:
        other.execute("UPDATE hooks_webhook SET claimed_until = now() + interval '1 minute', claimed_by = 'another'")
        other.commit()
    sent()
    assert told(listener) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("minutes", "state"), [(5, "waiting"), (10, "sent")])
def test_a_lease_that_a_clock_ahead_has_given_holds_nothing(world, webhook, listener, minutes, state):
    changed(world.client, world.advisor)
    follow_all(NOW)
    until = Now() + timedelta(minutes=minutes)
    Webhook.objects.update(claimed_until=until, claimed_by="another")
    sent()
    assert states() == [state]
