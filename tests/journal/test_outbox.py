"""What follows after the commit: once, of each record in order, again when it could not be, told when it fails."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Team
from crm.models import Client
from journal import outbox, reactions, trying
from journal.happening import Happening
from journal.models import Entry, Following, FollowingState
from journal.reactions import After
from journal.record import record_all
from tests.world import NOW, client_named
from worker.tasks import follow_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def reaction(monkeypatch):
    """Names a team by each entry; fails while `broken` holds the entry's subject."""
    broken = set()

    def react(row, at):
        Team.objects.create(name=f"{row.entry.verb} {row.entry.subject_id} {row.subject_version}")
        if row.entry.subject_id in broken:
            raise ZeroDivisionError

    for code in list(reactions.after):
        monkeypatch.delitem(reactions.after, code)
    one = After("team_named", "Teams named", lambda: {"client.changed", "client.assigned"}, react)
    monkeypatch.setitem(reactions.after, one.code, one)
    return broken


def named():
    return [name for name in Team.objects.order_by("pk").values_list("name", flat=True) if "client." in name]


def changed(client, world, needs):
    return client.change({"needs": needs}, by=world.advisor, at=NOW)


def test_it_follows_once_with_the_version_that_it_left(world, reaction):
    changed(world.client, world, "Kapital")
    assert (named(), Following.objects.count()) == ([], 1)
    assert follow_all(NOW) == 1
    assert (named(), Following.objects.count()) == ([f"client.changed {world.client.pk} 2"], 0)
    assert follow_all(NOW) == 0


def test_nothing_follows_what_was_rolled_back_nor_other_verbs(world, reaction):
    with transaction.atomic():
        changed(world.client, world, "Kapital")
        transaction.set_rollback(True)
    world.client.move_to("dormant", on=NOW.date(), reason="Vilar", by=world.advisor, at=NOW)
    assert Following.objects.count() == 0


def test_a_worker_is_woken_after_the_commit(world, reaction, monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setitem(reactions.wake.__globals__["_wakers"], Following, woken.append)
    with django_capture_on_commit_callbacks(execute=True):
        changed(world.client, world, "Kapital")
        assert woken == []
    assert woken == [Following.objects.get().pk]


def test_what_fails_leaves_nothing_and_is_tried_again_later(world, reaction):
    reaction.add(world.client.pk)
    changed(world.client, world, "Kapital")
    assert follow_all(NOW) == 1
    row = Following.objects.get()
    assert (named(), row.attempts, row.trouble) == ([], 1, "ZeroDivisionError")
    assert row.next_try_at == NOW + timedelta(minutes=1)
    assert follow_all(NOW) == 0
    reaction.clear()
    assert follow_all(NOW + timedelta(minutes=1)) == 1
    assert (len(named()), Following.objects.count()) == (1, 0)


def test_of_one_record_it_follows_in_order_and_others_do_not_wait(world, reaction):
    other = client_named("Annan AB", lead=world.advisor)
    reaction.add(world.client.pk)
    row = changed(world.client, world, "Kapital")
    follow_all(NOW)
    row.assign(world.colleague, by=world.manager, at=NOW)
    changed(other, world, "Personal")
    follow_all(NOW)
    assert named() == [f"client.changed {other.pk} 2"]
    reaction.clear()
    follow_all(NOW + timedelta(minutes=1))
    mine = [f"client.{verb} {row.pk} {version}" for verb, version in (("changed", 2), ("assigned", 3))]
    assert named()[1:] == mine


def test_what_fails_for_good_is_told_to_administrators_and_the_next_goes_on(world, reaction):
    reaction.add(world.client.pk)
    row = changed(world.client, world, "Kapital")
    at = NOW
    for minutes in [0, *trying.BACKOFF]:
        at += timedelta(minutes=minutes)
        assert follow_all(at) == 1
    failed = Following.objects.get()
    assert (failed.state, failed.attempts) == (FollowingState.FAILED, len(trying.BACKOFF) + 1)
    reaction.clear()
    row.assign(world.colleague, by=world.manager, at=NOW)
    assert follow_all(at) == 1
    today = {user: "Teams named" in _today(user) for user in (world.administrator, world.manager, world.auditor)}
    assert today == {world.administrator: True, world.manager: False, world.auditor: False}


def _today(user):
    browser = Browser()
    browser.force_login(user)
    return browser.get("/").content.decode()


def test_an_administrator_tries_it_again_or_lets_it_be(world, reaction, client):
    changed(world.client, world, "Kapital")
    row = Following.objects.get()
    Following.objects.update(state=FollowingState.FAILED, attempts=8)
    client.force_login(world.administrator)
    client.post(reverse("journal:following_let_be", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, follow_all(NOW)) == (FollowingState.LET_BE, 0)
    assert "Let be (1)" in client.get("/").content.decode()
    client.post(reverse("journal:following_try_again", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.attempts, follow_all(row.next_try_at)) == (FollowingState.WAITING, 0, 1)
    assert named() == [f"client.changed {world.client.pk} 2"]


def test_who_comes_second_is_told_so(world, reaction, client):
    changed(world.client, world, "Kapital")
    client.force_login(world.administrator)
    url = reverse("journal:following_let_be", args=[Following.objects.get().pk])
    assert "Somebody has seen to it already." in client.post(url, follow=True).content.decode()


def test_whoever_has_lost_the_lease_keeps_nothing(world, reaction, monkeypatch):
    changed(world.client, world, "Kapital")

    def react(row, at):
        Team.objects.create(name="client. of the late one")
        Following.objects.update(fence=row.fence + 1)

    one = reactions.after["team_named"]
    monkeypatch.setitem(reactions.after, "team_named", After(one.code, one.name, one.verbs, react))
    outbox.carry_out(Following.objects.get().pk, NOW)
    assert (named(), Following.objects.count()) == ([], 1)


def test_what_a_fast_clock_put_off_is_taken_up(world, reaction):
    changed(world.client, world, "Kapital")
    Following.objects.update(next_try_at=NOW + timedelta(days=365))
    outbox.sweep(NOW)
    assert follow_all(NOW) == 1


@pytest.mark.parametrize("count", [2, 30])
def test_many_at_once_cost_as_many_statements(world, reaction, django_assert_num_queries, count):
    clients = [client_named(f"Klarvik {number} AB") for number in range(count)]
    happened = [Happening("client.changed", one, world.advisor, NOW, (), {"changes": []}) for one in clients]
    ContentType.objects.get_for_model(Client)
    with django_assert_num_queries(3):
        record_all(happened)
    assert Following.objects.count() == Entry.objects.count() == count
