"""History is signed: what keeps it is saved only through journal, and each verb leaves its name and moment."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps

from contacts.models import Organisation, Person
from crm.models import Client, Meeting, Task
from projects.models import Benefit, Milestone, Risk
from tests.reports.conftest import scheduled
from tests.world import NOW, TODAY, client_named

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("accounts", "journal", "mail", "imports", "contacts", "crm", "projects", "reports", "worker")
IN_SETS = {"update", "bulk_update", "bulk_create", "create", "update_or_create", "get_or_create"}
TRACKED = {model.__name__ for model in apps.get_models() if hasattr(model, "history")}
# What is saved beside rows that keep history, and why it needs no signature.
UNTRACKED = {
    "super().save": "a model's own save, which journal.change calls",
    "made.save": "a gate decision",
    "line.save": "a budget line",
    "plan.save": "a plan of a gate",
    "reading.save": "a reading of a benefit",
    "likeness.save": "a likeness",
    "run.save": "a run of an import or a report",
    "recipient.save": "a recipient",
    "clock.save": "the beat of the clock",
    "schedule.save_without_historical_record": "when it is due next, which the clock moves",
    "Client.objects.filter(pk__in=clients).update": "a copy of the last meeting's day, for sorting",
}


def _writes(text):
    """The writes in a module to rows that may keep history; those of a class to its own rows are its own."""
    tree = ast.parse(text)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    if not names & TRACKED:
        return
    around = {}
    for kind in (one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)):
        around |= dict.fromkeys(ast.walk(kind), kind.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            what, root = ast.unparse(node.func), _root(node.func)
            written = around.get(node, "") if root in {"self", "cls", "type"} else root
            saves = node.func.attr in {"save", "save_without_historical_record"}
            in_sets = node.func.attr in IN_SETS and ".objects" in what and written in TRACKED
            if in_sets or (saves and (written in TRACKED or root not in {"self", "cls", "type"})):
                yield what


def _root(node):
    while not isinstance(node, ast.Name):
        node = getattr(node, "value", None) or getattr(node, "func", None)
        if node is None:
            return ""
    return node.id


def test_nothing_that_keeps_history_is_saved_but_through_journal():
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    looked = [path for path in files if not {"migrations", "demo"} & set(path.parts) and path.parent.name != "journal"]
    found = {(path.name, what) for path in looked for what in _writes(path.read_text())}
    assert {write for write in found if write[1] not in UNTRACKED} == set()


def test_the_rule_sees_what_it_is_to_refuse():
    """Its twin: the same look at a module that breaks it."""
    good = (ROOT / "crm" / "models" / "task.py").read_text()
    bad = good.replace("keep(task, changed, by=by, at=at)", "self.save(update_fields=changed)")
    bad += "\n\ndef others(pk):\n    Task.objects.filter(pk=pk).update(text='')\n"
    assert [sorted(_writes(text)) for text in (good, bad)] == [[], ["Task.objects.filter(pk=pk).update", "self.save"]]


def newest(since):
    """(noun, who, when) of every history row written since `since` was taken."""
    return [
        (model.__name__, row.history_user, row.history_date)
        for model in apps.get_models()
        if hasattr(model, "history")
        for row in model.history.filter(history_id__gt=since[model])
    ]


def taken():
    tracked = [model for model in apps.get_models() if hasattr(model, "history")]
    return {
        model: model.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0
        for model in tracked
    }


LATER = NOW + timedelta(days=3)


def meeting(world, **values):
    held = {"kind": "video", "starts_at": NOW - timedelta(hours=2), "contact_minutes": 30} | values
    return Meeting.log(by=world.advisor, at=NOW, clients=[world.client], **held)


VERBS = {
    "organisation renamed": lambda world, by: world.client.organisation.change({"name": "Nyvik AB"}, by=by, at=LATER),
    "client opened": lambda world, by: Client.open_client(Organisation(name="Ny AB"), by=by, at=LATER, on=TODAY),
    "client changed": lambda world, by: world.client.change({"cadence_days": 9}, by=by, at=LATER),
    "client moved": lambda world, by: world.client.move_to("dormant", on=TODAY, reason="Vilar", by=by, at=LATER),
    "client assigned": lambda world, by: world.client.assign(world.colleague, by=by, at=LATER),
    "client kept": lambda world, by: world.client.set_confidentiality("team", by=by, at=LATER),
    "person added": lambda world, by: Person.add(by=by, at=LATER, name="Ny Person"),
    "task added": lambda world, by: Task.add(by=by, at=LATER, text="Ring", client=world.client),
    "task changed": lambda world, by: world.task.change(by=by, at=LATER, text="Ring igen"),
    "task done": lambda world, by: world.task.finish(by=by, at=LATER),
    "meeting logged": lambda world, by: Meeting.log(
        by=by, at=LATER, clients=[world.client], kind="video", starts_at=NOW, contact_minutes=20
    ),
    "meeting changed": lambda world, by: world.held.change(by=by, at=LATER, note="Mer"),
    "meeting cancelled": lambda world, by: world.planned.cancel(by=by, at=LATER),
    "meeting planned again": lambda world, by: world.planned.cancel(by=by, at=LATER).plan_again(by=by, at=LATER),
    "project changed": lambda world, by: world.project.change({"goal": "Nära vård"}, by=by, at=LATER),
    "gate decided": lambda world, by: world.project.decide_gate("G0", "stop", by=by, at=LATER, reason="Nej"),
    "project closed": lambda world, by: world.project.close(by=by, at=LATER),
    "milestone added": lambda world, by: Milestone.add(world.project, by=by, at=LATER, title="Test", planned_on=TODAY),
    "risk added": lambda world, by: Risk.add(world.project, by=by, at=LATER, text="Sen", probability=2, consequence=2),
    "benefit added": lambda world, by: Benefit.add(world.project, by=by, at=LATER, measure="Tid", kind="access"),
    "schedule kept": lambda world, by: world.schedule.keep(by=by, at=LATER, recipients=([by], [])),
    "schedule paused": lambda world, by: world.schedule.pause(by=by, at=LATER),
}


@pytest.mark.parametrize("name", VERBS)
def test_each_verb_signs_and_dates_every_history_row_it_leaves(world, name):
    """Outside a request too, where no middleware fills a name in."""
    world.task = Task.add(by=world.advisor, at=NOW, text="Ring", client=world.client)
    world.held, world.planned = meeting(world), meeting(world, state="planned", starts_at=NOW + timedelta(days=9))
    if name.startswith("schedule"):
        world.schedule = scheduled(world)
    since = taken()
    VERBS[name](world, world.administrator)
    left = newest(since)
    assert left and {row[1:] for row in left} == {(world.administrator, LATER)}, left


def test_a_new_name_of_an_organisation_is_in_its_clients_history(world):
    world.client.organisation.change({"name": "Nyvik AB"}, by=world.advisor, at=LATER)
    newest_row = world.client.history.order_by("-history_id").first()
    assert (newest_row.name, newest_row.history_user, newest_row.history_date) == ("Nyvik AB", world.advisor, LATER)


def test_half_past_midnight_in_sweden_is_today(world):
    """22:30 UTC on 17 November was half past eleven; 23:30 is half past midnight on the 18th."""
    past_midnight = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    today = TODAY + timedelta(days=1)
    moved = world.client.move_to("dormant", on=today, reason="Vilar", by=world.advisor, at=past_midnight)
    assert moved.stage_since == today
    assert world.project.post_status(by=world.lead, at=past_midnight, overall="on_track").on == today
    assert world.project.set_budget(by=world.lead, at=past_midnight, plan_sek=1).on == today
    assert world.project.plan_gate("G0", today, by=world.lead, at=past_midnight).set_on == today
    assert client_named("Natt AB").move_to("dormant", on=today, reason="x", by=world.advisor, at=past_midnight)


def test_no_rule_takes_its_day_from_utc():
    """`at.date()` is the day in UTC; the local one is `timezone.localdate(at)`."""
    files = [path for room in (*ROOMS, "ui") for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    calls = [
        (path.relative_to(ROOT).as_posix(), ast.unparse(node.func))
        for path in sorted(files)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and (node.func.attr == "date" or ast.unparse(node.func) in {"date.today", "datetime.today", "datetime.utcnow"})
    ]  # fmt: skip
    # Moments of a zone that is said, the clock's look back of two days, and a workbook's cell, which has no zone.
    allowed = {
        ("reports/calendar.py", "after.astimezone(zone).date"),
        ("reports/calendar.py", "at.astimezone(ZoneInfo(schedule.time_zone)).date"),
        ("reports/models/promising.py", "after.date"),
        ("imports/workbook.py", "cell.date"),
    }
    assert {call for call in calls if call not in allowed and "demo" not in call[0]} == set()
