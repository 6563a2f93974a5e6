"""A file of meetings may say which project each was about, with or without a client."""

from django.utils import timezone

from crm.models import Client, Meeting, Task
from crm.ties import tied
from imports import carrying, staging
from journal.timeline import timeline
from tests.world import project_named

HEADINGS = "Datum;Klient;Projekt;Typ;Deltagare;Nästa steg;Senast\n"


def take_in(by, rows):
    run = staging.start("meetings", "m.csv", (HEADINGS + rows).encode(), by=by)
    return carrying.carry_out(run, at=timezone.now())


def codes(run):
    return [(row.outcome, [(one["column"], one["code"]) for one in row.problems]) for row in run.rows.all()]


def test_the_project_comes_in_with_the_meeting_and_its_next_step(world):
    rows = "2026-11-03;Klarvik Diagnostik AB;P-001;Video;Maja Ek;Boka;\n2026-11-04;;sårvård på distans;Telefon;;;\n"
    run = take_in(world.advisor, rows)
    assert codes(run) == [("create", []), ("create", [])]
    first, second = Meeting.objects.order_by("starts_at")
    assert (list(first.clients.all()), tied(first)) == ([world.client], [world.project])
    assert (list(second.clients.all()), tied(second)) == ([], [world.project])
    assert tied(Task.objects.get()) == [world.project]
    verbs = [line.entry.verb for line in timeline(world.project, world.advisor).lines]
    assert sorted(verbs) == ["meeting.logged", "meeting.logged", "task.added"]
    assert codes(take_in(world.advisor, rows)) == [("unchanged", []), ("unchanged", [])]
    assert Meeting.objects.count() == 2


def test_a_project_that_is_several_or_none_or_hidden_is_told_at_the_row(world):
    project_named("Sårvård på plats", lead=world.lead)
    world.project.confidentiality = "team"
    world.project.save()
    rows = "2026-11-03;Klarvik Diagnostik AB;{};Video;;;\n"
    hidden, missing = (codes(take_in(world.outsider, rows.format(name))) for name in ("P-001", "P-999"))
    assert hidden == missing == [("error", [("project", "project_unknown")])]
    assert codes(take_in(world.advisor, rows.format("sårvård"))) == [("decision", [("project", "project_ambiguous")])]
    assert not Meeting.objects.exists()


def test_people_of_a_row_without_a_client_are_told_to_be_left_out(world):
    run = take_in(world.advisor, "2026-11-03;;P-001;Video;Maja Ek;;\n")
    assert codes(run) == [("create", [("people", "left_out")])]
    assert list(Meeting.objects.get().people.all()) == []


def test_a_row_with_neither_is_refused(world):
    assert codes(take_in(world.advisor, "2026-11-03;;;Video;;;\n")) == [("error", [("client", "required")])]
    assert Client.objects.count() == 1
