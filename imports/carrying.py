"""An import's second half, in a worker: take in what is ready, all of it or nothing, telling how far it has come."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import batched

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation
from redis.exceptions import RedisError

from accounts.access import require
from accounts.models import User
from imports import staging
from imports.access import can_edit_import, can_import
from imports.kinds import KINDS
from imports.models import ImportRun, ImportState
from imports.plan import Row
from imports.reading import UnreadableFile
from imports.saying import said as _

log = logging.getLogger(__name__)
BATCH = 500
AT_WORK = [ImportState.CHECKING, ImportState.RUNNING]


def begin(run: ImportRun, *, by: User) -> bool:
    """A person says go; False when it was said already."""
    require(can_edit_import(by, run))
    checked = ImportRun.objects.filter(pk=run.pk, state=ImportState.CHECKED)
    return bool(checked.update(state=ImportState.RUNNING))


def waiting() -> list[int]:
    """Imports that a person has sent off and no worker has finished."""
    return list(ImportRun.objects.filter(state__in=AT_WORK).values_list("pk", flat=True))


def work_on(pk: int, *, at: datetime) -> None:
    """What a worker does on a hint: check the rows, or take them in; a failure is said, not tried again.

    The row's lock is held all the while, so that one worker is at it; when that one dies, the lock and the half-done
    work are gone with it, and the next hint begins anew.
    """
    try:
        with transaction.atomic():
            if (run := _locked(pk)) is not None:
                with translation.override(run.by.language if run.by else None):
                    _do(run, at)
    except UnreadableFile as refused:
        _fail(pk, refused.told, at)
    except Exception:
        log.exception("import %s failed", pk)
        _fail(pk, _ours(pk), at)


def _do(run: ImportRun, at: datetime) -> None:
    if run.state == ImportState.CHECKING:
        staging.lay_out(run)
    else:
        _take_in(run, at)


def _locked(pk: int) -> ImportRun | None:
    found = ImportRun.objects.select_for_update(no_key=True, skip_locked=True, of=["self"]).select_related("by")
    return found.filter(pk=pk, state__in=AT_WORK).first()


def _fail(pk: int, told: str, at: datetime) -> None:
    ImportRun.objects.filter(pk=pk, state__in=AT_WORK).update(state=ImportState.FAILED, failure=told, finished_at=at)


def _ours(pk: int) -> str:
    """Every failure has a reason that a person can do something about, on each door."""
    return _("The fault is ours: tell your administrator about import %(number)s.") % {"number": pk}


@transaction.atomic
def carry_out(run: ImportRun, *, at: datetime) -> ImportRun:
    """Take in every row that is ready, in one transaction: all of them or none. A second call does nothing."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state in {ImportState.CHECKED, ImportState.RUNNING}:
        _take_in(run, at)
    return run


def _take_in(run: ImportRun, at: datetime) -> None:
    require(can_import(run.by))
    with connection.cursor() as cursor:
        # Two imports at once would each miss what the other is about to create.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import'))")
    sheets = list(KINDS[run.kind].SHEETS)
    # A kind's sheets hang on each other in their order.
    rows = sorted(
        staging.check(run, is_coming_in=True), key=lambda row: sheets.index(row.sheet) if row.sheet in sheets else 0
    )
    for batch in _told(run.pk, rows):
        KINDS[run.kind].carry_out(batch, by=run.by, at=at)
    run.rows.filter(pk__in=[row.key for row in rows if row.is_taken]).update(taken_at=at)
    run.state, run.finished_at = ImportState.DONE, at
    run.rows_done += sum(row.is_taken for row in rows)
    run.save(update_fields=["state", "finished_at", "rows_done"])


def _told(pk: int, rows: list[Row]) -> Iterator[list[Row]]:
    """The rows in batches; after each, how many are done, for those who watch."""
    done = 0
    tell(pk, done)
    for batch in batched(rows, BATCH, strict=False):
        yield list(batch)
        done += len(batch)
        tell(pk, done)


def tell(pk: int, done: int) -> None:
    # Beside the database: what the transaction has written nobody else can see yet.
    with contextlib.suppress(RedisError):
        cache.set(_key(pk), done, timeout=3600)


def rows_done(run: ImportRun) -> int | None:
    """Rows taken in so far; None when nobody has told."""
    with contextlib.suppress(RedisError):
        found: int | None = cache.get(_key(run.pk))
        return found
    return None


def _key(pk: int) -> str:
    return f"import:{pk}:done"
