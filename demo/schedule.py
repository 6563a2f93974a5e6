"""The demo's standing report: the portfolio to the management and the steering group on the first of each month."""

from datetime import date, datetime, time, timedelta

from demo import clock
from demo.insert import Rows
from demo.staff import Staff
from reports.models import Recipient, Schedule

NAME = "Portföljstatus till styrgruppen"


def set_up(staff: Staff, today: date, rows: Rows) -> Schedule:
    """Owned by the manager; a project lead gets what she may see, the outside address what anybody may see."""
    owner = staff.of_role("manager")[0]
    lead = staff.of_role("project_lead")[-1]
    began = clock.months_back(today, 4).replace(day=20)
    schedule = Schedule(
        name=NAME,
        kind="portfolio_status",
        owner=owner,
        rhythm="monthly",
        day=1,
        at_time=time(7, 0),
        time_zone="Europe/Stockholm",
        language="sv",
        formats=["pdf", "xlsx"],
        starts_at=clock.at(today, 0),
        next_due_at=next_first(today),
        created_at=clock.at(clock.working(began), 10),
    )
    rows.add(schedule, at=schedule.created_at, by=owner)
    readers = [owner, lead, *staff.of_role("auditor"), staff.of_role("advisor")[0]]
    for user in readers:
        rows.add(Recipient(schedule=schedule, user=user))
    rows.add(Recipient(schedule=schedule, email="styrgruppen@regionsund.example", name="Styrgruppen, Region Sund"))
    rows.happened("schedule.created", schedule, at=schedule.created_at, by=owner)
    return schedule


def next_first(today: date) -> datetime:
    """Seven in the morning, local time, of the first day of the next month."""
    return clock.at((today.replace(day=28) + timedelta(days=4)).replace(day=1), 7)
