"""Change fields of a record, tell the journal which, and take one change back: the verb `change` of every noun."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from journal.facts import is_wordless
from journal.history import sign
from journal.models import Entry
from journal.record import record
from ui.versions import locked


@transaction.atomic
def change[Row: models.Model](
    row: Row,
    values: dict[str, Any],
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    about: Iterable[models.Model] = (),
    beside: Callable[[Row], None] | None = None,
    **facts: Any,
) -> Row:
    """Set the values that differ, validate, save with history and record "<noun>.changed"; returns the row as saved.

    Raises Changed when `version` is not the row's. Fields that hold words are named in the entry without them: history
    keeps those, and timelines read them there, but for the model's `untold` (notes, personal data). What is to be kept
    `beside` the row is written before the change is told, and so before anything follows from it.
    """
    current = locked(type(row)._default_manager.all(), row.pk, version)
    if not (told := put(current, values)):
        return current
    save(current, [one["field"] for one in told], by=by, at=at)
    if beside:
        beside(current)
    record(f"{row._meta.model_name}.changed", current, by=by, at=at, about=about, changes=told, **facts)
    return current


def put(row: Any, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Set the values that differ; for each what the journal is told."""
    told = [_told(row, name, new) for name, new in values.items() if not _is_same(getattr(row, name), new)]
    for one in told:
        setattr(row, one["field"], values[one["field"]])
    return told


def _is_same(was: Any, new: Any) -> bool:
    """Lines end in their own way in each browser."""
    is_text = isinstance(was, str) and isinstance(new, str)
    return was.replace("\r\n", "\n") == new.replace("\r\n", "\n") if is_text else bool(was == new)


def save(row: Any, fields: Iterable[str], *, by: User | None, at: datetime) -> None:
    """Validate and save some fields of a versioned row, one version up, its history signed and dated."""
    fields = list(fields)
    row.clean_fields(exclude={field.name for field in row._meta.fields} - set(fields))
    row.clean()
    row.validate_constraints(exclude={field.name for field in row._meta.fields} - {*fields, *_bound(row, fields)})
    keep(row, fields, by=by, at=at)


def keep(row: Any, fields: Iterable[str], *, by: User | None, at: datetime) -> None:
    """Save some fields, one version up, that the verb has checked itself."""
    row.version += 1
    write(row, [*fields, "version"], by=by, at=at)


def write(row: Any, fields: Iterable[str] | None = None, *, by: User | None, at: datetime) -> None:
    """Save a row, new or some fields of it, with its history signed: the only way to save a row that keeps history."""
    sign(row, by=by, at=at)
    row.save(**({} if fields is None else {"update_fields": list(fields)}))


def _bound(row: Any, fields: list[str]) -> set[str]:
    """The fields that share a constraint with those changed; without them Django would skip the constraint."""
    bound: set[str] = set()
    for constraint in row._meta.constraints:
        names = set(getattr(constraint, "fields", ()))
        for expression in getattr(constraint, "expressions", ()):
            parts: list[Any] = [expression] if isinstance(expression, models.F) else list(expression.flatten())
            names |= {one.name for one in parts if isinstance(one, models.F)}  # type: ignore[attr-defined]
        if condition := getattr(constraint, "condition", None):
            names |= condition.referenced_base_fields
        if names & set(fields):
            bound |= names
    return bound


def _told(row: Any, name: str, new: Any) -> dict[str, Any]:
    if not is_wordless(row._meta.get_field(name)):
        return {"field": name}
    return {"field": name, "from": _plain(getattr(row, name)), "to": _plain(new)}


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def before_and_after(row: Any, entry: Entry) -> tuple[Any, Any]:
    """The history rows of the record before and after the change that the entry tells of (None when gone)."""
    after = row.history.filter(history_date=entry.at).order_by("-history_id").first()
    before = after and row.history.filter(history_id__lt=after.history_id).order_by("-history_id").first()
    return before, after


def undo[Row: Any](row: Row, entry: Entry, *, by: User, at: datetime, about: Iterable[models.Model] = ()) -> Row:
    """Put back what one "changed" entry changed; refused when a field has been changed again since."""
    before, after = before_and_after(row, entry)
    if before is None or entry.subject_id != row.pk:
        raise ValidationError(_("This change can no longer be undone."))
    fields = [row._meta.get_field(one["field"]) for one in entry.facts.get("changes", [])]
    if any(getattr(row, field.attname) != getattr(after, field.attname) for field in fields):
        raise ValidationError(_("The value has been changed again since; change it by hand."))
    values = {field.name: _value(before, field) for field in fields}
    return change(row, values, by=by, at=at, version=row.version, about=about, undoes=entry.pk)


def _value(before: Any, field: Any) -> Any:
    if not field.is_relation:
        return getattr(before, field.name)
    key = getattr(before, field.attname)
    return None if key is None else field.related_model._base_manager.filter(pk=key).first()
