"""Logging a meeting: one form, one save, with its follow-ups, on the timeline at once."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from contacts.models import Person
from crm.models import Meeting, MeetingDraft, Task
from journal.models import Entry
from tests.world import NOW, contact
from ui.versions import Changed

HELD = datetime(2026, 11, 17, 7, 30, tzinfo=UTC)


def log(world, **values):
    fields = {"at": NOW, "kind": "video", "starts_at": HELD, "contact_minutes": 45, "clients": [world.client]}
    return Meeting.log(by=world.advisor, **(fields | values))


def test_a_logged_meeting_is_on_the_timelines_of_its_client_and_people(world):
    maja = contact("Maja Törnqvist", world.client)
    meeting = log(world, people=[maja], tasks=[Task(text="Skicka underlag", due_on=date(2026, 11, 27))])
    entries = [(entry.verb, sorted(ref.record for ref in refs(entry))) for entry in Entry.objects.order_by("pk")]
    assert entries[0] == ("meeting.logged", ["Klarvik Diagnostik AB", "Maja Törnqvist", str(meeting)])
    assert entries[1][0] == "task.added"
    world.client.refresh_from_db()
    assert world.client.last_contact_on == date(2026, 11, 17)
    assert [task.owner for task in meeting.tasks.all()] == [world.advisor]
    assert list(meeting.staff.all()) == [world.advisor]


def refs(entry):
    for ref in entry.refs.all():
        ref.record = str(ref.record_type.model_class().objects.get(pk=ref.record_id))
        yield ref


def test_saving_one_form_twice_makes_one_meeting(world, client):
    client.force_login(world.advisor)
    fields = typed(world, new_person="Maja Törnqvist")
    answers = [client.post(reverse("crm:meeting_log"), fields) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [reverse("crm:client_detail", args=[world.client.pk])] * 2
    assert (Meeting.objects.count(), Person.objects.count()) == (1, 1)


def test_a_held_meeting_cannot_lie_in_the_future(world):
    with pytest.raises(ValidationError):
        log(world, starts_at=datetime(2026, 11, 18, tzinfo=UTC))


def test_an_auditor_logs_nothing(world):
    with pytest.raises(PermissionDenied):
        Meeting.log(by=world.auditor, at=NOW, kind="video", starts_at=HELD, clients=[world.client])


def test_the_second_of_two_editors_is_told(world):
    meeting = log(world)
    meeting.change(by=world.advisor, at=NOW, version=1, note="Först")
    with pytest.raises(Changed):
        meeting.change(by=world.advisor, at=NOW, version=1, note="Sist")
    assert Meeting.objects.get().note == "Först"


def test_a_meeting_of_a_hidden_client_is_hidden(world):
    meeting = log(world)
    world.client.confidentiality = "team"
    world.client.save()
    assert list(Meeting.objects.visible_to(world.colleague)) == [meeting]
    assert list(Meeting.objects.visible_to(world.outsider)) == []


def test_saving_takes_few_queries(world, django_assert_max_num_queries):
    maja = contact("Maja Törnqvist", world.client)
    with django_assert_max_num_queries(25):
        log(world, people=[maja], tasks=[Task(text="Ring")])


def typed(world, **fields):
    defaults = {"key": str(uuid4()), "clients": [world.client.pk], "kind": "video", "day": "igår 10:00 45 min"}
    return defaults | fields


def test_the_page_door(world, client):
    client.force_login(world.advisor)
    fields = typed(world, note="Gick bra.", step_1="Skicka underlag", step_1_due="+2v")
    answer = client.post(reverse("crm:meeting_log"), fields)
    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.contact_minutes, meeting.note) == (45, "Gick bra.")
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "10:00"
    assert Task.objects.get().text == "Skicka underlag"


def test_an_unreadable_day_keeps_everything_typed(world, client):
    client.force_login(world.advisor)
    answer = client.post(reverse("crm:meeting_log"), typed(world, day="när som helst", note="Viktigt"))
    assert answer.status_code == 422
    assert "is not a day" in answer.text
    assert "Viktigt" in answer.text
    assert not Meeting.objects.exists()


def test_a_draft_is_kept_continued_and_gone_when_saved(world, client):
    client.force_login(world.advisor)
    fields = typed(world, note="Halvvägs")
    assert client.post(reverse("crm:draft_save"), fields).json()["saved_at"]
    assert "Halvvägs" in client.get(reverse("crm:draft_continue", args=[fields["key"]])).text
    client.force_login(world.colleague)
    assert client.get(reverse("crm:draft_continue", args=[fields["key"]])).status_code == 404
    client.force_login(world.advisor)
    client.post(reverse("crm:meeting_log"), fields)
    assert not MeetingDraft.objects.exists()


@pytest.mark.parametrize("page", ["crm:today", "crm:task_list", "crm:meeting_list", "crm:meeting_log"])
@pytest.mark.parametrize("who", ["advisor", "manager", "administrator"])
def test_pages_answer(world, client, page, who):
    log(world, tasks=[Task(text="Ring", due_on=date(2026, 11, 1))])
    client.force_login(getattr(world, who))
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", ["crm:today", "crm:task_list", "crm:meeting_list"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(world, client, page, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(world.advisor)
    log(
        world,
        tasks=[Task(text="Ring")],
        at=timezone.now(),
        starts_at=timezone.now(),
        people=[contact("Maja Ek", world.client)],
    )
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(page))
    for number in range(2):
        people = [contact(f"Person {number}", world.client)]
        log(world, tasks=[Task(text="Ring")], at=timezone.now(), starts_at=timezone.now(), people=people)
    with django_assert_num_queries(len(one)):
        client.get(reverse(page))
