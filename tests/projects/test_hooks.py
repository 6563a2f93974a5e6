"""What the projects room shows and hides in the rooms below."""

from datetime import UTC, date, datetime

from django.urls import reverse

from crm.models import Meeting
from projects import states
from projects.hooks import status_due
from projects.models import Partner, ProjectMeeting
from tests.projects.test_states import report
from tests.world import NOW
from ui import search


def hide(project):
    project.confidentiality = "named"
    project.save()


def titles(user, query):
    return [hit.title for label, hits in search.find(user, query) if label == "Projects" for hit in hits]


def test_projects_are_found_by_word_prefix_without_marks_and_by_code(world):
    assert titles(world.outsider, "sarvard") == ["Sårvård på distans"]
    assert titles(world.outsider, "distans sår") == ["Sårvård på distans"]
    assert titles(world.outsider, world.project.code.lower()) == ["Sårvård på distans"]
    hide(world.project)
    assert titles(world.outsider, "sarvard") == []
    assert titles(world.lead, "sarvard") == ["Sårvård på distans"]


def test_the_client_page_lists_its_projects_but_no_hidden_one(client, world):
    Partner.add(world.project, by=world.lead, at=NOW, organisation=world.client.organisation, role="co_developer")
    address = reverse("crm:client_detail", args=[world.client.pk])

    def text(user):
        client.force_login(user)
        return client.get(address).content.decode()

    assert "Sårvård på distans" in text(world.outsider)
    hide(world.project)
    assert "Sårvård på distans" not in text(world.outsider)
    assert "Sårvård på distans" in text(world.lead)


def test_a_meeting_about_a_hidden_project_is_hidden(world):
    meeting = Meeting.objects.create(kind="video", starts_at=datetime(2026, 11, 3, 9, tzinfo=UTC))
    ProjectMeeting.objects.create(project=world.project, meeting=meeting)
    assert [Meeting.objects.visible_to(user).count() for user in (world.outsider, world.lead)] == [1, 1]
    hide(world.project)
    assert [Meeting.objects.visible_to(user).count() for user in (world.outsider, world.lead)] == [0, 1]
    assert Meeting.objects.visible_to(world.auditor).count() == 1


def test_today_lists_the_status_reports_the_lead_owes(client, world):
    states.rebuild([world.project], NOW)
    report(world.project, date(2026, 10, 3))
    states.rebuild([world.project], NOW)
    assert [row.project for row in status_due(world.lead, date(2026, 11, 17)).context["states"]] == [world.project]
    assert status_due(world.lead, date(2026, 10, 20)) is None
    assert status_due(world.manager, date(2026, 11, 17)) is None
