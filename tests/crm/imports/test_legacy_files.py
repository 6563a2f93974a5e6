"""The five old files: every row counted once, twice changes nothing."""

from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Role
from crm.models import Client, Meeting
from imports import carrying, staging
from imports.models import RowOutcome
from projects.models import Milestone, Project, StatusReport
from projects.states import verify
from tests.world import person

FOLDER = Path(__file__).resolve().parents[2] / "data" / "legacy"
ADVISORS = [
    "Annika Holm",
    "Bo Sandberg",
    "Cecilia Wik",
    "David Roos",
    "Elsa Norén",
    "Farid Karimi",
    "Greta Lööf",
    "Hugo Stål",
]


@pytest.fixture
def advisors(db):
    return [person(name, Role.ADVISOR) for name in ADVISORS]


def take_in(kind, name, by):
    run = staging.start(kind, name, (FOLDER / name).read_bytes(), by=by)
    return carrying.carry_out(run, at=timezone.now())


def codes(run):
    return {problem["code"] for row in run.rows.all() for problem in row.problems}


def test_clients(advisors):
    run = take_in("clients", "klienter.csv", advisors[0])
    assert run.counts == {"create": 246, "update": 0, "unchanged": 0, "duplicate": 5, "decision": 4, "error": 18}
    assert codes(run) == {
        *("org_number_check_digit", "duplicate_number", "duplicate_name", "date_unreadable"),
        *("municipality_unknown", "email_invalid", "count_guessed", "date_guessed", "kept_by_note", "place_abroad"),
    }
    assert sum(run.counts.values()) == run.rows_total
    assert Client.objects.count() == run.counts["create"]
    again = take_in("clients", "klienter.csv", advisors[0])
    left = ("duplicate", "decision", "error")
    assert again.counts["unchanged"] == run.counts["create"]
    assert {name: again.counts[name] for name in left} == {name: run.counts[name] for name in left}


def test_meetings_after_clients(advisors, django_assert_max_num_queries):
    take_in("clients", "klienter.csv", advisors[0])
    # Each batch asks, in sets, that what it writes about is read; each set of entries asks once what webhooks hear
    # (23), and writes what follows after the commit (7).
    with django_assert_max_num_queries(270):
        run = take_in("meetings", "moten.xlsx", advisors[0])
    assert run.counts == {"create": 2825, "update": 0, "unchanged": 0, "duplicate": 0, "decision": 0, "error": 275}
    assert codes(run) == {"client_unknown", "date_guessed", "step_over", "left_out"}
    assert sum(run.counts.values()) == run.rows_total == 3100
    assert Meeting.objects.count() == run.counts["create"]
    again = take_in("meetings", "moten.xlsx", advisors[0])
    assert again.counts["create"] == 0
    assert again.counts["unchanged"] == run.counts["create"]


@pytest.mark.parametrize(
    ("kind", "name", "created", "doubtful"),
    [("partners", "partner.csv", 27, 0), ("members", "healthtech-nordic.xlsx", 116, 2)],
)
def test_others(advisors, kind, name, created, doubtful):
    run = take_in(kind, name, advisors[0])
    assert (run.counts["create"], run.counts["decision"]) == (created, doubtful)
    assert run.rows_total == created + doubtful
    again = take_in(kind, name, advisors[0])
    assert again.counts["create"] == again.counts["update"] == 0
    assert again.counts["unchanged"] == run.counts["create"]


def test_projects_with_their_history(advisors):
    for name in ("Love Hedin", "Ida Falk", "Klara Ek", "Jonas Brandt"):
        person(name, Role.PROJECT_LEAD)
    take_in("partners", "partner.csv", advisors[0])
    take_in("clients", "klienter.csv", advisors[0])
    manager = person("Disa Roos", Role.MANAGER)
    run = take_in("projects", "projekt.xlsx", manager)
    # The file has statuses up to the end of the year: those still to come are refused until their day.
    told = [str(row.problems) for row in run.rows.filter(outcome=RowOutcome.ERROR)]
    ended = [row for row in told if "The project has ended" in row]
    to_come = [row for row in told if "A status is reported for today or an earlier day." in row and row not in ended]
    assert run.rows_total == 949
    assert len(ended) + len(to_come) == run.counts["error"] == 949 - run.counts["create"]
    assert sum(run.counts.values()) == run.rows_total
    assert Project.objects.count() + StatusReport.objects.count() + Milestone.objects.count() == run.counts["create"]
    assert not verify()
    again = take_in("projects", "projekt.xlsx", manager)
    assert again.counts["create"] == again.counts["update"] == 0
    assert again.counts["unchanged"] == run.counts["create"]
