"""Two requests that save one form at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from crm.models import Meeting
from journal.models import Entry
from tests.world import NOW


@pytest.mark.django_db(transaction=True)
def test_one_form_saved_twice_at_once_makes_one_meeting(world):
    key, start, ready = uuid4(), datetime(2026, 11, 16, 9, tzinfo=UTC), Barrier(4, timeout=20)

    def save(_number):
        try:
            ready.wait()
            return Meeting.log(
                by=world.advisor, at=NOW, kind="video", starts_at=start, clients=[world.client], key=key
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        saved = set(threads.map(save, range(4)))
    assert saved == set(Meeting.objects.values_list("pk", flat=True))
    assert [entry.verb for entry in Entry.objects.all()] == ["meeting.logged"]
