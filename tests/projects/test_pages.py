"""The projects room's page door."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contacts.models import Organisation
from journal.record import record
from projects import states
from projects.board import board, weeks_in_words
from projects.filters import Question
from projects.models import Milestone, Project, Risk
from tests.projects.test_states import report
from tests.world import NOW, project_named


def url(name, *args):
    return reverse(f"projects:{name}", args=args)


@pytest.fixture
def door(client, world):
    """Sign somebody in and get her browser."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def today():
    return timezone.localdate()


def test_the_portfolio_page_shows_the_day_asked_for(door, world):
    report(world.project, date(2026, 6, 3), "watch")
    report(world.project, date(2026, 7, 3), "off_track")
    states.rebuild([world.project], NOW)
    page = door(world.manager).get(url("portfolio"), {"as_of": "2026-06-30", "compare": "2026-03-31"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "as of 30 June 2026" in text and "Changed since 31 March 2026" in text
    assert "1 later change is hidden." in text and "Read only." in text
    assert "Not reported → watch." in text


def test_a_day_that_is_no_day_is_told_at_its_field_and_today_is_shown(door, world):
    states.rebuild([world.project], NOW)
    page = door(world.manager).get(url("portfolio"), {"as_of": "30 juni"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"as_of": ["Enter a valid date."]}
    assert page.context["question"].on == today()
    tomorrow = today() + timedelta(days=1)
    page = door(world.manager).get(url("portfolio"), {"as_of": tomorrow.isoformat()})
    assert "today or an earlier day" in page.content.decode()


def test_the_words_of_the_ruler_count_the_day_of_the_page(world):
    """A project that began since last Sunday is among those of now."""
    today = date(2026, 6, 24)
    began = project_named("Ny i veckan", lead=world.lead, starts_on=date(2026, 6, 23), phase_since=date(2026, 6, 23))
    states.rebuild([world.project, began], NOW)
    now = "Status each week: 0 projects two years ago, "
    for on, rows, words in ((today, 2, f"{now}2 now."), (date(2026, 6, 22), 1, f"{now}1 on 22 June 2026 and 2 now.")):
        found = board(world.manager, Question(on=on, compare=on - timedelta(days=30), today=today))
        assert (len(found.rows), weeks_in_words(found.weeks, found.budget_points[-1])) == (rows, words)


def test_an_empty_portfolio_says_what_will_show_and_how_to_begin(door, world):
    Project.objects.all().delete()
    text = door(world.manager).get(url("portfolio")).content.decode()
    assert "The portfolio is empty" in text and url("project_start") in text
    assert url("project_start") not in door(world.advisor).get(url("portfolio")).content.decode()


def test_the_htmx_answer_is_the_page_part_only(door, world):
    states.rebuild([world.project], NOW)
    page = door(world.manager).get(url("portfolio"), headers={"HX-Request": "true"})
    assert page.content.decode().strip().startswith('<div id="portfolio"')


def queries(browser, address, **query):
    browser.get(address, query)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address, query).status_code == 200
    return len(captured)


def test_the_portfolio_takes_the_same_queries_for_one_project_and_three(door, world):
    report(world.project, date(2026, 5, 3), "watch")
    states.rebuild([world.project], NOW)
    browser = door(world.manager)
    first = queries(browser, url("portfolio"), as_of="2026-06-30", compare="2026-03-31")
    more = [project_named("Två", lead=world.lead), project_named("Tre", lead=world.manager)]
    for project in more:
        report(project, date(2026, 5, 3), "watch")
    states.rebuild(more, NOW)
    assert (first, queries(browser, url("portfolio"), as_of="2026-06-30", compare="2026-03-31")) == (16, 16)


def test_sixty_projects_fit_in_120_kilobytes(door, world):
    projects = [project_named(f"Projekt nummer {n} på kliniken", lead=world.lead) for n in range(60)]
    for n, project in enumerate(projects):
        for month in range(1, 7):
            report(project, date(2026, month, 3), "watch" if n % 4 == 0 and month > 4 else "on_track", time="on_track")
        for gate in ("G0", "G1", "G2", "G3"):
            project.gate_plans.create(gate=gate, set_on=date(2025, 2, 6), planned_on=date(2026, 2 + int(gate[1]), 1))
    states.rebuild(projects, NOW)
    page = door(world.manager).get(url("portfolio"), {"as_of": "2026-06-30"})
    assert len(page.content) < 120_000


def test_a_hidden_project_is_not_found_and_in_no_portfolio(door, world):
    world.project.confidentiality = "named"
    world.project.save()
    states.rebuild([world.project], NOW)
    browser = door(world.outsider)
    assert browser.get(url("project_detail", world.project.pk)).status_code == 404
    assert world.project.title not in browser.get(url("portfolio")).content.decode()


def test_the_project_page_tells_its_gates_status_and_parts(door, world):
    Risk.add(world.project, by=world.lead, at=NOW, text="Sen länk", probability=4, consequence=4)
    Milestone.add(world.project, by=world.lead, at=NOW, title="Bildlänk", planned_on=date(2026, 11, 14))
    world.project.post_status(by=world.lead, at=NOW, overall="on_track", summary="Väntan är tre dagar.")
    text = door(world.lead).get(url("project_detail", world.project.pk)).content.decode()
    for words in ("Sen länk", "Bildlänk", "Väntan är tre dagar.", "G0 Need accepted", "Write status"):
        assert words in text
    past = door(world.lead).get(url("project_detail", world.project.pk), {"as_of": "2026-06-30"}).content.decode()
    assert "as of 30 June 2026" in past and "Väntan är tre dagar." not in past and "Write status" not in past


def test_a_project_as_of_a_day_tells_nothing_that_came_later(door, world):
    last = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    for at in (last, last + timedelta(minutes=1)):
        record("project.changed", world.project, by=world.lead, at=at, changes=[])
    page = door(world.lead).get(url("project_detail", world.project.pk), {"as_of": "2026-06-30"})
    shown = page.context["timeline"]
    assert ([line.entry.at for line in shown.lines], shown.total) == ([last], 1)
    assert 'href="?as_of=2026-06-30&amp;noun=project#timeline"' in page.content.decode()
    assert door(world.lead).get(url("project_detail", world.project.pk)).context["timeline"].total == 2


def test_the_project_page_takes_the_same_queries_with_more_parts(door, world):
    browser, address = door(world.lead), url("project_detail", world.project.pk)

    def add(number):
        organisation = Organisation.objects.create(name=f"Klinik {number}")
        world.project.partners.create(organisation=organisation, role="clinic")
        Risk.objects.create(project=world.project, text="x", probability=1, consequence=1)
        Milestone.objects.create(project=world.project, title="x", planned_on=date(2026, 12, 1))
        benefit = world.project.benefits.create(measure="x", kind="access")
        benefit.readings.create(on=date(2026, 5, 1), value=number)
        report(world.project, date(2026, number, 1))

    add(1)
    states.rebuild([world.project], NOW)
    first = queries(browser, address)
    add(2), add(3)
    states.rebuild([world.project], NOW + timedelta(days=1))
    assert queries(browser, address) == first
    assert first <= 18


def test_a_status_is_posted_from_the_page_and_an_error_loses_nothing(door, world):
    browser, address = door(world.lead), url("status_post", world.project.pk)
    typed = {"on": today().isoformat(), "summary": "Tre veckor sent", "overall": "watch", "comment_overall": "Sent"}
    page = browser.post(address, typed)
    assert page.status_code == 422
    assert page.context["form"].errors == {"recovery_overall": ["Say what is done about it."]}
    assert "Tre veckor sent" in page.content.decode()
    answer = browser.post(address, typed | {"recovery_overall": "Ny plan"})
    assert answer.status_code == 302
    posted = world.project.status_reports.get()
    assert (posted.overall, posted.by, posted.recovery) == ("watch", world.lead, {"overall": "Ny plan"})
    again = browser.get(address).content.decode()
    assert "Ny plan" in again
    assert browser.get(url("status_detail", world.project.pk, posted.pk)).status_code == 200


def test_a_correction_is_posted_beside_the_report(door, world):
    first = world.project.post_status(by=world.lead, at=NOW, on=date(2026, 11, 2), overall="on_track")
    browser = door(world.lead)
    address = f"{url('status_post', world.project.pk)}?corrects={first.pk}"
    typed = {"on": "2026-11-02", "overall": "watch", "comment_overall": "Sent", "recovery_overall": "Plan"}
    assert browser.post(address, typed).status_code == 302
    assert world.project.status_reports.get(corrects=first).overall == "watch"
    assert "has been corrected" in browser.get(url("status_detail", world.project.pk, first.pk)).content.decode()


def test_a_gate_is_decided_by_a_manager_and_nobody_else(door, world):
    address = url("gate_decide", world.project.pk)
    typed = {"gate": "G0", "verdict": "go", "on": today().isoformat(), "decider": "Styrgruppen", "criteria": ["need"]}
    typed["version"] = 1
    assert door(world.lead).post(address, typed).status_code == 403
    asked = door(world.manager).post(address, typed)
    assert (asked.status_code, world.project.gate_decisions.count()) == (200, 0)
    assert "Pass G0 with 1 of 2 criteria met?" in asked.text and "The need has an owner in the line" in asked.text
    assert door(world.manager).post(address, typed | {"is_sure": "1"}).status_code == 302
    decision = world.project.gate_decisions.get()
    assert decision.criteria == {"need": True, "owner": False}


def test_two_people_editing_see_both_versions(door, world):
    browser, address = door(world.lead), url("project_change", world.project.pk)
    facts = {
        "title": world.project.title,
        "kind": "innovation",
        "lead": world.lead.pk,
        "confidentiality": "open",
        "starts_on": "2025-02-06",
    }
    world.project.change({"summary": "Deras ord"}, by=world.manager, at=NOW)
    page = browser.post(address, facts | {"summary": "Mina ord", "version": "1"})
    text = page.content.decode()
    assert page.status_code == 422 and "Deras ord" in text and "Mina ord" in text
    assert browser.post(address, facts | {"summary": "Mina ord", "version": "2"}).status_code == 302
    world.project.refresh_from_db()
    assert world.project.summary == "Mina ord"


def test_a_project_is_started_from_the_page(door, world):
    typed = {"title": "Tyst larm", "kind": "innovation", "confidentiality": "open", "starts_on": today().isoformat()}
    answer = door(world.manager).post(url("project_start"), typed)
    project = Project.objects.get(title="Tyst larm")
    assert (answer.status_code, answer.url) == (302, url("project_detail", project.pk))
    assert door(world.advisor).get(url("project_start")).status_code == 403


def test_parts_are_added_from_the_page(door, world):
    browser, pk = door(world.lead), world.project.pk
    Organisation.objects.create(name="Hudkliniken")
    assert browser.post(url("milestone_add", pk), {"title": "Länk", "planned_on": "2026-12-01"}).status_code == 302
    assert browser.post(url("risk_add", pk), {"text": "Sent", "probability": 9, "consequence": 1}).status_code == 422
    assert browser.post(url("risk_add", pk), {"text": "Sent", "probability": 2, "consequence": 1}).status_code == 302
    assert browser.post(url("partner_add", pk), {"organisation": "hudkliniken", "role": "clinic"}).status_code == 302
    budget = {"on": "2026-11-01", "plan_sek": "1000", "forecast_sek": "1100", "actual_sek": "5"}
    assert browser.post(url("budget_set", pk), budget).status_code == 302
    assert browser.post(url("gate_plan", pk), {"gate": "G0", "planned_on": "2026-12-01"}).status_code == 302
    assert browser.post(url("milestone_finish", world.project.milestones.get().pk)).status_code == 302
    assert browser.post(url("risk_close", world.project.risks.get().pk)).status_code == 302
    counts = (world.project.milestones.count(), world.project.partners.count(), world.project.budget_lines.count())
    assert counts == (1, 1, 1)
    assert browser.get(url("project_detail", pk)).status_code == 200


@pytest.mark.parametrize("name", ["status_post", "project_change", "milestone_add", "budget_set", "gate_plan"])
def test_an_outsider_reads_an_open_project_and_changes_nothing(door, world, name):
    browser = door(world.outsider)
    assert browser.get(url("project_detail", world.project.pk)).status_code == 200
    assert browser.post(url(name, world.project.pk), {}).status_code == 403


def test_the_timeline_tells_days_in_words_never_in_digits(door, world):
    world.project.plan_gate("G1", date(2026, 12, 4), by=world.lead, at=NOW)
    world.project.plan_gate("G1", date(2027, 1, 18), by=world.lead, at=NOW + timedelta(days=2))
    world.project.change({"ends_on": date(2027, 3, 1)}, by=world.lead, at=NOW)
    page = door(world.lead).get(url("project_detail", world.project.pk)).text.replace("\xa0", " ")
    timeline = page[page.index('id="timeline"') : page.index('id="h-s"')]
    assert '4 Dec 2026 → <b class="b">18 Jan 2027</b>' in timeline
    assert "1 Mar 2027" in timeline
    assert "2027-" not in timeline
