"""Two requests that save one form at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from crm.models import Meeting
from journal.models import Entry


@pytest.fixture
def at_once(world):
    """Posts the forms at the same moment, each in a thread of its own, and gives their answers."""

    def post(*forms):
        ready = Barrier(len(forms), timeout=20)

        def save(form):
            browser = Browser()
            try:
                browser.force_login(world.advisor)
                ready.wait()
                return browser.post(reverse("crm:meeting_log"), form)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(forms)) as threads:
            return list(threads.map(save, forms))

    return post


@pytest.mark.django_db(transaction=True)
def test_one_form_saved_twice_at_once_makes_one_meeting(world, at_once):
    form = {"key": str(uuid4()), "clients": [world.client.pk], "kind": "video", "day": "igår"}
    assert [answer.status_code for answer in at_once(form, form, form, form)] == [302] * 4
    assert Meeting.objects.count() == 1
    assert [entry.verb for entry in Entry.objects.all()] == ["meeting.logged"]


@pytest.mark.django_db(transaction=True)
def test_without_its_key_the_same_form_makes_as_many(world, at_once):
    form = {"clients": [world.client.pk], "kind": "video", "day": "igår"}
    at_once(form, form, form, form)
    assert Meeting.objects.count() == 4
