"""What a person asks for begins at once: its message waits at the broker when the page answers, and one only."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache

from config.celery import app
from mail.models import MailState
from reports import by_hand, delivering, running
from reports.models import Run, RunState
from tests.reports.conftest import FIRST, scheduled
from worker import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """Of each queue the tasks that wait at the broker, with their rows."""
    cache.clear()

    def read():
        with app.connection_for_read() as connection:
            client = connection.default_channel.client
            found = [
                json.loads(one)["headers"] for queue in ("rendering", "mail") for one in client.lrange(queue, 0, -1)
            ]
        return [(one["task"].rpartition(".")[2], one["argsrepr"]) for one in found]

    with app.connection_for_write() as connection:
        connection.default_channel.client.delete("rendering", "mail")
        yield read
        connection.default_channel.client.delete("rendering", "mail")


def test_send_now_wakes_the_worker_that_renders(world, waiting, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = by_hand.run_now(scheduled(world), by=world.manager, at=FIRST)
        assert waiting() == [], "not before it is there to be found"
    assert waiting() == [("render_run", f"[{run.pk}]")]


def test_a_skipped_or_failed_run_wakes_it_too(world, waiting, django_capture_on_commit_callbacks):
    run = by_hand.run_now(scheduled(world), by=world.manager, at=FIRST)
    for state, verb in {RunState.SKIPPED: by_hand.send_skipped, RunState.FAILED: by_hand.try_again}.items():
        Run.objects.filter(pk=run.pk).update(state=state)
        with django_capture_on_commit_callbacks(execute=True):
            verb(run, by=world.manager, at=FIRST)
        tasks.taken(tasks.render_run, run.pk)
    assert waiting() == [("render_run", f"[{run.pk}]")] * 2


def test_a_delivery_sent_again_wakes_the_one_that_mails(world, waiting, django_capture_on_commit_callbacks):
    run = by_hand.run_now(scheduled(world), by=world.manager, at=FIRST)
    running.carry_out(run.pk, FIRST)
    run.deliveries.update(state=MailState.UNKNOWN)
    chosen = run.deliveries.order_by("pk").first()
    with django_capture_on_commit_callbacks(execute=True):
        delivering.send_again(chosen, by=world.manager, at=FIRST + timedelta(minutes=1))
    assert waiting() == [("deliver_one", f"[{chosen.pk}]")]
