"""An import's life: read the file into rows, plan them, keep a person's decisions, carry out what is ready."""

import contextlib
import json
import logging
from collections import Counter
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts.access import require
from crm.access import can_import
from crm.imports.kinds import KINDS
from crm.imports.plan import Row, mapping_of, rows_of
from crm.imports.reading import Sheet, UnreadableFile, read
from crm.models import ImportRow, ImportRun, ImportState, RowOutcome

log = logging.getLogger(__name__)
LEFT = [RowOutcome.DUPLICATE, RowOutcome.DECISION, RowOutcome.ERROR]


def data_rows(kind: Any, sheets: list[Sheet]) -> list[Row]:
    """Every data row of the sheets that the kind knows; raises UnreadableFile."""
    found: list[Row] = []
    for name, columns in kind.SHEETS.items():
        sheet = _sheet(sheets, name, columns)
        if sheet is not None:
            found += rows_of(sheet, columns)
        elif not found:
            raise UnreadableFile(_("The file has no sheet called %(name)s.") % {"name": name})
    return found


def _sheet(sheets: list[Sheet], name: str, columns: Any) -> Sheet | None:
    """By name; for a kind of one sheet, the one whose headings say most."""
    if name:
        return next((sheet for sheet in sheets if sheet.name.casefold() == name.casefold()), None)
    return max(sheets, key=lambda sheet: len(mapping_of(sheet, columns)[1]) if sheet.rows else -1)


def guess(sheets: list[Sheet]) -> str:
    """The kind whose headings the file names most of."""

    def score(code: str) -> int:
        pairs = [(_sheet(sheets, name, columns), columns) for name, columns in KINDS[code].SHEETS.items()]
        return sum(len(mapping_of(sheet, columns)[1]) for sheet, columns in pairs if sheet and sheet.rows)

    return max(KINDS, key=score)


def start(kind: str, name: str, content: bytes, *, by: Any) -> ImportRun:
    """Read the file and plan every row; raises UnreadableFile, and nothing is kept then."""
    require(can_import(by))
    rows = data_rows(KINDS[kind], read(name, content))
    with transaction.atomic():
        run = ImportRun.objects.create(kind=kind, file_name=name[:255], content=content, by=by, rows_total=len(rows))
        ImportRow.objects.bulk_create(
            [ImportRow(run=run, sheet=row.sheet, number=row.number, cells=row.text) for row in rows], batch_size=2000
        )
        check(run)
    return run


def check(run: ImportRun) -> list[Row]:
    """Plan every row anew, with what a person has decided, and keep what will come of each."""
    kept = list(run.rows.all())
    rows = [Row(one.sheet, one.number, one.cells, one.fixes) for one in kept]
    KINDS[run.kind].plan(rows, timezone.localdate())
    for one, row in zip(kept, rows, strict=True):
        one.outcome = row.outcome
        one.problems = [vars(problem) for problem in row.problems]
        one.target_id = (row.values.get("alike") or [getattr(row.target, "pk", None)])[0]
    ImportRow.objects.bulk_update(kept, ["outcome", "problems", "target_id"], batch_size=1000)
    run.counts = counts(rows)
    run.state = ImportState.CHECKED
    run.save(update_fields=["counts", "state"])
    return rows


def counts(rows: list[Row]) -> dict[str, int]:
    """Every row once, under what will come of it."""
    found = Counter(row.outcome for row in rows)
    return {outcome: found[outcome] for outcome in RowOutcome.values}


def carry_out(run: ImportRun, *, at: datetime) -> ImportRun:
    """Take in every row that is ready, in one transaction: all of them or none. A second call does nothing."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        if run.state in {ImportState.DONE, ImportState.FAILED}:
            return run
        require(can_import(run.by))
        with connection.cursor() as cursor:
            # Two imports at once would each miss what the other is about to create.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import'))")
        rows = check(run)
        KINDS[run.kind].carry_out(rows, by=run.by, at=at)
        run.rows.filter(outcome__in=[RowOutcome.CREATE, RowOutcome.UPDATE]).update(is_done=True)
        run.state, run.finished_at, run.rows_done = ImportState.DONE, at, sum(row.is_taken for row in rows)
        run.save(update_fields=["state", "finished_at", "rows_done"])
    return run


def begin(run: ImportRun, *, by: Any) -> bool:
    """A person says go; False when it was said already."""
    require(can_import(by))
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportState.CHECKED)
    return bool(waiting.update(state=ImportState.RUNNING, heartbeat_at=timezone.now()))


def hint(run: ImportRun) -> None:
    """Wake a worker; should the message be lost, the next tick finds the import by itself."""
    with contextlib.suppress(OperationalError):
        current_app.send_task("worker.tasks.carry_out_import", [run.pk])


def decide_all(run: ImportRun, column: str, text: str, fix: str, *, by: Any) -> int:
    """One fix for every row whose cell says this; how many rows."""
    require(can_import(by))
    rows = [row for row in run.rows.all() if row.cells.get(column) == text]
    for row in rows:
        row.fixes = row.fixes | {column: fix}
    ImportRow.objects.bulk_update(rows, ["fixes"])
    check(run)
    return len(rows)


def decide(row: ImportRow, fixes: dict[str, str], *, by: Any) -> None:
    """Keep a person's fix or choice for a row and plan the import anew."""
    require(can_import(by))
    row.fixes = row.fixes | {name: value[:1000] for name, value in fixes.items()}
    row.save(update_fields=["fixes"])
    check(row.run)


def problems(rows: list[Row]) -> list[dict[str, Any]]:
    """As `manage.py import --json` prints them."""
    return [
        {"row": row.number, **({"sheet": row.sheet} if row.sheet else {}), **vars(problem)}
        for row in rows
        for problem in row.problems
    ]


def dump(run: ImportRun) -> str:
    told = [
        {"row": row.number, **({"sheet": row.sheet} if row.sheet else {}), **problem}
        for row in run.rows.all()
        for problem in row.problems
    ]
    return json.dumps({"counts": run.counts, "problems": told}, ensure_ascii=False)


def carry_out_begun(pk: int, *, at: datetime) -> None:
    """What a worker does on a hint: take in an import that a person has begun; a failure is said, not tried again."""
    run = ImportRun.objects.filter(pk=pk, state=ImportState.RUNNING).select_related("by").first()
    if run is None:
        return
    try:
        carry_out(run, at=at)
    except Exception as error:
        log.exception("import %s failed", pk)
        told = f"{type(error).__name__}: {error}"[:500]
        ImportRun.objects.filter(pk=pk, state=ImportState.RUNNING).update(
            state=ImportState.FAILED, failure=told, finished_at=at
        )


def begun() -> list[int]:
    """Imports that a person has begun and no worker has finished."""
    return list(ImportRun.objects.filter(state=ImportState.RUNNING).values_list("pk", flat=True))
