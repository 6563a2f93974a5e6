"""The log form saves nothing that was not shown as a guess, offers the meeting that waits, and invents no time."""

import re
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Meeting
from tests.sent import form_of, sent
from tests.world import contact


def log(world, **values):
    now = timezone.now()
    fields = {"at": now, "kind": "phone", "starts_at": now - timedelta(days=9), "contact_minutes": 45}
    return Meeting.log(by=world.advisor, **(fields | {"clients": [world.client]} | values))


def page_of(client, world, query=""):
    client.force_login(world.advisor)
    return client.get(f"{reverse('crm:meeting_log')}?client={world.client.pk}{query}").text


def guesses(page):
    return re.findall(r'name="guessed" value="(\w+)"', page)


def test_what_comes_from_last_time_is_shown_as_a_guess_beside_save_too(world, client):
    maja = contact("Maja Törnqvist", world.client)
    log(world, people=[maja], place="Hos dem", travel_minutes=40)
    page = page_of(client, world)
    assert guesses(page) == ["kind", "contact", "travel", "place", "people"]
    beside_save = page.split("data-guesses")[1]
    for name, words in {"kind": "Phone", "contact": "contact 45 min", "travel": "travel 40 min", "place": "Hos dem",
                        "people": "Maja Törnqvist"}.items():  # fmt: skip
        assert f'data-guess="{name}">{words}</span>' in beside_save


def test_service_areas_are_suggested_first_and_never_set(world, client):
    log(world, services=["regulatory", "design"])
    page = page_of(client, world)
    boxes = re.findall(
        r'<label class="chip( suggested)?"><input type="checkbox" name="services" value="(\w+)"([^>]*)>', page
    )
    assert [(value, bool(suggested)) for suggested, value, _rest in boxes[:3]] == [
        *((one, True) for one in sorted(["regulatory", "design"], key=[value for _s, value, _r in boxes].index)),
        (boxes[2][1], False),
    ]
    assert not any("checked" in rest for _suggested, _value, rest in boxes)


def test_without_a_meeting_before_no_minutes_are_made_up(world, client):
    page = page_of(client, world)
    assert guesses(page) == ["kind"]
    assert 'name="contact" value' not in page


def test_another_clients_place_and_people_are_not_guessed(world, client):
    log(
        world,
        clients=[],
        subject="Seminarium",
        place="Malmö",
        travel_minutes=30,
        people=[contact("Maja Ek", world.client)],
    )
    client.force_login(world.advisor)
    assert guesses(client.get(reverse("crm:meeting_log")).text) == ["kind", "contact"]


def test_guesses_stay_guesses_through_a_refusal_and_a_draft(world, client):
    client.force_login(world.advisor)
    sent = {"key": str(uuid4()), "clients": [world.client.pk], "kind": "phone", "contact": "45", "day": "när som helst"}
    sent |= {"guessed": ["kind"]}
    assert guesses(client.post(reverse("crm:meeting_log"), sent).text) == ["kind"]
    client.post(reverse("crm:draft_save"), sent)
    assert guesses(client.get(reverse("crm:draft_continue", args=[sent["key"]])).text) == ["kind"]


def planned(world, starts_at, **values):
    return log(world, state="planned", starts_at=starts_at, subject="Planerat", **values)


def at(day, clock):
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=day), clock))


@pytest.mark.parametrize(("day", "is_known"), [(0, True), (0, False), (-1, True), (-6, True)])
def test_the_meeting_that_waits_is_offered_first_and_becomes_the_one_logged(world, client, day, is_known):
    meeting = planned(world, at(day, time(0) if is_known else time(12)), is_time_known=is_known)
    page = page_of(client, world)
    url = reverse("crm:meeting_change", args=[meeting.pk])
    assert f'action="{url}"' in page and "Log another meeting" in page
    client.post(
        url, {"key": str(uuid4()), "clients": [world.client.pk], "kind": "phone", "day": "idag 00.00", "version": 1}
    )
    assert Meeting.objects.get().state == "held"


def in_the_morning(user):
    """Give her a zone where it is eleven, so that the day has hours left."""
    hours = 11 - timezone.now().hour
    user.time_zone = f"Etc/GMT{-hours:+}" if hours else "Etc/GMT"
    user.save()


def test_a_meeting_planned_for_later_today_is_offered_and_not_taken(world, client):
    """A call that has just been held is not the meeting of this afternoon."""
    in_the_morning(world.advisor)
    later = planned(world, timezone.now() + timedelta(hours=3))
    page = page_of(client, world)
    url = reverse("crm:meeting_change", args=[later.pk])
    assert f'action="{reverse("crm:meeting_log")}"' in page and f'href="{url}"' in page
    assert "A meeting is planned for today at 14:" in page
    typed = sent(form_of(client.get(url)))
    said = client.post(url, typed | {"note": "Ring först"}, follow=True)
    assert (Meeting.objects.get().state, "Meeting planned." in said.text) == ("planned", True)
    begun = planned(world, timezone.now() - timedelta(hours=4))
    assert f'action="{reverse("crm:meeting_change", args=[begun.pk])}"' in page_of(client, world)


def test_another_meeting_can_be_logged_instead(world, client):
    planned(world, at(0, time(0)))
    assert f'action="{reverse("crm:meeting_log")}"' in page_of(client, world, "&new=1")


@pytest.mark.parametrize("kind", ["logged", "cancelled", "next week", "long ago", "a colleague’s"])
def test_no_other_meeting_is_offered(world, client, kind):
    moments = {"next week": at(7, time(12)), "long ago": at(-8, time(12))}
    if kind == "logged":
        log(world, starts_at=at(-1, time(12)))
    elif kind == "a colleague’s":
        fields = {"starts_at": at(0, time(12)), "state": "planned", "clients": [world.client], "kind": "phone"}
        Meeting.log(by=world.colleague, at=timezone.now(), **fields)
    else:
        meeting = planned(world, moments.get(kind, at(0, time(12))))
        if kind == "cancelled":
            meeting.cancel(by=world.advisor, at=timezone.now())
    assert f'action="{reverse("crm:meeting_log")}"' in page_of(client, world)


@pytest.mark.parametrize(("day", "state"), [("idag", "held"), ("igår", "held"), ("imorgon", "planned")])
def test_no_time_said_is_no_time_anywhere(world, client, day, state):
    client.force_login(world.advisor)
    sent = {
        "key": str(uuid4()),
        "clients": [world.client.pk],
        "kind": "phone",
        "day": day,
        "contact": "150",
        "subject": "Utan tid",
    }
    client.post(reverse("crm:meeting_log"), sent)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.is_time_known) == (state, False)
    pages = ["/", reverse("crm:meeting_list"), reverse("crm:meeting_detail", args=[meeting.pk])]
    pages += [reverse("crm:meeting_change", args=[meeting.pk]), reverse("crm:client_detail", args=[world.client.pk])]
    for page in pages:
        shown = re.sub(r'placeholder="[^"]*"|title="[^"]*"', "", client.get(page).text)
        assert not re.search(r"12:00|14:30", shown), page
    line = client.get(f"/api/v1/clients/{world.client.pk}/timeline/").json()["results"][0]
    assert (line["at"], line["on"]) == (None, meeting.on.isoformat())
    told = client.get(f"/api/v1/meetings/{meeting.pk}/").json()
    assert (told["starts_at"], told["on"]) == (None, meeting.on.isoformat())


def test_a_planned_day_without_a_time_is_unlogged_when_the_day_is_over(world):
    today, yesterday = (
        planned(world, at(0, time(12)), is_time_known=False),
        planned(world, at(-1, time(12)), is_time_known=False),
    )
    assert (today.is_unlogged, yesterday.is_unlogged) == (False, True)


def test_the_api_takes_a_day_alone_and_gives_it_back(world, client):
    client.force_login(world.advisor)
    sent = {"kind": "video", "on": "2026-11-03", "clients": [world.client.pk]}
    made = client.post("/api/v1/meetings/", sent, "application/json")
    told = made.json()
    assert (told["on"], told["starts_at"], told["is_time_known"], told["state"]) == ("2026-11-03", None, False, "held")
    again = client.patch(f"/api/v1/meetings/{told['id']}/", told | {"note": "Mer"}, "application/json",
                         headers={"If-Match": made["ETag"]})  # fmt: skip
    assert (again.status_code, again.json()["on"], again.json()["note"]) == (200, "2026-11-03", "Mer")
    nothing = client.post("/api/v1/meetings/", {"kind": "video", "clients": [world.client.pk]}, "application/json")
    assert (nothing.status_code, "Say when it starts" in nothing.text) == (400, True)


@pytest.mark.parametrize("day", ["24/11 2010", "5/5 2035 10"])
def test_a_day_more_than_a_year_away_is_asked_about_and_nothing_is_lost(world, client, day):
    client.force_login(world.advisor)
    sent = {"key": str(uuid4()), "clients": [world.client.pk], "kind": "phone", "day": day, "note": "Viktigt"}
    answer = client.post(reverse("crm:meeting_log"), sent)
    assert (answer.status_code, "more than a year away" in answer.text, "Viktigt" in answer.text) == (422, True, True)
    meant = re.search(r'name="day_meant" value="([\d-]+)">', answer.text)[1]
    assert client.post(reverse("crm:meeting_log"), sent | {"day_meant": "2011-01-01"}).status_code == 422
    assert client.post(reverse("crm:meeting_log"), sent | {"day_meant": meant}).status_code == 302
    assert Meeting.objects.get().on.isoformat() == meant


def test_a_due_day_more_than_a_year_away_is_asked_about(world, client):
    client.force_login(world.advisor)
    sent = {"key": str(uuid4()), "text": "Ring", "due_on": "1/2 2035", "owner": world.advisor.pk}
    answer = client.post(reverse("crm:task_create"), sent)
    assert (answer.status_code, 'name="due_on_meant" value="2035-02-01"' in answer.text) == (422, True)
    assert client.post(reverse("crm:task_create"), sent | {"due_on_meant": "2035-02-01"}).status_code == 302
    sent = {
        "key": str(uuid4()),
        "clients": [world.client.pk],
        "kind": "phone",
        "day": "igår",
        "step_1": "Ring",
        "step_1_due": "1/2 2035",
    }
    answer = client.post(reverse("crm:meeting_log"), sent)
    assert (answer.status_code, 'name="step_1_due_meant" value="2035-02-01"' in answer.text) == (422, True)
