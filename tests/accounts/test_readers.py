"""Who can see a record, and why: the same people to whom it is shown, with the reasons of what it hangs on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.hanging import can_read
from accounts.models import User
from accounts.readers import readers_of
from crm.models import Client, Meeting, Task
from projects.models import ProjectMeeting, ProjectReader, ProjectTask
from tests.world import NOW, client_named, project_named


@pytest.fixture
def meeting(world):
    """About a client kept to its team and a project kept to its lead and one reader."""
    Client.objects.filter(pk=world.client.pk).update(confidentiality="team")
    project = project_named("Hemlig", lead=world.lead, confidentiality="named")
    ProjectReader.objects.create(project=project, user=world.colleague)
    made = Meeting.objects.create(kind="video", starts_at=NOW)
    made.clients.add(world.client)
    ProjectMeeting.objects.create(project=project, meeting=made)
    return made


def told(row, reader):
    return {user.name: said for user, said in readers_of(row, reader)}


def test_those_who_read_all_that_a_meeting_is_about(world, meeting):
    assert told(meeting, world.colleague) == {
        "Bo Sandberg": "Klarvik Diagnostik AB: Member of its team. Hemlig: Named reader.",
        "Edit Lund": "Klarvik Diagnostik AB: Administrators and auditors read everything. "
        "Hemlig: Administrators and auditors read everything.",
        "Frank Öberg": "Klarvik Diagnostik AB: Administrators and auditors read everything. "
        "Hemlig: Administrators and auditors read everything.",
        "Lo Hedin": "Klarvik Diagnostik AB: Member of its team. Hemlig: Project lead.",
    }


def test_who_is_told_is_who_reads(world, meeting):
    task = Task.objects.create(text="Ring", meeting=meeting)
    other = Task.objects.create(text="Skriv", client=client_named("Öppen AB"))
    ProjectTask.objects.create(task=other, project=world.project)
    rows = [meeting, task, other, world.client, world.project, world.client.organisation, *Meeting.objects.all()]
    for row in rows:
        reads = {user.name for user in User.objects.active() if can_read(user, row)}
        assert set(told(row, world.administrator)) == reads, row


def test_a_meeting_about_nothing_is_open(world):
    made = Meeting.objects.create(kind="video", starts_at=NOW)
    assert set(told(made, world.advisor).values()) == {"It is about nothing that is kept."}
    assert len(told(made, world.advisor)) == User.objects.active().count()


def test_who_has_left_is_not_told(world, meeting):
    world.colleague.deactivate(by=world.administrator, at=NOW)
    assert "Bo Sandberg" not in told(meeting, world.lead)


def test_the_page_tells_it_to_those_who_read_the_meeting(world, meeting, client):
    address = reverse("crm:meeting_readers", args=[meeting.pk])
    client.force_login(world.colleague)
    assert client.get(reverse("crm:meeting_detail", args=[meeting.pk])).text.count(f'href="{address}"') == 1
    page = client.get(address)
    assert page.context["readers"] == readers_of(meeting, world.colleague)
    assert "Hemlig: Named reader." in page.text
    client.force_login(world.advisor)
    assert client.get(address).status_code == 404


def test_the_page_asks_as_much_for_three_clients_as_for_one(world, meeting, client):
    client.force_login(world.colleague)
    client.get(reverse("crm:meeting_readers", args=[meeting.pk]))

    def asked():
        with CaptureQueriesContext(connection) as found:
            readers_of(meeting, world.colleague)
        return len(found)

    assert asked() == 6
    for name in ("Alpha AB", "Beta AB"):
        meeting.clients.add(client_named(name))
    assert asked() == 6
