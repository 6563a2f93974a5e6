"""What a change of a project's facts leaves behind: its earlier titles and planned ends, and its start moved."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import User
from projects.models.phase import EndPlan
from projects.models.title_change import TitleChange

if TYPE_CHECKING:
    from projects.models.project import Project


def keep_what_was(now: "Project", was: "Project", by: User, at: datetime) -> None:
    if now.starts_on != was.starts_on:
        _move_start(now, was.starts_on)
    if now.ends_on != was.ends_on:
        _keep_end(now, was.ends_on, by, timezone.localdate(at))
    if now.title != was.title:
        _keep_title(now, was.title, by, timezone.localdate(at))


def _keep_end(now: "Project", old: date | None, by: User, on: date) -> None:
    if old and not now.end_plans.exists():
        now.end_plans.create(ends_on=old, set_on=min(now.starts_on, on))
    EndPlan.objects.update_or_create(project=now, set_on=on, defaults={"ends_on": now.ends_on, "by": by})


def _move_start(now: "Project", old: date) -> None:
    """What was so from the start is so from the new one, as far as nothing else came before that."""
    for rows, day in ((now.phase_moves, "on"), (now.end_plans, "set_on")):
        first, *later = rows.order_by(day, "pk")[:2] or [None]
        if first and getattr(first, day) == old and all(now.starts_on < getattr(one, day) for one in later):
            rows.filter(pk=first.pk).update(**{day: now.starts_on})


def _keep_title(now: "Project", old: str, by: User, on: date) -> None:
    if not now.title_changes.exists():
        now.title_changes.create(title=old, set_on=min(now.starts_on, on))
    TitleChange.objects.update_or_create(project=now, set_on=on, defaults={"title": now.title, "by": by})
