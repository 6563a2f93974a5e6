"""The clients, people and staff of a meeting: whether they differ from those that are wanted, and writing those."""

from typing import Any

COLUMNS = {"people": "person_id", "staff": "user_id", "clients": "client_id"}


def differ(meeting: Any, parties: dict[str, list[Any]]) -> bool:
    return any(
        set(getattr(meeting, name).values_list("pk", flat=True)) != {row.pk for row in rows}
        for name, rows in parties.items()
    )


def set_parties(meeting: Any, parties: dict[str, list[Any]]) -> None:
    """Write the links that differ, one statement each way."""
    for name, wanted in parties.items():
        _set_links(meeting, getattr(meeting, name).through, COLUMNS[name], {row.pk for row in wanted})


def _set_links(meeting: Any, through: Any, column: str, wanted: set[int]) -> None:
    links = through.objects.filter(meeting=meeting)
    known = set(links.values_list(column, flat=True)) if meeting.version > 1 else set()
    if gone := known - wanted:
        links.filter(**{f"{column}__in": gone}).delete()
    through.objects.bulk_create(through(meeting=meeting, **{column: pk}) for pk in sorted(wanted - known))
