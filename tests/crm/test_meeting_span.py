"""A span that is typed decides the minutes: against a guess, and against those the meeting had before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Meeting
from tests.sent import form_of, sent


def log(world, **values):
    now = timezone.now()
    fields = {"at": now, "kind": "phone", "starts_at": now - timedelta(days=9), "contact_minutes": 60}
    return Meeting.log(by=world.advisor, **(fields | {"clients": [world.client]} | values))


def saved(browser, url, **typed):
    """The contact minutes after the form at the address is sent with this typed in it; else the error beside them."""
    form = form_of(browser.get(url))
    answer = browser.post(form.action, sent(form) | typed)
    if answer.status_code == 302:
        return Meeting.objects.latest("pk").contact_minutes
    return answer.context["form"].errors["contact"]


@pytest.mark.parametrize(
    ("time", "minutes"), [("14–15.30", 90), ("13 45 min", 45), ("9-9.20", 20), ("9-10", 60), ("9", 60)]
)
def test_a_span_beats_a_guess(world, client, time, minutes):
    log(world)
    client.force_login(world.advisor)
    url = f"{reverse('crm:meeting_log')}?client={world.client.pk}"
    assert saved(client, url, day="igår", time=time) == minutes


@pytest.mark.parametrize(("time", "minutes"), [("14–15.30", 90), ("14", 60)])
def test_a_meeting_moved_to_another_span_has_its_minutes(world, client, time, minutes):
    meeting = log(world)
    client.force_login(world.advisor)
    assert saved(client, reverse("crm:meeting_change", args=[meeting.pk]), time=time) == minutes


def test_minutes_that_she_typed_herself_stay_and_two_that_differ_are_told(world, client):
    log(world)
    client.force_login(world.advisor)
    url = f"{reverse('crm:meeting_log')}?client={world.client.pk}"
    typed = {"day": "tue 17 nov 2026", "contact": "45"}
    told = ["Tue 17 Nov 14:00–15:30 is 90 minutes; here you write 45."]
    assert saved(client, url, time="14–15.30", **typed) == told
    assert saved(client, url, time="14–14.45", **typed) == 45
    assert saved(client, url, time="14", **typed | {"contact": "50"}) == 50


def test_minutes_typed_in_a_draft_stay_hers(world, client):
    """The script drops what the form began with as soon as she types in the field, and so does the draft."""
    log(world)
    client.force_login(world.advisor)
    begun = sent(form_of(client.get(f"{reverse('crm:meeting_log')}?client={world.client.pk}")))
    del begun["contact_shown"]
    client.post(reverse("crm:draft_save"), begun | {"day": "igår", "contact": "45"})
    draft = reverse("crm:draft_continue", args=begun["key"])
    assert saved(client, draft, time="14") == 45
