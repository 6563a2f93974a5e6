"""A follow-up given to somebody else notifies her: once, while it is hers, as long as she may read it."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.models import Task
from journal.models import Following, Notification
from tests.product import until
from tests.reports.killing import address, kill, worker  # noqa: F401 - a fixture
from tests.world import NOW, token_in_use
from worker.tasks import follow_all

pytestmark = pytest.mark.django_db
PAGE = reverse("journal:notifications")


def given(world, to, by=None, **fields):
    made = {"text": "Ring Klarvik", "client": world.client, "owner": to}
    return Task.add(by=by or world.advisor, at=NOW, **made | fields)


def told():
    follow_all(NOW)
    return list(Notification.objects.order_by("pk").values_list("to__name", "entry__verb", "entry__subject_id"))


def browser(user):
    made = Browser()
    made.force_login(user)
    return made


def test_whose_it_becomes_is_told_and_nobody_of_what_she_takes_herself(world):
    given(world, world.advisor)
    assert (Following.objects.count(), told()) == (0, [])
    task = given(world, world.colleague)
    assert told() == [("Bo Sandberg", "task.added", task.pk)]
    task.change(owner=world.manager, by=world.colleague, at=NOW)
    assert told()[1:] == [("Disa Roos", "task.changed", task.pk)]


def test_other_changes_and_taking_it_tell_nobody(world):
    task = given(world, world.colleague)
    told()
    task.change(text="Ring i dag", by=world.advisor, at=NOW).change(owner=world.manager, by=world.manager, at=NOW)
    assert (Following.objects.count(), len(told())) == (0, 1)


def test_what_was_done_or_given_on_before_it_could_be_told_is_not(world):
    given(world, world.colleague).finish(by=world.colleague, at=NOW)
    given(world, world.colleague).change(owner=world.manager, by=world.advisor, at=NOW)
    given(world, world.outsider)
    world.outsider.deactivate(by=world.administrator, at=NOW)
    assert [to for to, _verb, _key in told()] == ["Disa Roos"]


def test_the_bell_counts_and_the_page_tells_who_gave_it(world):
    given(world, world.colleague)
    told()
    page = browser(world.colleague).get(PAGE).content.decode()
    assert "Alva Ek has given you this follow-up" in page
    assert '<b class="badge">1<span class="vh"> unread</span></b>' in page
    assert 'class="badge"' not in browser(world.advisor).get(PAGE).content.decode()


def test_opening_what_it_tells_of_reads_it_for_whom_it_tells_alone(world):
    task = given(world, world.colleague)
    told()
    page = browser(world.colleague).get(PAGE).content.decode()
    opened = reverse("crm:task_change", args=[task.pk])
    assert f'<a class="name" href="{opened}" data-panel>Ring Klarvik</a>' in page
    assert f'<span class="sub">{world.client}</span>' in page
    browser(world.manager).get(opened)
    browser(world.colleague).head(opened)
    assert Notification.objects.unread().count() == 1
    browser(world.colleague).get(opened)
    assert Notification.objects.unread().count() == 0


def test_marking_one_and_all_as_read(world):
    for _number in range(3):
        given(world, world.colleague)
    told()
    hers = browser(world.colleague)
    first = Notification.objects.first()
    assert hers.post(reverse("journal:notification_read", args=[first.pk])).status_code == 302
    assert list(Notification.objects.unread().values_list("pk", flat=True)) != []
    assert Notification.objects.unread().count() == 2
    page = hers.post(reverse("journal:notifications_read"), follow=True).content.decode()
    assert ("All are marked as read." in page, Notification.objects.unread().count()) == (True, 0)
    moment = Notification.objects.get(pk=first.pk).read_at
    assert Notification.objects.get(pk=first.pk).mark_read(by=world.colleague, at=NOW).read_at == moment


def test_what_is_kept_from_her_since_is_neither_told_nor_counted(world):
    task = given(world, world.outsider)
    told()
    hers = browser(world.outsider)
    assert "Ring Klarvik" in hers.get(PAGE).content.decode()
    world.client.set_confidentiality("named", by=world.advisor, at=NOW)
    page = hers.get(PAGE).content.decode()
    assert ("Ring Klarvik" in page, 'class="badge"' in page) == (False, False)
    hers.post(reverse("journal:notifications_read"))
    assert Notification.objects.get(entry__subject_id=task.pk).read_at is None


def test_the_api_lists_ones_own_and_marks_them(world):
    task = given(world, world.colleague)
    told()
    program = Browser(headers={"authorization": f"Bearer {token_in_use(world.colleague)}"})
    [one] = program.get(reverse("api:notification-list")).json()["results"]
    said = {"what": "follow_up_given", "verb": "task.added", "noun": "task", "key": task.pk, "by": world.advisor.pk}
    assert said.items() <= one.items()
    assert program.post(reverse("api:notification-read", args=[one["id"]])).json()["read_at"] is not None
    given(world, world.colleague)
    told()
    assert program.post(reverse("api:notification-read-all")).status_code == 204
    assert Notification.objects.unread().count() == 0


@pytest.mark.parametrize("path", [PAGE, reverse("api:notification-list")])
def test_three_cost_as_much_as_one(world, path):
    hers = browser(world.colleague)
    counts = []
    for more in (1, 2):
        for _number in range(more):
            given(world, world.colleague)
        told()
        hers.get(path)
        with CaptureQueriesContext(connection) as said:
            hers.get(path)
        counts.append(len(said))
    assert counts[0] == counts[1] == (7 if path == PAGE else 3)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_amid_the_reaction_tells_nothing_and_another_tells_it_once(world, worker):  # noqa: F811
    given(world, world.colleague)
    with psycopg.connect(address()) as holder:
        # The worker has the lease and waits here, in the middle of the reaction.
        holder.execute("LOCK TABLE journal_notification IN ACCESS EXCLUSIVE MODE")
        process = worker()
        until(lambda: Following.objects.exclude(claimed_until=None).exists())
        kill(process)
        holder.rollback()
    assert (follow_all(NOW), Notification.objects.count()) == (0, 0), "its lease holds until it ends"
    Following.objects.update(claimed_until=NOW - timedelta(days=1))
    assert (follow_all(NOW), Notification.objects.count(), Following.objects.count()) == (1, 1, 0)
