"""The log bar: a name, and behind it when, as people say it; one whom nobody knows yet can be made a client."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Client, Meeting
from tests.sent import form_of, sent
from tests.world import client_named

LOG = "/crm/meetings/log/"


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


def begun(browser, query):
    """(clients, day, time, contact minutes) that the form begins with."""
    typed = sent(form_of(browser.get(LOG, {"q": query})))
    return [typed.get(name, [""])[0] for name in ("clients", "day", "time", "contact")]


@pytest.mark.parametrize(
    ("query", "day", "contact"),
    [
        ("klarvik", None, ""),
        ("klarvik igår 10 45 min", "igår 10 45 min", "45"),
        ("Klarvik Diagnostik AB yesterday 2-3pm", "yesterday 2-3pm", "60"),
        ("klarvik igår", "igår", ""),
    ],
)
def test_a_name_and_when_are_understood_from_the_bar(browser, world, query, day, contact):
    day = day or timezone.localdate().isoformat()
    assert begun(browser, query) == [str(world.client.pk), day, "", contact]


def test_what_is_said_there_is_saved(browser, world):
    form = form_of(browser.get(LOG, {"q": "klarvik igår 10 45 min"}))
    assert browser.post(form.action, sent(form)).status_code == 302
    meeting = Meeting.objects.get()
    start = timezone.localtime(meeting.starts_at)
    assert (start.date(), start.hour) == (timezone.localdate() - timedelta(days=1), 10)
    assert (meeting.contact_minutes, list(meeting.clients.all())) == (45, [world.client])


def test_a_name_that_looks_like_a_time_is_a_name(browser):
    client = client_named("Fredag 13 AB")
    assert begun(browser, "fredag 13")[0] == str(client.pk)


def test_the_meeting_that_waits_is_taken_on_the_day_that_is_said(browser, world):
    words = {"kind": "phone", "clients": [world.client], "state": "planned", "by": world.advisor, "at": timezone.now()}
    meeting = Meeting.log(starts_at=timezone.now() - timedelta(days=3), **words)
    day = timezone.localdate() - timedelta(days=3)
    changing = reverse("crm:meeting_change", args=[meeting.pk])
    assert form_of(browser.get(LOG, {"q": f"klarvik {day.isoformat()}"})).action == changing
    assert form_of(browser.get(LOG, {"q": "klarvik igår"})).action == LOG


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("klarvik", "Klarvik Diagnostik AB"),
        ("klarvik 17/11 2025 10 45 min", "Klarvik Diagnostik AB, Mon 17 Nov 2025 10:00–10:45"),
        ("ingen alls 17/11 2025 10", "No client is called “ingen alls”. Mon 17 Nov 2025 10:00"),
        ("", ""),
    ],
)
def test_it_is_said_before_enter(browser, text, words):
    assert browser.get("/crm/meetings/heard/", {"text": text}).json()["words"] == words


def test_whom_nobody_knows_becomes_a_client_and_is_logged_with_what_was_typed(browser, world):
    page = browser.get(LOG, {"q": "Nya Bolaget igår 10 45 min"})
    assert "New client “Nya Bolaget”" in page.text
    form = form_of(browser.get("/crm/clients/open/?name=Nya+Bolaget&log=igår+10+45+min"))
    assert sent(form)["name"] == ["Nya Bolaget"]
    answer = browser.post(form.action, sent(form))
    made = Client.objects.latest("pk")
    assert (made.name, parse_qs(urlsplit(answer["Location"]).query)) == (
        "Nya Bolaget", {"client": [str(made.pk)], "when": ["igår 10 45 min"]},
    )  # fmt: skip
    typed = sent(form_of(browser.get(answer["Location"])))
    assert (typed["clients"], typed["day"], typed["contact"]) == ([str(made.pk)], ["igår 10 45 min"], ["45"])


def test_a_hidden_client_is_not_heard(client, world):
    client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    client.force_login(world.advisor)
    said = client.get("/crm/meetings/heard/", {"text": "hemlig"}).json()["words"]
    assert said == "No client is called “hemlig”."
