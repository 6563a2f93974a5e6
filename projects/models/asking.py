"""What status reports ask to have decided, from one report to the next: since when, and what is asked for no longer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from projects.models.status_report import StatusReport


def since(report: StatusReport) -> dict[str, date]:
    """What the report asks for, each with the day of the first report that has asked for it without a break."""
    asked, found = texts(report), dict.fromkeys(texts(report), report.on)
    for earlier in _before(report).only("on", "decisions").iterator():
        asked = [text for text in asked if text in texts(earlier)]
        if not asked:
            break
        found |= dict.fromkeys(asked, earlier.on)
    return found


def dropped(report: StatusReport) -> list[str]:
    """What the report before it, or the one that it corrects, asked for and this one does not."""
    previous = report.corrects or _before(report).first()
    return [text for text in texts(previous) if text not in texts(report)] if previous else []


def dropped_by(reports: Iterable[StatusReport]) -> Mapping[Any, int]:
    """How many decisions each of the reports, by key, asks for no longer."""
    reports = list(reports)
    asking = StatusReport.objects.filter(project__in={report.project_id for report in reports}).exclude(decisions=[])
    projects = set(asking.order_by().values_list("project_id", flat=True))
    return {report.pk: len(dropped(report)) for report in reports if report.project_id in projects}


def texts(report: StatusReport) -> list[str]:
    return [one["text"] for one in report.decisions]


def _before(report: StatusReport) -> QuerySet[StatusReport]:
    """Newest first, without those that have been corrected."""
    same_day = Q(on=report.on, posted_at__lt=report.posted_at)
    same_moment = Q(on=report.on, posted_at=report.posted_at, pk__lt=report.pk)
    reports = StatusReport.objects.filter(project=report.project_id, corrected_by=None)
    return reports.filter(Q(on__lt=report.on) | same_day | same_moment)
