"""Tasks of the demo: what was promised at a meeting, done long ago, late, due today or later."""

from datetime import date, timedelta
from random import Random

from crm.models import Client, Meeting, Task
from demo import clock
from demo.insert import Rows


def follow_up(meeting: Meeting, client: Client, text: str, day: date, today: date, random: Random, rows: Rows) -> None:
    """A task from a meeting; those due well before today are done, but for a few."""
    due_on = clock.working(day + timedelta(days=random.choice([3, 5, 7, 10, 14, 21])), 1)
    owner = meeting.created_by
    task = Task(
        text=text, due_on=due_on, owner=owner, client=client, meeting=meeting, created_by=owner,
        created_at=meeting.created_at,
    )  # fmt: skip
    late = (today - due_on).days
    is_open = late < 0 or (late < 12 and random.random() < 0.35)
    add(task, None if is_open else min(due_on, today - timedelta(days=1)), rows)


def add(task: Task, done_on: date | None, rows: Rows) -> None:
    task.pk = rows.key(Task)
    about = [task.client] if task.client else []
    rows.remember(task, "+", at=task.created_at, by=task.created_by)
    rows.happened("task.added", task, at=task.created_at, by=task.created_by, about=about)
    if done_on:
        task.done_at, task.done_by, task.version = clock.at(done_on, 16), task.owner, 2
        rows.remember(task, "~", at=task.done_at, by=task.owner)
        rows.happened("task.done", task, at=task.done_at, by=task.owner, about=about)
    rows.add(task)


# Days from today: something late, something for today and something ahead in every advisor's week.
WEEK = [
    (-4, "Skicka lista över IVDR-konsulter"),
    (-1, "Bekräfta vecka för avdelningstestet"),
    (0, "Läs ansökningsutkastet före 15:00"),
    (0, "Signera intyg om försumbart stöd"),
    (1, "Fråga Infektionskliniken om referens"),
    (2, "Svara på hjälpförfrågan"),
    (8, "Presentera för Sundets inkubator"),
]


def fill_week(clients: list[Client], today: date, random: Random, rows: Rows) -> None:
    """What stands on the list of the advisor who leads these clients, whatever the meetings gave."""
    for client, (days, text) in zip(clients, WEEK, strict=False):
        created_at = clock.at(clock.working(today - timedelta(days=random.randint(5, 9))), 15)
        due_on = today + timedelta(days=days)
        task = Task(text=text, due_on=due_on, owner=client.lead, client=client, created_by=client.lead)
        task.created_at = created_at
        add(task, None, rows)
