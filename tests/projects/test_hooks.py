"""What the projects room shows and hides in the rooms below."""

from datetime import UTC, date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.models import Meeting
from projects import states
from projects.hooks import decisions_wait, status_drafts, status_due
from projects.models import Partner, ProjectMeeting, StatusDraft
from tests.projects.test_states import report
from tests.world import NOW, project_named
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


def planned(project, day, gate="G0"):
    project.gate_plans.create(gate=gate, planned_on=day, set_on=date(2026, 1, 1))
    states.rebuild([project], NOW)


def waiting_for(user, on=date(2026, 11, 17)):
    section = decisions_wait(user, on)
    return [(one.project.title, one.gate, one.on) for one in section.context["first"]] if section else []


def test_the_decisions_that_wait_are_on_the_managers_today_the_late_first(world):
    later, far = project_named("Tyst larm"), project_named("Långt fram")
    planned(world.project, date(2026, 11, 25))
    planned(later, date(2026, 11, 3))
    planned(far, date(2027, 3, 1))
    assert waiting_for(world.manager) == [
        ("Tyst larm", "G0", date(2026, 11, 3)),
        ("Sårvård på distans", "G0", date(2026, 11, 25)),
    ]
    assert decisions_wait(world.manager, date(2026, 11, 17)).context["late"] == 1
    assert waiting_for(world.administrator) == waiting_for(world.manager)
    for user in (world.lead, world.advisor, world.auditor, world.editor):
        assert waiting_for(user) == []


def test_single_keys_walk_the_decisions_that_wait(client, world):
    planned(world.project, timezone.localdate())
    client.force_login(world.manager)
    section = client.get(reverse("crm:today")).text.partition('aria-labelledby="h-dw"')[2]
    assert '<ul class="rows two" data-rows><li><div><a class="name"' in section


def test_what_is_kept_from_the_manager_waits_for_nobody_there(world):
    planned(world.project, date(2026, 11, 3))
    report(world.project, date(2026, 11, 1), decisions=[{"text": "Köp länken", "by_on": "2026-11-10"}])
    states.rebuild([world.project], NOW)
    hide(world.project)
    assert waiting_for(world.manager) == []


def test_what_the_newest_report_asks_for_waits_too_and_no_longer_when_the_next_does_not(client, world):
    asked = [
        {"text": "Köp länken", "by_on": "2026-11-10"},
        {"text": "Byt klinik"},
        {"text": "Sen", "by_on": "2027-05-01"},
    ]
    report(world.project, date(2026, 11, 1), decisions=asked)
    states.rebuild([world.project], NOW)
    on = date(2026, 11, 17)
    found = decisions_wait(world.manager, on).context["first"]
    assert [(one.what, one.on, one.gate) for one in found] == [
        ("Köp länken", date(2026, 11, 10), ""),
        ("Byt klinik", None, ""),
    ]
    client.force_login(world.manager)
    page = client.get(reverse("crm:today")).text
    assert "Decisions that wait" in page
    assert "Köp länken" in page
    report(world.project, date(2026, 11, 12))
    states.rebuild([world.project], NOW)
    assert decisions_wait(world.manager, on) is None


def test_a_long_row_of_decisions_is_shown_whole_the_first_eight_at_once(client, world):
    for number in range(10):
        planned(project_named(f"Projekt {number}"), date(2026, 11, 1 + number))
    client.force_login(world.manager)
    page = client.get(reverse("crm:today")).text
    assert [f"Projekt {number}</a>" in page for number in range(10)] == [True] * 10
    first, _summary, more = page.partition("2 more")
    assert (first.count("Decide G0"), more.count("Decide G0")) == (8, 2)


def test_an_ended_project_waits_for_no_decision(world):
    planned(world.project, date(2026, 11, 3))
    world.project.close(by=world.lead, at=NOW)
    assert waiting_for(world.manager) == []


def test_one_waiting_decision_asks_the_database_as_often_as_three(world):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            waiting_for(world.manager)
        return len(captured)

    def wait(project):
        planned(project, date(2026, 11, 3))
        report(project, date(2026, 11, 1), decisions=[{"text": "Köp länken"}])
        states.rebuild([project], NOW)

    wait(world.project)
    counts = [queries()]
    for title in ("Tyst larm", "Nära vård"):
        wait(project_named(title))
    assert [*counts, queries()] == [2, 2]


def draft(world, project, **typed):
    words = {name: [text] for name, text in typed.items()}
    return StatusDraft.objects.create(user=world.lead, project=project, typed=words, saved_at=NOW)


def test_a_status_draft_is_on_todays_page_of_its_writer_with_its_first_words(client, world):
    begun = draft(world, world.project, summary="Kliniken väntar på svar")
    others = (world.manager, world.administrator, world.advisor)
    assert [status_drafts(user, NOW.date()) for user in others] == [None] * 3
    client.force_login(world.lead)
    page = client.get(reverse("crm:today")).text
    section = page.split("Drafts of status reports")[1].split("</section>")[0]
    assert f'href="{reverse("projects:status_post", args=[world.project.pk])}"' in section
    assert '<q class="dim">Kliniken väntar på svar</q>' in section
    discard = reverse("projects:status_draft_discard", args=[world.project.pk])
    assert f'action="{discard}"' in section
    asked = client.post(discard)
    assert (asked.status_code, list(StatusDraft.objects.all())) == (200, [begun])
    assert "Kliniken väntar på svar" in asked.text


def test_one_status_draft_asks_the_database_as_often_as_three(world, client):
    draft(world, world.project)
    with CaptureQueriesContext(connection) as one:
        assert len(status_drafts(world.lead, NOW.date()).context["drafts"]) == 1
    for number in range(2):
        more = project_named(f"Projekt {number}")
        type(more).objects.filter(pk=more.pk).update(lead=world.lead)
        draft(world, more)
    with CaptureQueriesContext(connection) as three:
        titles = [row.project.title for row in status_drafts(world.lead, NOW.date()).context["drafts"]]
    assert len(titles) == 3
    assert len(three) == len(one)
