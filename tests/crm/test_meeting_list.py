"""The meetings list: filtered by its address; cancelled ones only when they are asked for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Meeting

LIST = reverse("crm:meeting_list")


@pytest.fixture
def browser(client, world):
    for state in ("held", "planned", "cancelled"):
        meeting = Meeting.objects.create(kind="video", state=state, subject=state, starts_at=timezone.now())
        meeting.staff.add(world.advisor)
    client.force_login(world.advisor)
    return client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"held", "planned"}),
        ("state=held", {"held"}),
        ("state=cancelled", {"cancelled"}),
        ("kind=phone", set()),
        ("state=nonsense", {"held", "planned"}),
    ],
)
def test_states_are_shown_as_asked(browser, query, found):
    page = browser.get(f"{LIST}?{query}")
    assert {meeting.subject for meeting in page.context["meetings"]} == found
    assert page.context["is_filtered"] is bool(query)
    assert ("Clear filters" in page.text) is bool(query)
