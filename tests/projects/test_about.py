"""A meeting and a task can be about a project: and is read only with all it is about."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from crm.models import Meeting, Task
from crm.ties import tied
from journal.timeline import timeline
from projects.models import Partner, ProjectMeeting, ProjectTask
from tests.world import NOW, project_named

HELD = datetime(2026, 11, 17, 7, 30, tzinfo=UTC)


def log(world, **values):
    fields = {"at": NOW, "kind": "video", "starts_at": HELD, "contact_minutes": 45, "about": [world.project]}
    return Meeting.log(by=world.advisor, **(fields | values))


def hide(project):
    project.confidentiality = "team"
    project.save()


def test_a_meeting_about_a_project_needs_no_client_and_is_on_its_timeline(world):
    meeting = log(world, tasks=[Task(text="Boka styrgrupp")])
    assert tied(meeting) == [world.project]
    assert tied(Task.objects.get()) == [world.project]
    verbs = [line.entry.verb for line in timeline(world.project, world.advisor).lines]
    assert sorted(verbs) == ["meeting.logged", "task.added"]


def test_a_meeting_about_nobody_and_nothing_is_refused(world):
    with pytest.raises(ValidationError):
        log(world, about=[])


def test_what_it_is_about_can_be_changed_and_is_otherwise_kept(world):
    other = project_named("Vård i hemmet", lead=world.lead)
    meeting = log(world)
    meeting.change(by=world.advisor, at=NOW, note="Ny text")
    assert tied(meeting) == [world.project]
    version = meeting.change(by=world.advisor, at=NOW, about=[other]).version
    assert tied(meeting) == [other]
    assert meeting.change(by=world.advisor, at=NOW, about=[other]).version == version
    assert "meeting.changed" in [line.entry.verb for line in timeline(other, world.advisor).lines]


@pytest.mark.parametrize(("hidden_client", "hidden_project"), [(True, False), (False, True), (True, True)])
def test_it_is_read_only_with_every_client_and_project(world, client, hidden_client, hidden_project):
    """Page, list, timeline, Today, API: with either hidden the outsider finds nothing of it."""
    open_project = project_named("Öppet projekt", lead=world.lead)
    meeting = log(world, clients=[world.client], about=[world.project, open_project], subject="Kanariefågel")
    both = [world.project, open_project]
    task = Task.add(by=world.advisor, at=NOW, text="Kanariefågel", client=world.client, about=both)
    for record, is_hidden in ((world.client, hidden_client), (world.project, hidden_project)):
        record.confidentiality = "team" if is_hidden else "open"
        record.save()
    ProjectMeeting.objects.get(project=open_project)
    client.force_login(world.outsider)
    assert list(Meeting.objects.visible_to(world.outsider)) == []
    assert list(Task.objects.visible_to(world.outsider)) == []
    assert client.get(reverse("crm:meeting_detail", args=[meeting.pk])).status_code == 404
    assert client.get(reverse("crm:task_change", args=[task.pk])).status_code == 404
    assert client.get(f"/api/v1/meetings/{meeting.pk}/").status_code == 404
    pages = ["/", reverse("crm:meeting_list"), f"{reverse('crm:meeting_list')}?project={open_project.pk}"]
    pages += [f"{reverse('crm:task_list')}?whose=all", reverse("projects:project_detail", args=[open_project.pk])]
    pages += [f"/api/v1/meetings/?project={open_project.pk}", "/api/v1/tasks/", "/search/?q=Kanarie"]
    assert [page for page in pages if "Kanariefågel" in client.get(page).text] == []
    client.force_login(world.administrator)
    assert [page for page in pages[2:7] if "Kanariefågel" not in client.get(page).text] == []


def typed(**fields):
    return {"key": str(uuid4()), "kind": "video", "day": "igår 10:00 45 min"} | fields


def test_the_form_begins_with_the_project_named_in_its_address(world, client):
    client.force_login(world.advisor)
    page = client.get(f"{reverse('crm:meeting_log')}?project={world.project.pk}").text
    assert f'name="projects" value="{world.project.pk}" id="id_projects_0" checked' in page
    assert "main .logbar" not in page and 'role="search" action="/crm/meetings/log/"' not in page
    answer = client.post(reverse("crm:meeting_log"), typed(projects=[world.project.pk]))
    assert answer.url == reverse("projects:project_detail", args=[world.project.pk])
    assert tied(Meeting.objects.get()) == [world.project]


@pytest.mark.parametrize("written", ["P-001", "p-001 Sårvård på distans", "sårvård på distans", "sårv"])
def test_a_project_is_chosen_by_writing_its_code_or_title(world, client, written):
    project_named("Vård i hemmet", lead=world.lead)
    client.force_login(world.advisor)
    client.post(reverse("crm:meeting_log"), typed(add_project=written))
    assert tied(Meeting.objects.get()) == [world.project]


def test_a_title_that_fits_several_or_none_is_asked_about(world, client):
    project_named("Sårvård på plats", lead=world.lead)
    client.force_login(world.advisor)
    for written, told in (("sårvård", "Several fit"), ("månraket", "Nothing is called")):
        answer = client.post(reverse("crm:meeting_log"), typed(add_project=written, note="Viktigt"))
        assert (answer.status_code, told in answer.text, "Viktigt" in answer.text) == (422, True, True)


def test_a_hidden_project_is_as_one_that_does_not_exist(world, client):
    hide(world.project)
    client.force_login(world.outsider)
    log_page = reverse("crm:meeting_log")
    assert "Sårvård" not in client.get(f"{log_page}?project={world.project.pk}").text
    by_name, by_key = typed(add_project="Sårvård på distans"), typed(projects=[world.project.pk], subject="Hej")
    for sent, missing in ((by_name, typed(add_project="Finns inte")), (by_key, typed(projects=[9**9], subject="Hej"))):
        assert client.post(log_page, sent).status_code == client.post(log_page, missing).status_code == 422
    assert not Meeting.objects.exists()
    for key in (world.project.pk, 9**9):
        sent = {"kind": "video", "starts_at": HELD, "projects": [key]}
        answer = client.post("/api/v1/meetings/", sent, "application/json")
        assert (answer.status_code, "does not exist" in answer.text) == (400, True)


def test_the_projects_of_the_client_are_at_hand(world, client):
    Partner.objects.create(project=world.project, organisation=world.client.organisation, role="need_owner")
    client.force_login(world.advisor)
    page = client.get(f"{reverse('crm:meeting_log')}?client={world.client.pk}").text
    assert f'name="projects" value="{world.project.pk}" id="id_projects_0">' in page


def test_the_change_form_keeps_what_it_is_about(world, client):
    meeting = log(world, clients=[world.client])
    client.force_login(world.advisor)
    url = reverse("crm:meeting_change", args=[meeting.pk])
    assert f'value="{world.project.pk}" id="id_projects_0" checked' in client.get(url).text
    sent = typed(clients=[world.client.pk], projects=[world.project.pk], version=meeting.version, note="Mer")
    client.post(url, sent)
    assert tied(meeting) == [world.project]
    client.post(url, typed(clients=[world.client.pk], version=meeting.version + 1))
    assert tied(meeting) == []


def test_a_draft_keeps_the_project(world, client):
    client.force_login(world.advisor)
    fields = typed(projects=[world.project.pk], note="Halvvägs")
    client.post(reverse("crm:draft_save"), fields)
    page = client.get(reverse("crm:draft_continue", args=[fields["key"]])).text
    assert f'value="{world.project.pk}" id="id_projects_0" checked' in page


def test_the_list_has_the_project_and_filters_by_it(world, client):
    log(world)
    Meeting.log(by=world.advisor, at=NOW, kind="phone", starts_at=HELD, clients=[world.client], subject="Annat")
    client.force_login(world.advisor)
    page = client.get(f"{reverse('crm:meeting_list')}?project={world.project.pk}").text
    assert reverse("projects:project_detail", args=[world.project.pk]) in page
    assert "Annat" not in page


def test_a_task_about_a_project_by_form(world, client):
    client.force_login(world.advisor)
    url = reverse("crm:task_create")
    page = client.get(f"{url}?project={world.project.pk}").text
    assert f'value="{world.project.pk}" id="id_projects_0" checked' in page
    answer = client.post(url, {"text": "Boka", "due_on": "v 48", "owner": world.advisor.pk, "add_project": "P-001"})
    assert answer.url == reverse("projects:project_detail", args=[world.project.pk])
    assert ProjectTask.objects.values_list("project", "task__text").get() == (world.project.pk, "Boka")
    assert "Sårvård på distans" in client.get(reverse("crm:task_list")).text
    assert "Sårvård på distans" in client.get("/").text


def test_the_api_door(world, client):
    client.force_login(world.advisor)
    sent = {"kind": "video", "starts_at": HELD, "projects": [world.project.pk]}
    made = client.post("/api/v1/meetings/", sent, "application/json")
    assert (made.status_code, made.json()["projects"]) == (201, [world.project.pk])
    url = f"/api/v1/meetings/{made.json()['id']}/"
    changed = client.patch(url, {"note": "Mer"}, "application/json", headers={"If-Match": made["ETag"]})
    assert changed.json()["projects"] == [world.project.pk]
    sent, seen = {"projects": [], "subject": "Utan"}, {"If-Match": changed["ETag"]}
    bare = client.patch(url, sent, "application/json", headers=seen)
    assert bare.json()["projects"] == []
    task = client.post("/api/v1/tasks/", {"text": "Boka", "projects": [world.project.pk]}, "application/json")
    assert (task.status_code, task.json()["projects"]) == (201, [world.project.pk])
    found = client.get(f"/api/v1/tasks/?project={world.project.pk}").json()["results"]
    assert [(one["text"], one["projects"]) for one in found] == [("Boka", [world.project.pk])]


@pytest.mark.parametrize("page", ["/crm/meetings/", "/crm/tasks/", "/", "/api/v1/meetings/", "/api/v1/tasks/"])
def test_as_many_queries_for_three_rows_as_for_one(world, client, page, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(world.advisor)
    log(world, tasks=[Task(text="Ring", due_on=date(2026, 12, 1))])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _each in range(2):
        log(world, tasks=[Task(text="Ring", due_on=date(2026, 12, 1))])
    with django_assert_num_queries(len(one)):
        client.get(page)
