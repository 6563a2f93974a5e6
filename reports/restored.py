"""After a backup was restored: what may have been sent since it was made is not sent again by itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mail import posting
from reports import planning, running, telling
from reports.about import About
from reports.models import Run, RunState, Skipped


@dataclass(frozen=True)
class Held:
    runs: int
    mails: int

    @property
    def told(self) -> str:
        """For who restores, in the terminal's language."""
        if not self.runs + self.mails:
            return "No report has fallen due since the backup was made, and no mail was waiting in it."
        return (
            f"Held, since they may have been sent before: {self.runs} reports that have fallen due since the backup "
            f"was made, and {self.mails} mails that were waiting in it. Their owners are told, and decide on Today."
        )


@transaction.atomic
def hold(at: datetime) -> Held:
    """What has fallen due until `at`, and the mails that the backup has as waiting: a person decides on each, and the
    owners are told. The backup cannot know what happened after it."""
    planned = [run.pk for run in planning.plan_due(at)]
    waiting = Run.objects.filter(state__in=[RunState.DUE, RunState.FROZEN])
    missed = Run.objects.filter(pk__in=planned, state=RunState.SKIPPED, skipped_reason=Skipped.DOWNTIME)
    runs = Run.objects.filter(pk__in=[*waiting.values_list("pk", flat=True), *missed.values_list("pk", flat=True)])
    held = list(runs.select_related("schedule__owner").defer("data"))
    runs.update(state=RunState.HELD, skipped_reason=Skipped.RESTORED, claimed_by="", claimed_until=None)
    for run in held:
        telling.tell(run, About.HELD, at)
    return Held(len(held), _hold_mails(at))


def _hold_mails(at: datetime) -> int:
    """Those told of just now are not in the backup."""
    mails = posting.hold(running.DELIVERY, at)
    for run in Run.objects.filter(state=RunState.DELIVERING):
        running.finish(run, at)
    return mails
