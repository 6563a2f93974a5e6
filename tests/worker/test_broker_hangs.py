"""A Valkey that hangs, which is worse than one that is away, keeps nobody waiting at a page for long."""

import os
import signal
import time

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from accounts.models import ForgottenPassword
from config.celery import app
from embedded import valkey
from worker import hints, tasks

pytestmark = pytest.mark.django_db(transaction=True)
# Seconds: two for the cache, two for the broker, and the page itself on a busy machine.
BOUND = 10


@pytest.fixture
def hanging(tmp_path, settings, monkeypatch):
    """The cache and the broker in a Valkey of the test's own, which was used, and then is stopped."""
    address, before = valkey.start(tmp_path / "valkey"), app.conf.broker_url
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": address}}
    _broker(address)
    monkeypatch.setattr(hints, "_away_until", 0.0)
    hints.hint(tasks.deliver_password, 1)
    with app.connection_for_write() as connection:
        assert connection.default_channel.client.llen("mail") == 1
    os.kill(valkey.pid(tmp_path / "valkey"), signal.SIGSTOP)
    yield
    os.kill(valkey.pid(tmp_path / "valkey"), signal.SIGCONT)
    valkey.stop(tmp_path / "valkey")
    _broker(before)


def _broker(address: str) -> None:
    app.conf.broker_url = address
    # As a new process: with no connection yet.
    app._after_fork()


def test_a_post_that_wakes_a_worker_is_answered_and_its_row_is_there(world, hanging):
    began = time.monotonic()
    answer = Browser().post("/accounts/password/reset/", {"email": world.advisor.email})
    took = time.monotonic() - began
    assert (answer.status_code, ForgottenPassword.objects.count()) == (302, 1)
    assert took < BOUND
    assert not cache.answers()


def test_what_wakes_many_rows_waits_once(world, hanging):
    began = time.monotonic()
    for pk in range(10, 30):
        hints.hint(tasks.deliver_password, pk)
    assert time.monotonic() - began < BOUND
