"""Once is once: a form that comes again does nothing new, and with other words shows both."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from contacts.models import Affiliation, Membership, Organisation
from contacts.models.community import Community
from crm.models import Client, Task
from projects.models import GateDecision, GatePlan, Milestone, Partner, Project, StatusReport
from reports.models import Run, Schedule
from tests.reports.conftest import scheduled
from tests.world import NOW
from ui.models import Sent
from ui.once import forget_old


@pytest.fixture
def browser(client, world):
    client.force_login(world.manager)
    return client


def forms(world):
    """Every form that makes or sends something: its address, what is typed, the noun and how many of it were there."""
    organisation, project = world.client.organisation, world.project
    community = Community.objects.create(name="HealthTech Nordic")
    schedule = scheduled(world)
    of_project = {"args": [project.pk]}
    new = {"title": "Ny", "kind": "innovation", "confidentiality": "open", "starts_on": "2026-01-01"}
    weekly = {"name": "Vecka", "kind": "portfolio_status", "rhythm": "weekly", "weekday": "1", "day": "1"}
    weekly |= {"at_time": "07:00", "time_zone": "Europe/Stockholm", "language": "sv", "users": [world.lead.pk]}
    gate = {"gate": "G0", "verdict": "go", "on": "2026-11-17", "decider": "Styrgruppen", "version": project.version}
    gate |= {"criteria": ["need", "owner"]}
    return [
        (reverse("crm:task_create"), {"text": "Ring", "owner": world.manager.pk}, Task),
        (reverse("crm:client_open"), {"name": "Nya AB", "kind": "company"}, Client),
        (reverse("contacts:organisation_add"), {"name": "Kliniken", "kind": "university"}, Organisation),
        (reverse("contacts:affiliation_add", args=[organisation.pk]), {"name": "Maja Ek", "role": "VD"}, Affiliation),
        (reverse("contacts:membership_apply", args=[organisation.pk]), {"community": community.pk}, Membership),
        (reverse("projects:project_start"), new, Project),
        (reverse("projects:milestone_add", **of_project), {"title": "Ett", "planned_on": "2026-12-01"}, Milestone),
        (reverse("projects:partner_add", **of_project), {"organisation": organisation.name, "role": "clinic"}, Partner),
        (reverse("projects:gate_plan", **of_project), {"gate": "G1", "planned_on": "2026-12-01"}, GatePlan),
        (reverse("projects:gate_decide", **of_project), gate, GateDecision),
        (reverse("projects:status_post", **of_project), {"on": "2026-11-17", "overall": "on_track"}, StatusReport),
        (reverse("reports:schedule_create"), weekly, Schedule),
        (reverse("reports:schedule_run", args=[schedule.pk]), {}, Run),
    ]


def test_a_form_sent_twice_is_carried_out_once(browser, world):
    wrong = []
    for address, typed, noun in forms(world):
        before, form = noun.objects.count(), typed | {"key": str(uuid4())}
        answers = [browser.post(address, form) for _ in range(2)]
        made = noun.objects.count() - before
        if (made, [answer.status_code for answer in answers]) != (1, [302, 302]):
            wrong.append((address, made, [answer.status_code for answer in answers]))
        if answers[0].headers.get("Location") != answers[1].headers.get("Location"):
            wrong.append((address, "elsewhere"))
    assert wrong == []


def test_every_form_that_makes_something_has_a_key_on_its_page(browser, world):
    pages = [address for address, typed, _noun in forms(world) if typed]
    assert [page for page in pages if 'name="key"' not in browser.get(page).text] == []


def test_sent_again_with_other_words_both_are_shown_and_the_saved_one_can_be_changed(browser, world):
    form = {"text": "Ring Maja", "owner": world.manager.pk, "key": str(uuid4())}
    browser.post(reverse("crm:task_create"), form)
    answer = browser.post(reverse("crm:task_create"), form | {"text": "Ring Bo"})
    assert (answer.status_code, Task.objects.get().text) == (422, "Ring Maja")
    assert [(one.theirs, one.yours) for one in answer.context["conflict"]] == [("Ring Maja", "Ring Bo")]
    again = browser.post(reverse("crm:task_create"), form | {"text": "Ring Bo", "known_version": 1})
    assert (again.status_code, Task.objects.get().text) == (302, "Ring Bo")
    assert browser.post(reverse("crm:task_create"), form | {"text": "Ring Bo"}).status_code == 302
    assert Task.objects.count() == 1


def test_or_saved_as_a_new_one_once(browser, world):
    form = {"text": "Ring Maja", "owner": world.manager.pk, "key": str(uuid4())}
    browser.post(reverse("crm:task_create"), form)
    both = browser.post(reverse("crm:task_create"), form | {"text": "Ring Bo"})
    anew = form | {"text": "Ring Bo", "as_new": str(both.context["new_key"])}
    assert [browser.post(reverse("crm:task_create"), anew).status_code for _ in range(2)] == [302, 302]
    assert sorted(Task.objects.values_list("text", flat=True)) == ["Ring Bo", "Ring Maja"]


def test_what_somebody_changed_since_is_shown_before_it_is_changed_again(browser, world):
    form = {"text": "Ring Maja", "owner": world.manager.pk, "key": str(uuid4())}
    browser.post(reverse("crm:task_create"), form)
    Task.objects.update(text="Ring Cilla", version=2)
    answer = browser.post(reverse("crm:task_create"), form | {"text": "Ring Bo", "known_version": 1})
    assert (answer.status_code, Task.objects.get().text) == (422, "Ring Cilla")
    assert answer.context["known"].version == 2


def test_a_report_that_is_posted_is_not_changed_by_its_form(browser, world):
    address = reverse("projects:status_post", args=[world.project.pk])
    form = {"on": "2026-11-17", "overall": "on_track", "summary": "Bra", "key": str(uuid4())}
    browser.post(address, form)
    answer = browser.post(address, form | {"summary": "Mycket bra"})
    assert (answer.status_code, StatusReport.objects.get().summary) == (422, "Bra")
    assert ("Bra", "Mycket bra") in [(one.theirs, one.yours) for one in answer.context["conflict"]]


def test_ends_of_lines_are_no_other_words(browser, world):
    key = str(uuid4())
    typed = {"name": "Nya AB", "kind": "company", "key": key}
    for needs in ("Ett\r\nTvå", "Ett\nTvå"):
        browser.post(reverse("crm:client_open"), typed | {"needs": needs})
    assert Client.objects.filter(name="Nya AB").count() == 1
    assert Sent.objects.filter(key=key).count() == 1


def test_a_refused_form_can_be_sent_again_when_it_is_mended(browser, world):
    form = {"text": "", "owner": world.manager.pk, "key": str(uuid4())}
    assert browser.post(reverse("crm:task_create"), form).status_code == 422
    assert browser.post(reverse("crm:task_create"), form | {"text": "Ring"}).status_code == 302


def test_nobody_elses_key_is_known(world):
    form, counted = {"text": "Ring", "key": str(uuid4())}, []
    for user in (world.advisor, world.colleague):
        browser = Browser()
        browser.force_login(user)
        browser.post(reverse("crm:task_create"), form | {"owner": user.pk})
        counted.append(Task.objects.count())
    assert counted == [1, 2]


def test_keys_of_two_months_ago_are_forgotten(world):
    for days in (1, 61):
        Sent.objects.create(by=world.advisor.pk, key=uuid4(), digest="")
        Sent.objects.filter(key=Sent.objects.latest("pk").key).update(at=NOW - timedelta(days=days))
    forget_old(NOW)
    assert [(NOW - sent.at).days for sent in Sent.objects.all()] == [1]
