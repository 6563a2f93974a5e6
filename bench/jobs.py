"""Measurements without a server: the portfolio as of a date, imports, and the export of ten thousand rows."""

import csv
import io
import json
import time
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from contacts.models import Affiliation, Organisation, Person
from crm.models import Client
from projects import as_of
from projects.models import Project
from projects.trend import trend

MANY = 10_000


class Counted:
    """Counts the queries made while it is entered."""

    def __init__(self) -> None:
        self.queries = 0

    def __enter__(self) -> "Counted":
        self.stack = ExitStack()
        self.stack.enter_context(connection.execute_wrapper(self._note))
        return self

    def __exit__(self, *error: object) -> None:
        self.stack.close()

    def _note(self, execute: Callable[..., Any], *rest: Any) -> Any:
        self.queries += 1
        return execute(*rest)


def timed(name: str, work: Callable[[], Any], *, times: int = 1, **facts: Any) -> dict[str, Any]:
    """{"name", "ms", "cpu_ms", "queries"} and the facts; the middle of so many runs. Processor time is Python's alone,
    and what other work on the machine moves least."""
    took, used, counted = [], [], Counted()
    for _each in range(times):
        with (counted := Counted()):
            began, before = time.perf_counter(), time.process_time()
            work()
            took.append((time.perf_counter() - began) * 1000)
            used.append((time.process_time() - before) * 1000)
    found = {"name": name, "ms": round(median(took), 1), "cpu_ms": round(median(used), 1), "queries": counted.queries}
    return found | facts


def portfolio_as_of() -> list[dict[str, Any]]:
    """Targets: 500 projects in 50 ms, 10 000 in 150 ms, a trend of 24 months over 10 000 in 500 ms."""
    user, today = User.objects.get(role="manager"), timezone.localdate()
    count = Project.objects.count()
    days = [today - timedelta(days=30 * back) for back in range(24)]
    target = {60: 50, 500: 50}.get(count, 150)
    size = {"projects": count}
    then = today - timedelta(days=140)
    return [
        timed("portfolio rows as of a date", lambda: as_of.portfolio(user, then), times=7, target_ms=target, **size),
        timed("portfolio trend over 24 months", lambda: trend(user, days), times=5, target_ms=500, **size),
    ]


def export_clients() -> list[dict[str, Any]]:
    """The clients list as XLSX, read to its end; memory is what Python held at most above the start."""
    browser = Browser(headers={"host": "localhost"})
    browser.force_login(User.objects.get(role="auditor"))

    def read() -> None:
        response = browser.get("/crm/clients/export/xlsx/", {"opened_after": "2000-01-01"})
        assert response.status_code == 200, response.status_code
        with Path("/dev/null").open("wb") as nowhere:
            for part in response:
                nowhere.write(part)

    read()
    tracemalloc.start()
    done = timed("export clients to XLSX", read, rows=Client.objects.count(), target_ms=4000, target_queries=20)
    done["peak_mb"] = round(tracemalloc.get_traced_memory()[1] / 2**20, 1)
    return [done]


def import_files(folder: str) -> list[dict[str, Any]]:
    """New clients and meetings at them, through `manage.py import`; ten thousand clients beside as many bare rows."""
    clients, meetings = Path(folder) / "clients.csv", Path(folder) / "meetings.csv"
    many = Path(folder) / "many.csv"
    clients.write_text(_clients_csv(1000), encoding="utf-8")
    meetings.write_text(_meetings_csv(3100), encoding="utf-8")
    many.write_text(_clients_csv(MANY, first=1000), encoding="utf-8")
    bare = timed("bare rows of 10 000 clients", lambda: _bare_rows(MANY), times=3, rows=MANY)
    found = [
        timed(
            "import 1 000 clients", lambda: _import("clients", clients), rows=1000, target_ms=4000, target_queries=200
        ),
        timed("import 3 100 meetings", lambda: _import("meetings", meetings), rows=3100, target_ms=20_000),
        timed("import 10 000 clients", lambda: _import("clients", many), rows=MANY, target_ms=60_000),
    ]
    found[-1]["times_bare"] = round(found[-1]["cpu_ms"] / bare["cpu_ms"], 1)
    return [*found, bare]


def _bare_rows(count: int) -> None:
    """What an import of clients cannot do without: an organisation, a client, a person and her role for each row, in
    sets, unchecked and untold. Nothing of it stays."""
    with transaction.atomic():
        organisations = [Organisation(name=f"Bara {number} AB", search_key="") for number in range(count)]
        people = [Person(name=f"Person {number}", search_key="") for number in range(count)]
        today = timezone.localdate()
        Organisation.objects.bulk_create(organisations, batch_size=1000)
        Person.objects.bulk_create(people, batch_size=1000)
        clients = [Client(organisation=one, name=one.name, opened_on=today, stage_since=today) for one in organisations]
        Client.objects.bulk_create(clients, batch_size=1000)
        pairs = zip(organisations, people, strict=True)
        roles = [Affiliation(organisation=organisation, person=person) for organisation, person in pairs]
        Affiliation.objects.bulk_create(roles, batch_size=1000)
        transaction.set_rollback(True)


def _import(kind: str, file: Path) -> None:
    said = io.StringIO()
    try:
        call_command("import", kind, str(file), "--json", stdout=said)
    except SystemExit as stop:
        if stop.code == 2:
            raise
    print(kind, said.getvalue()[:300], file=__import__("sys").stderr)


def _clients_csv(count: int, first: int = 0) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(["Företag", "Kommun", "Kontaktperson", "E-post", "Anställda", "Status", "Rådgivare", "Startdatum"])
    for number in range(first, first + count):
        writer.writerow([f"Mätbolaget {number} AB", "Lund", f"Person Nummer{number}", f"p{number}@matbolaget.example",
                         number % 40, "Aktiv", "Cecilia Wik", "2026-01-12"])  # fmt: skip
    return lines.getvalue()


def _meetings_csv(count: int) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(["Datum", "Klient", "Typ", "Rådgivare", "Deltagare", "Tid (min)", "Område", "Anteckning"])
    for number in range(count):
        writer.writerow([f"2026-{1 + number % 9:02}-{1 + number % 28:02}", f"Mätbolaget {number % 1000} AB", "Teams",
                         "Cecilia Wik", f"Person Nummer{number % 1000}", 30 + number % 60, "Juridik",
                         f"Gick igenom avtalet, punkt {number}."])  # fmt: skip
    return lines.getvalue()


def say(job: str, *args: str) -> None:
    jobs: dict[str, Callable[..., list[dict[str, Any]]]] = {
        "portfolio": portfolio_as_of,
        "export": export_clients,
        "import": import_files,
    }
    print(json.dumps(jobs[job](*args)))
