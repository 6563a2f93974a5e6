"""A portfolio with an open and a hidden project, and a schedule that is due on 1 December at seven."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection

from mail.models import Mail
from projects.models import BudgetLine, PhaseMove, StatusReport
from projects.states import rebuild
from reports.models import Delivery, Run, Schedule
from tests.world import project_named

FIRST = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
OUTSIDE = "extern@region.example"


def reported(project, on, overall, **fields):
    StatusReport.objects.create(
        project=project, on=on, posted_at=datetime.combine(on, time(9), UTC), overall=overall, **fields
    )


@pytest.fixture
def portfolio(world):
    world.secret = project_named("Hemligt spår", lead=world.lead, confidentiality="named")
    for project in (world.project, world.secret):
        PhaseMove.objects.create(project=project, phase="needs", on=project.starts_on)
        BudgetLine.objects.create(
            project=project, on=project.starts_on, plan_sek=1_000_000, forecast_sek=1_100_000, actual_sek=400_000
        )
        reported(project, date(2026, 10, 13), "on_track")
        reported(project, date(2026, 11, 13), "watch", comments={"overall": "Kliniken saknar tid."})
    rebuild([world.project, world.secret], at=datetime(2026, 11, 20, tzinfo=UTC))
    return world


def scheduled(world, **fields):
    """A monthly schedule of the manager's; to her, the lead and an outside address unless said otherwise."""
    to = fields.pop("to", ([world.manager, world.lead], [OUTSIDE]))
    defaults = {"name": "Styrgruppen", "rhythm": "monthly", "day": 1, "language": "sv", "formats": ["pdf", "xlsx"]}
    schedule = Schedule(kind="portfolio_status", owner=world.manager, at_time=time(7), **(defaults | fields))
    return schedule.keep(by=world.manager, at=datetime(2026, 11, 17, tzinfo=UTC), recipients=to)


@pytest.fixture
def schedule(portfolio):
    return scheduled(portfolio)


def expire_leases():
    """Those who hold a lease are dead: what was theirs is anybody's."""
    with connection.cursor() as cursor:
        for model in (Run, Mail):
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET claimed_until = now() - interval '1 second' "
                "WHERE claimed_until IS NOT NULL"
            )


def reports_in(mailbox):
    """The mails that are reports; the others tell their owner of one."""
    return [mail for mail in mailbox.messages if mail["List-Id"]]


def states():
    return sorted(Delivery.objects.values_list("state", flat=True))
