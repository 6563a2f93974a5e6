"""Changing a meeting: by those who took part, while it is not cancelled; two editors lose nothing."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from contacts.models import Affiliation, Person
from crm.models import Meeting, MeetingDraft, Task
from journal.models import Entry
from tests.world import NOW, client_named, contact

HELD = datetime(2025, 11, 17, 7, 30, tzinfo=UTC)


def log(world, **values):
    fields = {"at": NOW, "kind": "video", "starts_at": HELD, "contact_minutes": 45, "clients": [world.client]}
    return Meeting.log(by=world.advisor, **(fields | values))


def told():
    return [(entry.verb, entry.by.name, entry.facts) for entry in Entry.objects.order_by("pk")]


def test_what_changed_is_told(world):
    meeting = log(world)
    changed = meeting.change(by=world.advisor, at=NOW, note="Gick bra.", kind="video", tasks=[Task(text="Ring")])
    assert (changed.note, changed.version) == ("Gick bra.", 2)
    assert told() == [
        ("meeting.logged", "Alva Ek", {}),
        ("meeting.changed", "Alva Ek", {"fields": ["note"]}),
        ("task.added", "Alva Ek", {}),
    ]
    assert Task.objects.get().client == world.client


def test_a_planned_meeting_that_has_been_held_is_logged(world):
    meeting = log(world, state="planned")
    world.client.refresh_from_db()
    assert world.client.last_contact_on is None
    meeting.change(by=world.advisor, at=NOW, state="held")
    world.client.refresh_from_db()
    assert world.client.last_contact_on == date(2025, 11, 17)
    assert [verb for verb, _by, _facts in told()] == ["meeting.planned", "meeting.logged"]


def test_a_client_taken_off_loses_its_last_contact(world):
    meeting, other = log(world), client_named("Ångwave AB")
    meeting.change(by=world.advisor, at=NOW, clients=[other])
    world.client.refresh_from_db()
    other.refresh_from_db()
    assert (world.client.last_contact_on, other.last_contact_on) == (None, date(2025, 11, 17))


def test_people_and_staff_are_replaced(world):
    maja, olle = contact("Maja Törnqvist", world.client), contact("Olle Ek", world.client)
    meeting = log(world, people=[maja])
    meeting.change(by=world.advisor, at=NOW, people=[olle], staff=[world.colleague])
    assert (list(meeting.people.all()), list(meeting.staff.all())) == ([olle], [world.colleague])


def test_a_cancelled_meeting_stays_as_it_was(world):
    meeting = log(world, state="planned")
    meeting.cancel(by=world.advisor, at=NOW)
    with pytest.raises(ValidationError):
        meeting.change(by=world.advisor, at=NOW, state="held")
    assert Meeting.objects.get().state == "cancelled"


def test_only_those_who_took_part_or_a_manager_may(world):
    meeting = log(world, staff=[world.lead])
    for who in (world.colleague, world.auditor):
        with pytest.raises(PermissionDenied):
            meeting.change(by=who, at=NOW, note="x")
    for number, who in enumerate((world.lead, world.manager)):
        assert meeting.change(by=who, at=NOW, note=str(number)).note == str(number)


def fields_of(client, meeting):
    """What the form would send back untouched."""
    form = client.get(reverse("crm:meeting_change", args=[meeting.pk])).context["form"]
    values = {bound.name: bound.value() for bound in form} | {"meeting": meeting.pk, "version": meeting.version}
    values["key"] = str(uuid4())
    return {name: value for name, value in values.items() if value is not None}


def test_the_page_door(world, client):
    meeting = log(world, note="Först")
    client.force_login(world.advisor)
    typed = fields_of(client, meeting) | {"note": "Sedan", "contact": "1h"}
    answer = client.post(reverse("crm:meeting_change", args=[meeting.pk]), typed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("crm:meeting_detail", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert (meeting.note, meeting.contact_minutes, meeting.starts_at) == ("Sedan", 60, HELD)
    assert told()[-1] == ("meeting.changed", "Alva Ek", {"fields": ["contact_minutes", "note"]})


def test_the_second_to_save_sees_both_versions_and_loses_nothing(world, client):
    meeting = log(world, note="Först")
    client.force_login(world.advisor)
    url = reverse("crm:meeting_change", args=[meeting.pk])
    mine = fields_of(client, meeting) | {"note": "Min text", "place": "Lund", "new_person": "Ny Kontakt"}
    meeting.change(by=world.manager, at=NOW, note="Hennes text")
    answer = client.post(url, mine)
    assert answer.status_code == 422
    for words in ("Somebody saved this record", "Hennes text", "Min text", "Lund", "Ny Kontakt"):
        assert words in answer.text, words
    assert (Meeting.objects.get().note, Person.objects.count()) == ("Hennes text", 0)
    assert client.post(url, mine | {"version": answer.context["current"].version}).status_code == 302
    assert (Meeting.objects.get().note, Person.objects.get().name) == ("Min text", "Ny Kontakt")


def test_an_address_is_no_name_of_a_new_person(world, client):
    client.force_login(world.advisor)
    typed = {"key": str(uuid4()), "clients": [world.client.pk], "kind": "phone", "day": "igår", "new_person": "fel@@x"}
    answer = client.post(reverse("crm:meeting_log"), typed)
    assert (answer.status_code, "write a name here" in answer.text, Meeting.objects.count()) == (422, True, 0)
    answer = client.post(reverse("contacts:affiliation_add", args=[world.client.organisation_id]), {"name": "fel@@x"})
    assert (answer.status_code, "write a name here" in answer.text) == (422, True)
    with pytest.raises(ValidationError, match="write a name here"):
        Person.add(name="fel@@x", by=world.advisor, at=NOW)


def test_a_new_person_is_put_at_the_client_once(world, client):
    client.force_login(world.advisor)
    typed = {"key": "8c7d6c0e-54f1-4a42-9a61-5b1c7f0e8d11", "clients": [world.client.pk], "kind": "video"}
    typed |= {"day": "igår", "new_person": "Ny Kontakt"}
    for _ in range(2):
        assert client.post(reverse("crm:meeting_log"), typed).status_code == 302
    role = Affiliation.objects.get()
    assert (role.person.name, role.organisation) == ("Ny Kontakt", world.client.organisation)
    assert [verb for verb, _by, _facts in told()] == ["affiliation.started", "meeting.logged"]


def test_a_programme_editor_adds_no_person_and_loses_nothing(world, client):
    client.force_login(world.editor)
    typed = {"key": "8c7d6c0e-54f1-4a42-9a61-5b1c7f0e8d11", "clients": [world.client.pk], "kind": "video"}
    typed |= {"day": "igår", "new_person": "Ny Kontakt", "note": "Viktigt"}
    answer = client.post(reverse("crm:meeting_log"), typed)
    assert (answer.status_code, "Viktigt" in answer.text, Person.objects.count()) == (422, True, 0)
    assert "Programme editors read clients" in answer.text


def test_who_may_not_is_told_why_at_the_page(world, client):
    meeting = log(world)
    client.force_login(world.colleague)
    assert client.get(reverse("crm:meeting_detail", args=[meeting.pk])).status_code == 200
    refused = client.post(reverse("crm:meeting_change", args=[meeting.pk]), {"note": "x"})
    assert (refused.status_code, "took part" in refused.text) == (403, True)
    world.client.confidentiality = "named"
    world.client.save()
    assert client.get(reverse("crm:meeting_change", args=[meeting.pk])).status_code == 404


def test_saving_takes_its_draft_away(world, client):
    meeting = log(world)
    client.force_login(world.advisor)
    typed = fields_of(client, meeting) | {"note": "Halvvägs"}
    client.post(reverse("crm:draft_save"), typed)
    assert MeetingDraft.objects.get().meeting == meeting
    client.post(reverse("crm:meeting_change", args=[meeting.pk]), typed)
    assert not MeetingDraft.objects.exists()


def test_what_makes_no_difference_leaves_version_and_journal_alone(world):
    maja = contact("Maja Törnqvist", world.client)
    meeting = log(world, people=[maja], note="Gick bra.")
    before = Entry.objects.count()
    same = {"note": "Gick bra.", "people": [maja], "clients": [world.client], "staff": [world.advisor], "version": 1}
    assert meeting.change(by=world.advisor, at=NOW, **same).version == 1
    assert Entry.objects.count() == before
    assert meeting.change(by=world.advisor, at=NOW, **(same | {"people": []})).version == 2


def test_a_next_step_alone_is_added_without_a_new_version(world):
    meeting = log(world)
    assert meeting.change(by=world.advisor, at=NOW, tasks=[Task(text="Ring")]).version == 1
    assert Task.objects.get().meeting == meeting
