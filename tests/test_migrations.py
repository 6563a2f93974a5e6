"""Every migration of data has met data: a database is taken to before it, given rows, and taken on."""

from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

from tests.migrated import Steps, another_database, order
from tests.world import NOW

# They make functions, triggers and indexes, and touch no row.
OF_NO_ROWS = {
    ("accounts", "0001_nouns"),
    ("contacts", "0001_nouns"),
    ("contacts", "0003_history_index"),
    ("crm", "0002_history_index"),
    ("journal", "0002_masking"),
    ("projects", "0002_history_index"),
    ("projects", "0003_reports_never_change"),
    ("reports", "0002_history_index"),
}
ROOMS = {"ui", "accounts", "journal", "hooks", "mail", "imports", "contacts", "crm", "projects", "reports"}
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


@case("contacts", "0002_reference_data")
def reference_data(steps):
    yield
    assert (steps.of("contacts.Municipality").count(), steps.of("contacts.S3Area").count()) == (290, 10)


@case("reports", "0003_mails_in_the_ledger")
def mails_in_the_ledger(steps):
    user = steps.put("accounts.User", email="Owner@fyr.example", language="sv", time_zone="UTC", theme="system")
    schedule = steps.put("reports.Schedule", owner=user)
    reader = steps.put("reports.Recipient", schedule=schedule, email="r@region.example", name="", key=uuid4())
    run = steps.put("reports.Run", schedule=schedule, period="2026-10", data=None)
    sent = {"message_id": "<1@fyr>", "mailbox": "r@region.example", "state": "accepted", "sight": "s", "left_out": 2}
    delivery = steps.put("reports.Delivery", id=41, run=run, recipient=reader, fence=3, **sent)
    steps.put("reports.Notice", run=run, to=user, about="late", message_id="<2@fyr>", planned_at=NOW)
    steps.put("reports.Notice", run=run, to=user, about="failed", message_id="<3@fyr>", planned_at=NOW)
    yield
    mails = steps.of("mail.Mail").order_by("pk")
    assert list(mails.values_list("kind", "subject", "to", "mailbox", "sequence", "message_id", "fence")) == [
        ("report", run.pk, None, "r@region.example", 0, "<1@fyr>", 3),
        ("report_late", run.pk, user.pk, "owner@fyr.example", 0, "<2@fyr>", 0),
        ("report_failed", run.pk, user.pk, "owner@fyr.example", int(NOW.timestamp()), "<3@fyr>", 0),
    ]
    moved = steps.of("reports.Delivery").get()
    assert (moved.pk, moved.state, moved.recipient_id, moved.sight, moved.left_out) == (
        delivery.pk,
        "accepted",
        reader.pk,
        "s",
        2,
    )


@case("imports", "0003_failure_as_said")
def failure_as_said(steps):
    failed = steps.put("imports.ImportRun", failure='Filen har "inga" rader.')
    done = steps.put("imports.ImportRun", failure="")
    yield
    kept = dict(steps.of("imports.ImportRun").values_list("pk", "failure"))
    assert kept == {failed.pk: 'Filen har "inga" rader.', done.pk: ""}


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


def test_the_rest_is_taken_with_rows_in_place(steps):
    for name in filter(steps.is_before, CASES):
        meet(steps, name)
    steps.to_the_end()
    assert [name for name in order() if steps.is_before(name)] == []


def test_every_migration_of_data_has_a_case():
    """A new one: plant rows and check them here; one that touches no row says so in OF_NO_ROWS."""
    nodes = MigrationLoader(None).graph.nodes
    of_data = {
        name for name in order() if name[0] in ROOMS and any(isinstance(one, DATA) for one in nodes[name].operations)
    }
    assert sorted(of_data - OF_NO_ROWS) == sorted(cases)
