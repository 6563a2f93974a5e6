"""The pages of what is told: notifications and their bell, webhooks, what did not go by itself; by keyboard too."""

import pytest
from playwright.sync_api import expect

from crm.models import Task
from hooks.models import Sending, SendingState, Webhook
from journal.models import Entry, Following, FollowingState, Notification
from tests.browser.page import check_page
from tests.world import NOW
from worker.tasks import follow_all

MADE = {"name": "Lagret", "url": "https://lager.example/krok", "verbs": ["task.*"]}


@pytest.fixture
def told(live_world):
    """Two follow-ups given to the colleague, one of them read; her webhook, not taken; and a reaction that failed."""
    for text in ("Ring Klarvik om avtalet", "Skicka offerten"):
        Task.add(by=live_world.advisor, at=NOW, text=text, client=live_world.client, owner=live_world.colleague)
    follow_all(NOW)
    Notification.objects.last().mark_read(by=live_world.colleague, at=NOW)
    webhook, _secret = Webhook.make(by=live_world.colleague, at=NOW, **MADE)
    Webhook.objects.update(failing_since=NOW)
    rows = zip(Entry.objects.filter(verb="task.added"), SendingState.values, strict=False)
    for entry, state in rows:
        Sending.objects.create(webhook=webhook, entry=entry, state=state, trouble="away")
    for entry, state in zip(Entry.objects.all(), (FollowingState.FAILED, FollowingState.LET_BE), strict=False):
        Following.objects.create(entry=entry, reaction="webhooks_told", state=state, trouble="TimeoutError")
    live_world.webhook = webhook
    return live_world


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_page_passes_axe_at_a_desk_and_in_a_hand(told, signed_in, live_server, language):
    for user in (told.colleague, told.administrator):
        user.choose(language=language)
    hers, administrators = signed_in(told.colleague), signed_in(told.administrator)
    for path in ("/notifications/", "/settings/webhooks/", f"/settings/webhooks/{told.webhook.pk}/", "/settings/", "/"):
        check_page(hers, live_server.url + path)
    for path in ("/settings/webhooks/", f"/settings/webhooks/{told.webhook.pk}/", "/"):
        check_page(administrators, live_server.url + path)


def test_the_bell_leads_to_what_is_marked_as_read(told, signed_in, live_server):
    page = signed_in(told.colleague)
    page.goto(live_server.url)
    page.get_by_role("link", name="Notifications 1 unread").press("Enter")
    page.get_by_role("button", name="Mark as read").press("Enter")
    expect(page.locator(".badge")).to_have_count(0)
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    assert Notification.objects.unread().count() == 0


def test_a_webhook_is_made_with_the_keyboard_and_its_secret_has_the_focus(told, signed_in, live_server):
    page = signed_in(told.advisor)
    page.goto(f"{live_server.url}/settings/webhooks/")
    page.get_by_label("What it is for").press_sequentially("Lagret")
    page.keyboard.press("Tab")
    page.keyboard.type("https://lager.example/krok")
    page.get_by_label("client.*").press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#secret")).to_be_focused()
    assert page.locator("#secret").input_value() == Webhook.objects.get(owner=told.advisor).secret
