"""An import's first half: read the file, match its columns, keep its rows, plan them, keep a person's decisions."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from imports import checking, kinds, lines, telling
from imports import mapping as mappings
from imports.access import can_edit_import, can_import
from imports.choices import Choices, clean
from imports.kinds import KINDS
from imports.models import ImportRow, ImportRun, ImportState, RowOutcome
from imports.plan import CHOICE, DIFFERS, JOIN, MORE_PEOPLE, SKIP, TAKE, USER_UNKNOWN, Row
from imports.reading import Sheet, UnreadableFile, read
from imports.saying import put
from journal.taken import MOST_A_DAY, TAKEN, refused_lately, tell_refused

# A finished import stays open for the rows that were left.
DECIDABLE = [ImportState.CHECKED, ImportState.DONE]
# What may be chosen for all rows at once: the code of a problem, and the choice.
OFFERED = {(MORE_PEOPLE, JOIN), (DIFFERS, TAKE)}
LEFT = [RowOutcome.DUPLICATE, RowOutcome.DECISION, RowOutcome.ERROR]


def receive(kind: str, name: str, content: bytes, *, by: User, choices: Choices | None = None) -> ImportRun:
    """Keep a file with the columns as far as they are known; raises UnreadableFile, and nothing is kept then.

    `kind` is "" for the one whose headings the file names most of. With headings that a person has matched before,
    the rows are ready to be checked: the state is CHECKING.
    """
    require(can_import(by))
    chosen = clean(choices or {})
    sheets = read(name, content, chosen)
    kind = kind or mappings.guess_kind(sheets)
    _require_kind(kind, by)
    known = mappings.recall(kind, sheets)
    run = ImportRun(kind=kind, file_name=name[:255], content=content, by=by, choices=chosen)
    run.mapping = known or mappings.guess(kind, sheets)
    run.state = ImportState.CHECKING if known else ImportState.UPLOADED
    if not mappings.wrong(kind, run.mapping):
        mappings.unread_parts(kind, sheets, run.mapping, chosen)
    run.save()
    return run


def _require_kind(kind: str, by: User) -> None:
    """Said of the file, and not once for each of its rows."""
    if not (answer := kinds.may_bring(kind, by)):
        raise UnreadableFile(put(answer.reason))


def sheets_of(run: ImportRun) -> list[Sheet]:
    return read(run.file_name, bytes(run.content), run.choices)


def match(
    run: ImportRun, kind: str, mapping: mappings.Mapping, *, by: User, choices: Choices | None = None
) -> list[str]:
    """Keep what a person says the columns are, and have the rows checked; what is wrong with it, in sentences."""
    require(can_edit_import(by, run))
    if told := mappings.wrong(kind, mapping):
        return told
    if is_begun(run):
        return [_begun()]
    run.choices = run.choices if choices is None else clean(choices)
    try:
        _require_kind(kind, run.by or by)
        sheets = sheets_of(run)
        mappings.unread_parts(kind, sheets, mapping, run.choices)
    except UnreadableFile as refused:
        return [str(refused)]
    mappings.remember(kind, sheets, mapping)
    open_states = [ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED]
    ImportRun.objects.filter(pk=run.pk, state__in=open_states).update(
        kind=kind, mapping=mapping, choices=run.choices, state=ImportState.CHECKING
    )
    return []


def is_begun(run: ImportRun) -> bool:
    """Whether rows have come in: what they were is kept, so the file's rows are not made anew."""
    return run.rows.filter(taken_at__isnull=False).exists()


def _begun() -> str:
    return _("Rows of this import have come in already; bring the file again to read it otherwise.")


def start(
    kind: str,
    name: str,
    content: bytes,
    *,
    by: User,
    choices: Choices | None = None,
    sheets: Sequence[str] = (),
    defaults: Mapping[str, str] | None = None,
) -> ImportRun:
    """Receive a file and check it here and now, taking these of its sheets, and these texts for columns that it has
    not; raises UnreadableFile, and nothing is kept then."""
    with transaction.atomic():
        run = receive(kind, name, content, by=by, choices=choices)
        if sheets:
            run.mapping = mappings.with_sheets(run.kind, sheets_of(run), list(sheets))
        for one in run.mapping.values():
            one["defaults"] = dict(defaults or {})
        run.save(update_fields=["mapping"])
        lay_out(run)
    return run


@transaction.atomic
def lay_out(run: ImportRun) -> None:
    """Make rows of the file by its mapping, anew if there are any, and plan them; raises UnreadableFile."""
    sheets = sheets_of(run)
    parts = mappings.parts(run.kind, sheets, run.mapping, run.choices)
    rows = [row for part in parts for row in part.rows]
    run.rows.all().delete()
    made = [_kept(run, row) for row in rows]
    made.sort(key=lambda one: (one.sheet, one.number))
    run.rows_total = len(rows)
    run.reading = telling.of_file(run, sheets, parts)
    run.save(update_fields=["rows_total", "reading"])
    _plan(run, made)
    ImportRow.objects.bulk_create(made, batch_size=2000)


def check(run: ImportRun, *, is_coming_in: bool = False) -> list[Row]:
    """Plan every row anew, with what a person has decided, and keep what will come of each. Only rows that are coming
    in are told what is taken already: a file could ask for ten thousand numbers at once, and leave nothing behind."""
    rows, changed = _plan(run, list(run.rows.all()), is_coming_in=is_coming_in)
    ImportRow.objects.bulk_update(changed, ["outcome", "problems", "changes", "target_id"], batch_size=1000)
    return rows


def _plan(run: ImportRun, kept: list[ImportRow], *, is_coming_in: bool = False) -> tuple[list[Row], list[ImportRow]]:
    """(the rows as planned, those of the kept ones of which something else will come than before)."""
    said = {sheet: mappings.defaults(run.kind, sheet, run.mapping) for sheet in {one.sheet for one in kept}}
    rows = [Row(one.sheet, one.number, one.cells, one.fixes, key=one.pk, defaults=said[one.sheet]) for one in kept]
    for one, row in zip(kept, rows, strict=True):
        lines.tell_again(row, one.told)
        row.is_told = is_coming_in or _said(one)
    left = [row for one, row in zip(kept, rows, strict=True) if not _is_done(one, row)]
    checking.look(run, left, timezone.localdate())
    KINDS[run.kind].plan(left, timezone.localdate(), run.by)
    _keep_count(kept, rows, run.by)
    changed = [one for one, row in zip(kept, rows, strict=True) if _settle(one, row)]
    run.counts = counts(rows)
    run.state = ImportState.CHECKED
    run.save(update_fields=["counts", "state"])
    return rows, changed


def _is_done(kept: ImportRow, row: Row) -> bool:
    """What has been taken in is here; a second go at the import leaves it alone, whatever has become of it."""
    if kept.taken_at:
        row.outcome = RowOutcome.UNCHANGED
    return kept.taken_at is not None


def taken_before(kind: str, column: str, rows: list[Row]) -> set[frozenset[tuple[str, str]]]:
    """The cells of rows that were taken in before and say in `column` what one of these does."""
    texts = {row.text.get(column, "") for row in rows}
    found = ImportRow.objects.filter(run__kind=kind, taken_at__isnull=False, **{f"cells__{column}__in": texts})
    return {frozenset(cells.items()) for cells in found.values_list("cells", flat=True)}


def _keep_count(kept: list[ImportRow], rows: list[Row], by: User | None) -> None:
    """What is taken is in the journal once per row that says so; beyond a day's measure no new row is told anything."""
    at = timezone.now()
    new = [row for one, row in zip(kept, rows, strict=True) if row.is_taken_by_another and not _said(one)]
    if new and refused_lately(by, at) + len(new) > MOST_A_DAY:
        for row in rows:
            row.throttle()
    tell_refused([row.values["taken"] for row in new], by=by, at=at, door="import")


def _said(kept: ImportRow) -> bool:
    """One that was throttled was told nothing, and is counted when it asks again."""
    return any(problem["code"] == TAKEN for problem in kept.problems)


def _settle(kept: ImportRow, row: Row) -> bool:
    """Write the plan of a row to what is kept of it; whether that is anything new."""
    if row.choice == SKIP:
        row.outcome = RowOutcome.DUPLICATE
    was = (kept.outcome, kept.problems, kept.changes, kept.target_id)
    kept.outcome = row.outcome
    # Copies: what `vars` gives lies in the object, and its words are gone when Python sweeps up rows that form a ring.
    kept.problems = [dict(vars(problem)) for problem in row.problems]
    kept.changes = [dict(vars(change)) for change in row.changes] if row.outcome == RowOutcome.UPDATE else []
    kept.target_id = (row.values.get("alike") or [getattr(row.target, "pk", None)])[0]
    return was != (kept.outcome, kept.problems, kept.changes, kept.target_id)


def counts(rows: list[Row]) -> dict[str, int]:
    """Every row once, under what will come of it."""
    found = Counter(row.outcome for row in rows)
    return {outcome: found[outcome] for outcome in RowOutcome.values}


def decide(run: ImportRun, fixes: dict[int, dict[str, str]], *, by: User) -> int:
    """Keep a person's fixes and choices (row's key → column → text); how many rows.

    The import is planned anew even when there are none: what its rows lacked may have come in with another file.
    """
    require(can_edit_import(by, run))
    names = {column.name for columns in KINDS[run.kind].SHEETS.values() for column in columns} | {CHOICE}
    rows = list(run.rows.filter(pk__in=fixes))
    for row in rows:
        _fix(row, {name: text for name, text in fixes[row.pk].items() if name in names})
    return _keep(run, rows)


def decide_all(run: ImportRun, column: str, text: str, fix: str, *, by: User) -> int:
    """One fix for every row whose cell says this; how many rows."""
    require(can_edit_import(by, run))
    rows = [row for row in run.rows.filter(**{f"cells__{column}": text}) if column not in row.fixes]
    for row in rows:
        _fix(row, {column: fix})
    return _keep(run, rows)


def strangers(run: ImportRun) -> list[str]:
    """The names in the file that are no user's, as they stand in it, in order; a stand-in takes one away."""
    waiting = run.rows.filter(problems__contains=[{"code": USER_UNKNOWN}])
    found = {
        row.fixes.get(problem["column"], row.cells.get(problem["column"], "")).strip()
        for row in waiting
        for problem in row.problems
        if problem["code"] == USER_UNKNOWN
    }
    return sorted(found - {""})


def choose_all(run: ImportRun, code: str, choice: str, *, by: User) -> int:
    """One choice for every row that waits, or may, for the same reason (the code of its problem); how many rows."""
    require(can_edit_import(by, run))
    if (code, choice) not in OFFERED:
        return 0
    rows = [
        row for row in run.rows.filter(problems__contains=[{"code": code}], taken_at=None) if CHOICE not in row.fixes
    ]
    for row in rows:
        row.fixes = row.fixes | {CHOICE: choice}
    return _keep(run, rows)


def _fix(row: ImportRow, fixes: dict[str, str]) -> None:
    """What was told of a cell that says something else now is told, and counted, anew."""
    changed = {name for name, text in fixes.items() if text != row.fixes.get(name, row.cells.get(name, ""))}
    row.problems = [problem for problem in row.problems if problem["column"] not in changed]
    row.fixes = row.fixes | fixes


def _keep(run: ImportRun, rows: list[ImportRow]) -> int:
    ImportRow.objects.bulk_update(rows, ["fixes", "problems"], batch_size=1000)
    check(run)
    return len(rows)


def choose(run: ImportRun, choices: Choices, *, by: User) -> None:
    """Keep an answer that is about the file as a whole, and plan its rows anew."""
    require(can_edit_import(by, run))
    if is_begun(run):
        choices = {name: value for name, value in choices.items() if name in {"orders", "lines"}}
    orders = run.choices.get("orders", {}) | choices.get("orders", {})
    taken = run.choices.get("lines", []) + choices.get("lines", [])
    run.choices = clean(run.choices | choices | {"orders": orders, "lines": taken})
    run.save(update_fields=["choices"])
    if set(choices) - {"orders", "lines"}:
        lay_out(run)
        return
    if choices.get("lines"):
        _take_lines(run)
    check(run)


def _take_lines(run: ImportRun) -> None:
    """Make rows of the lines that somebody takes, beside those that are here with what has been decided of them."""
    sheets = sheets_of(run)
    parts = mappings.parts(run.kind, sheets, run.mapping, run.choices)
    here = set(run.rows.values_list("sheet", "number"))
    new = [row for part in parts for row in part.rows if (row.sheet, row.number) not in here]
    ImportRow.objects.bulk_create([_kept(run, row) for row in new])
    run.rows_total, run.reading = len(here) + len(new), telling.of_file(run, sheets, parts)
    run.save(update_fields=["rows_total", "reading"])


def _kept(run: ImportRun, row: Row) -> ImportRow:
    return ImportRow(run=run, sheet=row.sheet, number=row.number, cells=row.text, told=lines.told(row))
