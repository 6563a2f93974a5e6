"""Projects, status reports and milestones through an import: what the verbs ask, the import asks, row by row."""

from datetime import date

import pytest
from django.utils import timezone

from imports import carrying, staging
from imports.sheets import UnreadableFile
from journal.models import Entry
from projects.models import Milestone, Project, StatusReport
from tests.projects.books import workbook
from tests.world import NOW, client_named, project_named

HEADS = {
    "Projekt": ["Projektkod", "Namn", "Fas", "Projektledare", "Start", "Planerat slut", "Budget (kr)", "Övriga parter"],
    "Statushistorik": ["Projektkod", "Datum", "Helhet", "Tid", "Kommentar", "Åtgärd"],
    "Milstolpar": ["Projektkod", "Milstolpe", "Planerad"],
}


def check(by, **rows):
    return staging.start("projects", "p.xlsx", workbook(HEADS, rows), by=by)


def told(run):
    return [(row.outcome, [one["message"] for one in row.problems]) for row in run.rows.all()]


START = {"Projekt": [["P-900", "Ny väg", "Behov", "", "2026-10-01", None, None]]}
MAY_START = {"lead", "manager", "administrator"}
IMPORTERS = ["advisor", "colleague", "outsider", "lead", "manager", "administrator"]


def status(project, on="2026-11-10"):
    return {"Statushistorik": [[project.code, on, "Grön", "Grön", None, None]]}


def milestone(project):
    return {"Milstolpar": [[project.code, "Första patient", "2027-01-15"]]}


@pytest.mark.parametrize("role", IMPORTERS)
def test_who_starts_a_project_by_import_is_who_may_start_one(world, role):
    if role in MAY_START:
        run = check(getattr(world, role), **START)
        assert told(run) == [("create", [])]
        carrying.carry_out(run, at=timezone.now())
    else:
        is_refused_the_file(getattr(world, role), **START)
    assert Project.objects.filter(code="P-900").exists() == (role in MAY_START)


def is_refused_the_file(by, **rows):
    """Once for the file, and not once for each of its rows."""
    with pytest.raises(UnreadableFile, match=r"Project leads and managers start projects\."):
        check(by, **rows)


def test_who_leads_a_project_may_bring_what_the_file_says_of_it(world):
    Project.objects.filter(pk=world.project.pk).update(lead=world.advisor)
    assert told(check(world.advisor, **status(world.project))) == [("create", [])]
    assert told(check(world.advisor, **START)) == [("error", ["Project leads and managers start projects."])]


@pytest.mark.parametrize("role", IMPORTERS)
@pytest.mark.parametrize("rows", [status, milestone])
def test_who_reports_and_plans_by_import_is_who_may_change_the_project(world, role, rows):
    if role in MAY_START:
        run = check(getattr(world, role), **rows(world.project))
        assert told(run) == [("create", [])]
        carrying.carry_out(run, at=timezone.now())
    else:
        is_refused_the_file(getattr(world, role), **rows(world.project))
    made = StatusReport.objects.count() + Milestone.objects.count()
    assert made == (role in MAY_START)


@pytest.mark.parametrize("role", ["auditor", "editor"])
def test_who_may_not_import_does_not(world, role):
    with pytest.raises(Exception, match=r"reads everything|do not import"):
        check(getattr(world, role), **status(world.project))


def test_an_imported_report_is_signed_by_whoever_brings_it_when_she_does(world):
    Milestone.add(world.project, by=world.lead, at=NOW, title="Pilot", planned_on=date(2026, 9, 1))
    run = check(world.lead, **status(world.project))
    carrying.carry_out(run, at=NOW)
    report = StatusReport.objects.get()
    assert (report.by, report.posted_at, report.on) == (world.lead, NOW, date(2026, 11, 10))
    assert report.suggested["time"]["light"] == "off_track"
    entry = Entry.objects.get(verb="project.status_posted")
    assert (entry.by, entry.at, entry.facts["report"]) == (world.lead, NOW, report.pk)


def test_a_report_of_a_day_in_fyr_needs_its_reasons_and_one_from_before_does_not(world):
    Project.objects.update(created_at=timezone.make_aware(timezone.datetime(2026, 6, 1)))
    rows = [
        [world.project.code, "2026-05-01", "Gul", "Röd", None, None],
        [world.project.code, "2026-07-01", "Gul", "Grön", "Kliniken saknar tid", None],
        [world.project.code, "2026-08-01", "Gul", "Röd", "Kliniken saknar tid", "Ny klinik"],
    ]
    run = check(world.lead, Statushistorik=rows)
    assert told(run) == [("create", []), ("error", ["Say what is done about it."]), ("create", [])]
    carrying.carry_out(run, at=NOW)
    before, after = StatusReport.objects.order_by("on")
    assert before.comments == {}
    assert after.recovery == {"overall": "Ny klinik", "time": "Ny klinik"}


def test_no_report_lies_in_the_future_or_in_an_ended_project(world):
    ended = project_named("Slutfört", lead=world.lead, phase="closed", phase_since=date(2026, 3, 1))
    rows = [[world.project.code, "2099-01-01", "Grön", "", "", ""], [ended.code, "2026-11-10", "Grön", "", "", ""]]
    run = check(world.lead, Statushistorik=rows)
    assert told(run) == [
        ("error", ["A status is reported for today or an earlier day."]),
        ("error", ["The project has ended; start a new one to go on."]),
    ]


def test_a_projects_reports_and_milestones_come_in_with_it(world):
    more = {"Statushistorik": [["P-900", "2026-10-15", "Grön", "", "", ""]]} | {
        "Milstolpar": [["P-900", "Start", "2026-10-02"]]
    }
    run = check(world.manager, **START, **more)
    assert run.counts["create"] == 3
    carrying.carry_out(run, at=NOW)
    project = Project.objects.get(code="P-900")
    assert (project.status_reports.count(), project.milestones.count(), project.states.count()) == (1, 1, 2)


def test_another_leads_money_is_not_set_by_import(world):
    row = ["P-900", "Ny väg", "Behov", world.manager.name, "2026-10-01", None, 5000]
    assert told(check(world.lead, Projekt=[row])) == [
        ("error", ["Only the project’s lead or a manager may change it."])
    ]


def test_a_budget_below_nothing_is_not_brought_in(world):
    row = ["P-900", "Ny väg", "Behov", "", "2026-10-01", None, -5000]
    assert told(check(world.lead, Projekt=[row])) == [("create", ["“-5000” is less than nothing; it is not taken."])]
    carrying.carry_out(check(world.lead, Projekt=[row]), at=NOW)
    assert not Project.objects.get(code="P-900").budget_lines.exists()


def test_a_title_beyond_its_column_is_told_and_not_cut(world):
    [(outcome, messages)] = told(check(world.lead, Projekt=[["P-900", "x" * 201, "Behov", "", "2026-10-01", "", ""]]))
    assert outcome == "error"
    assert "200" in messages[0]


def test_a_hidden_project_is_none_but_for_its_code(world):
    world.project.confidentiality = "named"
    world.project.save()
    unknown = "There is no project {}."
    rows = {"Milstolpar": [[world.project.code, "M", "2027-01-01"], ["P-999", "M", "2027-01-01"]]}
    assert [one for _out, one in told(check(world.manager, **rows))] == [
        [unknown.format(world.project.code)],
        [unknown.format("P-999")],
    ]
    run = check(world.manager, Projekt=[[world.project.code, "Annat", "Behov", "", "2026-10-01", "", ""]])
    assert told(run) == [("create", [])]
    carrying.carry_out(run, at=timezone.now())
    assert told(run) == [("error", ["This is taken already. Ask an administrator, who sees all that is here."])]
    assert world.project.title not in str(told(run))


def test_codes_are_not_asked_through_by_import(world, monkeypatch):
    """Each refusal is in the journal with its person; after a day's measure a free one says the same."""
    monkeypatch.setattr(staging, "MOST_A_DAY", 1)
    others = [project_named(f"Känt {number}", lead=world.lead, confidentiality="named") for number in range(3)]

    def rows(*codes):
        return {"Projekt": [[code, "Annat", "Behov", "", "2026-10-01", "", ""] for code in codes]}

    run = check(world.manager, **rows(others[0].code, "P-901"))
    assert told(run) == [("create", []), ("create", [])]
    carrying.carry_out(run, at=timezone.now())
    taken = "This is taken already. Ask an administrator, who sees all that is here."
    assert told(run) == [("error", [taken]), ("create", [])]
    entry = Entry.objects.get(verb="project.taken_refused")
    assert (entry.by, entry.subject, entry.facts) == (world.manager, others[0], {"door": "import"})
    staging.check(run)
    assert Entry.objects.filter(verb="project.taken_refused").count() == 1
    throttled = told(carrying.carry_out(check(world.manager, **rows(others[1].code, "P-902")), at=timezone.now()))
    assert throttled[0] == throttled[1]
    assert throttled[0][0] == "error"
    assert told(check(world.administrator, **rows("P-902"))) == [("create", [])]


def test_a_hidden_organisation_is_no_partner_by_name(world):
    client_named("Kanarien AB", lead=world.advisor, confidentiality="named")
    row = ["P-900", "Ny väg", "Behov", "", "2026-10-01", "", "", "Kanarien AB; Okända AB"]
    unknown = "There is no organisation called {}."
    assert told(check(world.manager, Projekt=[row])) == [
        ("create", [unknown.format("Kanarien AB"), unknown.format("Okända AB")])
    ]
