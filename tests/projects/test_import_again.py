"""A workbook of projects that are here: what differs is told, and comes in only when somebody says so, by the verbs."""

from datetime import date

import pytest
from django.utils.translation import override

from crm.models import Confidentiality
from imports import carrying, staging, telling
from imports.models import ImportRun
from projects.models import BudgetLine, Milestone, Project, StatusReport
from tests.projects.books import workbook
from tests.world import NOW

pytestmark = pytest.mark.django_db
HEADS = {
    "Projekt": ["Projektkod", "Namn", "Fas", "Projektledare", "Start", "Planerat slut", "Budget (kr)", "Utfall (kr)"]
    + ["Konfidentiell", "S3"],
    "Statushistorik": ["Projektkod", "Datum", "Helhet", "Tid", "Kommentar", "Åtgärd"],
    "Milstolpar": ["Projektkod", "Milstolpe", "Planerad", "Prognos", "Klar"],
}
BEGUN = {
    "Projekt": [["P-900", "Ny väg", "Behov", "", "2026-10-01", "2027-06-30", 500000, 20000, "Nej", ""]],
    "Statushistorik": [["P-900", "2026-10-15", "Grön", "", "", ""]],
    "Milstolpar": [["P-900", "Första patient", "2027-01-15", "2027-01-20", ""]],
}
LATER = {
    "Projekt": [["P-900", "Ny väg", "Planering", "", "2026-09-01", "2027-09-30", 750000, 90000, "Ja", ""]],
    "Statushistorik": [["P-900", "2026-10-15", "Röd", "", "Kliniken saknar tid", "Ny klinik"]],
    "Milstolpar": [["P-900", "Första patient", "2027-01-15", "2027-02-20", "2026-11-16"]],
}


def check(by, rows):
    return staging.start("projects", "p.xlsx", workbook(HEADS, rows), by=by)


def check_in(language, by, rows):
    with override(language):
        return check(by, rows)


def read_in(language, run):
    with override(language):
        rows = list(ImportRun.objects.get(pk=run.pk).rows.all())
        problems = [(row.sheet, one["code"], one["message"]) for row in rows for one in row.problems]
        return telling.shown(ImportRun.objects.get(pk=run.pk)), problems


def told(run):
    return {row.sheet: (row.outcome, [one["column"] for one in row.problems]) for row in run.rows.all()}


@pytest.fixture
def begun(world):
    carrying.carry_out(check(world.manager, BEGUN), at=NOW)
    Project.objects.filter(code="P-900").update(team=world.health)
    return Project.objects.get(code="P-900")


def as_it_is(project):
    project = Project.objects.get(pk=project.pk)
    money = BudgetLine.objects.filter(project=project).order_by("on", "pk").last()
    milestone = Milestone.objects.get(project=project)
    return (
        (project.phase, project.starts_on, project.ends_on, project.confidentiality),
        (money.plan_sek, money.forecast_sek, money.actual_sek),
        (milestone.forecast_on, milestone.done_on),
        StatusReport.objects.get(project=project).overall,
    )


def test_the_same_workbook_again_changes_and_tells_nothing(world, begun):
    assert told(check(world.manager, BEGUN)) == {name: ("unchanged", []) for name in HEADS}


def test_what_differs_is_told_and_left_as_it_is_here(world, begun):
    before = as_it_is(begun)
    run = check(world.manager, LATER)
    assert told(run) == {
        "Projekt": ("unchanged", ["ends", "confidential", "budget", "actual", "phase", "starts"]),
        "Statushistorik": ("unchanged", ["overall"]),
        "Milstolpar": ("update", ["forecast"]),
    }
    carrying.carry_out(run, at=NOW)
    facts, money, (forecast, done), light = as_it_is(begun)
    assert (facts, money, forecast, light) == (before[0], before[1], before[2][0], before[3])
    assert done == date(2026, 11, 16), "nothing stood there"


def test_what_somebody_takes_comes_in_by_the_verbs(world, begun):
    run = check(world.manager, LATER)
    staging.choose_all(run, "differs", "take", by=world.manager)
    changed = {
        row.sheet: [(one["column"], one["before"], one["after"]) for one in row.changes] for row in run.rows.all()
    }
    assert changed == {
        "Projekt": [
            ("ends", "2027-06-30", "2027-09-30"),
            ("confidential", "Open to all staff", "The team only"),
            ("budget", "500000", "750000"),
            ("actual", "20000", "90000"),
        ],
        "Statushistorik": [],
        "Milstolpar": [("forecast", "2027-01-20", "2027-02-20"), ("done", "", "2026-11-16")],
    }
    carrying.carry_out(run, at=NOW)
    assert as_it_is(begun) == (
        ("needs", date(2026, 10, 1), date(2027, 9, 30), Confidentiality.TEAM),
        (750000, 500000, 90000),
        (date(2027, 2, 20), date(2026, 11, 16)),
        "on_track",
    )
    assert begun.end_plans.count() == 2


def test_what_its_verb_would_refuse_is_refused_in_the_check(world, begun):
    Project.objects.update(team=None)
    run = check(world.manager, LATER)
    staging.choose_all(run, "differs", "take", by=world.manager)
    [row] = run.rows.filter(sheet="Projekt")
    assert (row.outcome, row.problems[-1]["message"]) == (
        "error",
        "The project has no team yet: give it one first.",
    )


def test_a_project_kept_to_named_people_is_kept_whatever_the_file_says(world, begun):
    begun.set_confidentiality(Confidentiality.NAMED, by=world.manager, at=NOW, readers=[world.manager])
    row = [*LATER["Projekt"][0]]
    assert "confidential" not in told(check(world.manager, {"Projekt": [row]}))["Projekt"][1]
    row[8] = "Nej"
    assert "confidential" in told(check(world.manager, {"Projekt": [row]}))["Projekt"][1]


@pytest.mark.parametrize("light", ["Röd/gul", "🟢", "Y"])
def test_a_report_whose_light_cannot_be_read_is_not_posted(world, begun, light):
    run = check(world.manager, {"Statushistorik": [["P-900", "2026-11-01", light, "Grön", "", ""]]})
    assert told(run) == {"Statushistorik": ("error", ["overall"])}


@pytest.mark.parametrize("said", ["Ja, styrgruppen", "Konfidentiell", "sekretess OSL 31:16"])
def test_what_is_neither_yes_nor_no_opens_no_project(world, said):
    row = ["P-901", "Ny väg", "Behov", "", "2026-10-01", "", "", "", said, ""]
    assert told(check(world.manager, {"Projekt": [row]})) == {"Projekt": ("decision", ["confidential"])}


def test_what_the_file_has_no_word_on_is_said_once(world):
    row = ["P-901", "Ny väg", "Genomförande", "", "2026-10-01", "", 1000, 500, "", "Rymd"]
    run = check(world.manager, {"Projekt": [row]})
    assert told(run) == {"Projekt": ("create", ["s3"])}
    assert [one["column"] for one in telling.remarks(run) if one["code"] == "supposed"] == ["phase", "budget", "actual"]


def test_what_is_told_of_projects_is_worded_for_the_reader(world, begun):
    """Lights, phases, what verbs refuse, and what is supposed of the whole file."""
    rows = LATER | {
        "Projekt": [
            *LATER["Projekt"],
            ["P-901", "Ny väg", "Lunch", "Ingen Alls", "2026-10-01", "2026-01-01", -5, "", "", "Ö"],
        ],
        "Statushistorik": [*LATER["Statushistorik"], ["P-900", "2099-11-10", "Röd", "Lila", "", ""]],
        "Milstolpar": [*LATER["Milstolpar"], ["P-900", "Andra patient", "2027-01-15", "", "2099-11-16"]],
    }
    swedish, english = (check_in(language, world.manager, rows) for language in ("sv", "en"))
    assert len({code for _sheet, code, _message in read_in("en", swedish)[1]}) > 6
    for language in ("en", "sv"):
        assert read_in(language, swedish) == read_in(language, english)
