"""Cancelling a meeting: only a planned one, by those who take part."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from crm.models import Meeting
from journal.models import Entry
from tests.world import NOW

LATER = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def plan(world, **values):
    fields = {"at": NOW, "kind": "video", "state": "planned", "starts_at": LATER, "clients": [world.client]}
    return Meeting.log(by=world.advisor, **(fields | values))


def told():
    return [(entry.verb, entry.at, entry.facts) for entry in Entry.objects.order_by("pk")]


def test_a_planned_meeting_is_cancelled_and_why(world):
    meeting = plan(world)
    meeting.cancel(by=world.advisor, at=NOW, reason="Sjuk")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.version) == ("cancelled", 2)
    assert told() == [("meeting.planned", LATER, {}), ("meeting.cancelled", NOW, {})]


def test_one_that_was_held_or_is_cancelled_is_not(world):
    held = plan(world, state="held", starts_at=datetime(2026, 11, 16, tzinfo=UTC))
    cancelled = plan(world)
    cancelled.cancel(by=world.advisor, at=NOW)
    for meeting in (held, cancelled):
        with pytest.raises(ValidationError):
            meeting.cancel(by=world.advisor, at=NOW)


def test_who_takes_no_part_may_not(world):
    meeting = plan(world)
    for who in (world.colleague, world.auditor):
        with pytest.raises(PermissionDenied):
            meeting.cancel(by=who, at=NOW)
    meeting.cancel(by=world.manager, at=NOW)


def test_the_page_door(world, client):
    meeting = plan(world)
    url, page = reverse("crm:meeting_cancel", args=[meeting.pk]), reverse("crm:meeting_detail", args=[meeting.pk])
    client.force_login(world.colleague)
    assert client.post(url).status_code == 403
    client.force_login(world.advisor)
    assert client.get(url).status_code == 405
    assert client.post(url, {"reason": "Sjuk", "version": 1})["Location"] == page
    assert Meeting.objects.get().state == "cancelled"
    assert "Only a planned meeting can be cancelled." in client.post(url, {"version": 2}, follow=True).text
    assert reverse("crm:meeting_change", args=[meeting.pk]) not in client.get(page).text
    client_page = client.get(reverse("crm:client_detail", args=[world.client.pk])).text
    assert "Meeting cancelled" in client_page
