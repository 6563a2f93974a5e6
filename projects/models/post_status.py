"""Post status reports, one or many, with what they freeze: the verb `post_status` of a project in full."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.models import User
from journal.happening import Happening
from journal.record import record_all
from projects import suggest
from projects.access import can_report_status
from projects.models import asking
from projects.models.state import ProjectState
from projects.models.status_report import StatusReport
from projects.then import Past


def check_post(report: StatusReport, *, by: User, at: datetime, is_moving_in: bool = False) -> None:
    """Raises PermissionDenied, or ValidationError by field.

    When moving in, a report of a day before the project was in Fyr was written elsewhere: it is kept as it was, lights
    without their reasons and plans too; the rest of the rules are the same for it.
    """
    project = report.project
    require(can_report_status(by, project))
    is_from_before = is_moving_in and _is_from_before(report, at)
    if project.is_ended and not (is_from_before and report.on <= project.phase_since):
        raise ValidationError(_("The project has ended; start a new one to go on."), code="ended")
    report.check_postable(timezone.localdate(at), asks_for_reasons=not is_from_before)


def _is_from_before(report: StatusReport, at: datetime) -> bool:
    """A report that corrects is written now, whatever its day."""
    came = getattr(report.project, "created_at", None) or at
    return report.corrects_id is None and report.on < timezone.localdate(came)


def post_all(reports: Sequence[StatusReport], *, by: User, at: datetime, is_moving_in: bool = False) -> None:
    """Check, freeze and insert reports; of the projects there is one row for all the reports of each."""
    for report in reports:
        report.by, report.posted_at = by, at
        check_post(report, by=by, at=at, is_moving_in=is_moving_in)
    projects = list({report.project.pk: report.project for report in reports}.values())
    prefetch_related_objects(projects, "risks")
    past = Past(projects, ProjectState.objects.of(projects))
    for report in reports:
        then = past.of(report.project, report.on)
        report.freeze(suggest.suggest(then), then.milestones)
    StatusReport.objects.bulk_create(reports, batch_size=1000)
    record_all(_happenings(reports, by, at))


def _happenings(reports: Sequence[StatusReport], by: User, at: datetime) -> Iterable[Happening]:
    dropped = asking.dropped_by(reports)
    for report in reports:
        verb = "project.status_corrected" if report.corrects_id else "project.status_posted"
        facts = {"report": report.pk, "overall": report.overall, "on": report.on}
        facts |= {"dropped": dropped[report.pk]} if dropped.get(report.pk) else {}
        yield Happening(verb, report.project, by, at, (), facts)
