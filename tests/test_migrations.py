"""Every migration of data has met data: a database is taken to before it, given rows, and taken on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

from tests.migrated import Steps, another_database, order
from tests.world import NOW, TODAY

# They make functions, triggers and indexes, and touch no row.
OF_NO_ROWS = {
    ("accounts", "0002_swedish_order"),
    ("crm", "0003_history_index"),
    ("crm", "0006_name_words"),
    ("journal", "0002_masking"),
    ("projects", "0002_history_index"),
    ("projects", "0003_reports_never_change"),
    ("projects", "0012_reports_masked"),
    ("reports", "0002_history_index"),
}
ROOMS = {"ui", "accounts", "journal", "imports", "crm", "projects", "reports"}
DATA = migrations.RunPython | migrations.RunSQL | migrations.SeparateDatabaseAndState
WORDS = "Kanarina Fågelström slutar"

cases = {}


def case(room, name):
    """A generator: plants, yields, and checks after the migration."""

    def keep(function):
        cases[room, name] = function
        return function

    return keep


@pytest.fixture(scope="module")
def steps(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), another_database("fyr_step_by_step"):
        ContentType.objects.clear_cache()
        yield Steps()
    ContentType.objects.clear_cache()


def organisation(steps, name):
    return steps.put("crm.Organisation", name=name, search_key=name.lower())


def client(steps, name, **fields):
    return steps.put("crm.Client", organisation=organisation(steps, name), **fields)


def project(steps, code, **fields):
    return steps.put("projects.Project", code=code, title=code, starts_on=TODAY - timedelta(days=300), **fields)


def entry(steps, verb, row, at=NOW, **facts):
    kind, _new = steps.of("contenttypes.ContentType").get_or_create(
        app_label=row._meta.app_label, model=row._meta.model_name
    )
    return steps.put("journal.Entry", verb=verb, at=at, subject_type=kind, subject_id=row.pk, facts=facts)


def facts(steps, *entries):
    found = dict(steps.of("journal.Entry").values_list("pk", "facts"))
    return [found[one.pk] for one in entries]


@case("crm", "0002_reference_data")
def reference_data(steps):
    yield
    assert (steps.of("crm.Municipality").count(), steps.of("crm.S3Area").count()) == (290, 10)


@case("crm", "0009_swedish_order")
def clients_copy_their_name(steps):
    kept = steps.put("crm.Client", organisation=organisation(steps, "Ångkraft AB"), search_key="angkraft ab")
    columns = {one.attname: getattr(kept, one.attname) for one in kept._meta.concrete_fields}
    columns |= {"history_date": NOW, "history_type": "+"}
    steps.put("crm.HistoricalClient", **columns)
    gone = steps.put("crm.HistoricalClient", **columns | {"organisation_id": 999_999})
    yield
    assert steps.of("crm.Client").get(pk=kept.pk).name == "Ångkraft AB"
    assert steps.of("crm.HistoricalClient").get(pk=gone.pk).name == ""
    assert steps.of("crm.HistoricalClient").exclude(pk=gone.pk).get(id=kept.pk).name == "Ångkraft AB"


@case("imports", "0001_from_crm")
def imports_are_where_they_were(steps):
    run = steps.put("crm.ImportRun", kind="clients", file_name="a.csv", content=b"namn")
    steps.put("crm.ImportRow", run=run, number=2, cells={"name": "Ek"})
    yield
    assert bytes(steps.of("imports.ImportRun").get(pk=run.pk).content) == b"namn"
    assert steps.of("imports.ImportRow").get(run=run.pk).cells == {"name": "Ek"}


@case("crm", "0011_imports_moved_out")
def imports_are_still_where_they_were(steps):
    yield
    assert [row.cells for row in steps.of("imports.ImportRow").all()] == [{"name": "Ek"}]


@case("crm", "0020_who_made_people")
def people_know_who_made_them(steps):
    maker = steps.put("accounts.User", email="maker@fyr.example", name="Alva Ek")
    her, nobodys = (steps.put("crm.Person", name=name, search_key=name.lower()) for name in ("Ida Ek", "Ulf Ek"))
    steps.version("crm.Person", her, history_type="+", history_user=maker)
    steps.version("crm.Person", nobodys, history_type="+")
    yield
    assert dict(steps.of("crm.Person").values_list("pk", "created_by")) == {her.pk: maker.pk, nobodys.pk: None}


@case("crm", "0021_cadence_clamped")
def a_cadence_can_be_divided_by(steps):
    none, usual, long = (client(steps, f"Takt {days} AB", cadence_days=days) for days in (0, 90, 9000))
    yield
    found = dict(steps.of("crm.Client").values_list("pk", "cadence_days"))
    assert [found[one.pk] for one in (none, usual, long)] == [60, 90, 3650]


@case("projects", "0007_end_taken_away")
def an_end_taken_away_is_a_plan(steps):
    told, untold, kept = (project(steps, code) for code in ("TOLD", "UNTOLD", "KEPT"))
    first = TODAY - timedelta(days=90)
    for one in (told, untold, kept):
        steps.put("projects.EndPlan", project=one, ends_on=TODAY, set_on=first)
    steps.of("projects.Project").filter(pk=kept.pk).update(ends_on=TODAY)
    steps.version("projects.Project", told, ends_on=TODAY, history_date=NOW - timedelta(days=90))
    steps.version("projects.Project", told, ends_on=None, history_date=NOW - timedelta(days=40))
    yield
    plans = steps.of("projects.EndPlan").filter(ends_on=None)
    assert plans.get(project=told.pk).set_on == TODAY - timedelta(days=40)
    assert plans.filter(project=untold.pk).count() == 1
    assert not plans.filter(project=kept.pk).exists()


@case("projects", "0010_titles_and_amounts")
def titles_come_from_history_and_old_amounts_stay(steps):
    renamed, named = project(steps, "RENAMED"), project(steps, "NAMED")
    for days, title in ((200, "Ett"), (100, "Två"), (100, "Tre")):
        steps.version("projects.Project", renamed, title=title, history_date=NOW - timedelta(days=days))
    steps.version("projects.Project", named)
    less = steps.put("projects.BudgetLine", project=named, on=TODAY, plan_sek=-5)
    yield
    titles = steps.of("projects.TitleChange").order_by("set_on").values_list("project", "title", "set_on")
    assert list(titles) == [
        (renamed.pk, "Ett", renamed.starts_on),
        (renamed.pk, "Tre", TODAY - timedelta(days=100)),
    ]
    assert steps.of("projects.BudgetLine").get(pk=less.pk).plan_sek == Decimal(-5)


@case("projects", "0011_last_contact_without_what_is_kept")
def last_contacts_are_those_that_readers_may_know_of(steps):
    mine = client(steps, "Öppen AB", last_contact_on=TODAY)
    theirs = client(steps, "Sluten AB", confidentiality="named", last_contact_on=TODAY)
    alone = client(steps, "Ensam AB", last_contact_on=date(2020, 1, 1))
    for days, parties in ((0, (mine, theirs)), (9, (mine,))):
        met = steps.put("crm.Meeting", state="held", starts_at=NOW - timedelta(days=days))
        met.clients.set(parties)
    yield
    last = dict(steps.of("crm.Client").values_list("pk", "last_contact_on"))
    assert [last[one.pk] for one in (mine, theirs, alone)] == [
        TODAY - timedelta(days=9),
        TODAY,
        date(2020, 1, 1),
    ]


def run(steps, schedule, period, **fields):
    return steps.put("reports.Run", schedule=schedule, period=period, as_of=TODAY, due_at=NOW, **fields)


@case("projects", "0016_risk_scores_clamped")
def risks_are_on_their_scale(steps):
    one = project(steps, "RISK")
    scores = [(0, 9), (3, 2), (5, 0)]
    risks = [steps.put("projects.Risk", project=one, probability=p, consequence=c) for p, c in scores]
    yield
    found = {row.pk: (row.probability, row.consequence) for row in steps.of("projects.Risk").all()}
    assert [found[risk.pk] for risk in risks] == [(1, 5), (3, 2), (5, 1)]


@case("reports", "0012_days_clamped")
def schedules_are_on_days_that_there_are(steps):
    user = steps.put("accounts.User", email="dagar@fyr.example")
    days = [(0, 0), (5, 15), (9, 40)]
    made = [
        steps.put("reports.Schedule", owner=user, at_time=NOW.time(), starts_at=NOW, weekday=weekday, day=day)
        for weekday, day in days
    ]
    yield
    found = {row.pk: (row.weekday, row.day) for row in steps.of("reports.Schedule").all()}
    assert [found[one.pk] for one in made] == [(1, 1), (5, 15), (7, 31)]


@case("reports", "0005_promised_days")
def runs_are_promises_of_a_day(steps):
    user = steps.put("accounts.User", email="schema@fyr.example")
    schedule = steps.put("reports.Schedule", owner=user, at_time=NOW.time(), starts_at=NOW)
    recipient = steps.put("reports.Recipient", schedule=schedule, user=user)
    sent, by_hand, stuck = (
        run(steps, schedule, "2026-11", state="done"),
        run(steps, schedule, "2026-11/by-hand-1", state="done"),
        run(steps, schedule, "2026-10", state="done"),
    )
    steps.of("reports.Run").filter(pk=stuck.pk).update(as_of=TODAY - timedelta(days=30))
    for number, (one, state) in enumerate([(sent, "accepted"), (stuck, "unknown")]):
        steps.put(
            "reports.Delivery", run=one, recipient=recipient, message_id=f"<{number}@fyr>", planned_at=NOW, state=state
        )
    # The schedule was made a weekly one on the morning of its monthly report.
    earlier, sent = sent, run(steps, schedule, "2026-W47", state="done")
    yield
    told = dict(steps.of("reports.Run").values_list("pk", "promised_on"))
    assert [told[one.pk] for one in (sent, earlier, by_hand, stuck)] == [
        TODAY + timedelta(days=1),
        None,
        None,
        TODAY - timedelta(days=29),
    ]
    states = dict(steps.of("reports.Run").values_list("pk", "state"))
    assert [states[one.pk] for one in (sent, by_hand, stuck)] == ["done", "done", "undelivered"]


@case("reports", "0007_files_made_again")
def files_are_made_again(steps):
    made = steps.put("reports.Rendering", run=steps.of("reports.Run").first(), content=b"names")
    yield
    assert not steps.of("reports.Rendering").filter(pk=made.pk).exists()


@case("crm", "0016_reasons_on_rows")
def reasons_of_clients_and_meetings_are_on_their_rows(steps):
    one = client(steps, "Klarvik AB")
    moves = [
        steps.put("crm.StageMove", client=one, from_stage="active", to_stage="dormant", on=on, reason=reason)
        for on, reason in ((date(2025, 1, 7), "Semester"), (date(2026, 2, 1), WORDS), (TODAY, WORDS))
    ]
    told = {"from": "active", "to": "dormant", "days": 3}
    moved = entry(steps, "client.stage_changed", one, **told, reason=WORDS)
    unsaid = entry(steps, "client.stage_changed", organisation(steps, "Utan"), **told)
    met = steps.put("crm.Meeting", state="cancelled", starts_at=NOW)
    versions = [steps.version("crm.Meeting", met, state=state) for state in ("planned", "cancelled")]
    cancelled = entry(steps, "meeting.cancelled", met, reason=WORDS)
    code = {"field": "cadence_days", "from": 60, "to": 30}
    changed = entry(steps, "client.changed", one, changes=[{"field": "origin_note", "from": "", "to": WORDS}, code])
    untold = entry(steps, "person.changed", one, changes=[{"field": "name"}])
    role = entry(steps, "affiliation.changed", one, changes=[{"field": "role", "from": WORDS, "to": ""}], undoes=7)
    yield
    assert facts(steps, moved, unsaid) == [told | {"move": moves[2].pk}, told | {"move": None}]
    assert facts(steps, cancelled, changed) == [{}, {"changes": [{"field": "origin_note"}, code]}]
    assert facts(steps, untold, role) == [
        {"changes": [{"field": "name"}]},
        {"changes": [{"field": "role"}], "undoes": 7},
    ]
    assert steps.of("crm.Meeting").get(pk=met.pk).cancel_reason == WORDS
    kept = dict(steps.of("crm.HistoricalMeeting").values_list("pk", "cancel_reason"))
    assert [kept[one.pk] for one in versions] == ["", WORDS]


@case("projects", "0013_words_on_rows")
def words_of_projects_are_on_their_rows(steps):
    one = project(steps, "STÄNGD")
    move = steps.put("projects.PhaseMove", project=one, phase="closed", on=TODAY)
    closed = entry(steps, "project.closed", one, reason=WORDS)
    lines = [
        steps.put("projects.BudgetLine", project=one, on=TODAY, source=source, plan_sek=10)
        for source in (WORDS, "Region Sund")
    ]
    budgets = [
        entry(steps, "project.budget_set", one, source=line.source, on=str(TODAY), plan_sek="10") for line in lines
    ]
    added = entry(steps, "project.risk_added", one, risk=4, title=WORDS)
    read = entry(steps, "project.benefit_read", one, benefit=5, title=WORDS, value="3.0")
    day = {"field": "ends_on", "from": None, "to": "2027-01-01"}
    changed = entry(steps, "project.changed", one, changes=[{"field": "title", "from": "X", "to": WORDS}, day])
    yield
    assert facts(steps, closed, added, read) == [{"move": move.pk}, {"risk": 4}, {"benefit": 5, "value": "3.0"}]
    assert steps.of("projects.PhaseMove").get(pk=move.pk).reason == WORDS
    assert facts(steps, *budgets) == [{"line": line.pk, "on": str(TODAY), "plan_sek": "10"} for line in lines]
    assert facts(steps, changed) == [{"changes": [{"field": "title"}, day]}]


def meet(steps, name):
    steps.to_before(name)
    check = cases[name](steps)
    next(check)
    steps.take()
    assert next(check, "whole") == "whole"


CASES = [name for name in order() if name in cases]


@pytest.mark.parametrize("name", CASES, ids="-".join)
def test_a_migration_of_data_meets_rows(steps, name):
    meet(steps, name)


def test_the_rest_is_taken_with_rows_in_place_and_no_words_are_left_in_the_journal(steps):
    for name in filter(steps.is_before, CASES):
        meet(steps, name)
    steps.to_the_end()
    left = [one for one in steps.of("journal.Entry").all() if "Kanarina" in str(one.facts)]
    assert (left, steps.of("journal.Entry").count() > 8) == ([], True)


def test_every_migration_of_data_has_a_case():
    """A new one: plant rows and check them here; one that touches no row says so in OF_NO_ROWS."""
    nodes = MigrationLoader(None).graph.nodes
    of_data = {
        name for name in order() if name[0] in ROOMS and any(isinstance(one, DATA) for one in nodes[name].operations)
    }
    assert sorted(of_data - OF_NO_ROWS) == sorted(cases)
