"""Meetings of the demo: what was held over three years, what is in the diary, and what was held and not logged."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from contacts.models import Person
from crm.models import Client, Meeting
from demo import clock, note
from demo.client import Known
from demo.insert import Rows
from demo.task import follow_up

KINDS = ["video"] * 34 + ["in_person"] * 26 + ["phone"] * 22 + ["written"] * 12 + ["workshop"] * 6
MINUTES = {
    "video": [30, 45, 45, 60],
    "in_person": [45, 60, 60, 90],
    "phone": [15, 20, 30, 30],
    "written": [15, 20, 30],
    "workshop": [120, 150, 180],
}
ROOMS = ["Hos oss, rum Kullen", "Hos oss, rum Ven", "Hos oss, rum Falsterbo"]
NOT_SUBSTANTIVE, NOT_SPECIFIC = "Allmän information, inte råd i sak.", "Öppet seminarium, samma innehåll till alla."
# What stands in an advisor's diary: hours of today, and how many days ahead with the hour.
TODAY = [(8, 30), (10, 30), (13, 0), (15, 30)]
AHEAD = [(1, 9, 0), (1, 13, 15), (2, 10, 0), (3, 9, 0), (5, 14, 0)]
# At most this many for each advisor.
DIARY = 11


def hold_meetings(
    known: list[Known], advisors: list[User], total: int, towns: dict[str, str], today: date, random: Random,
    rows: Rows, with_diary: bool,
) -> None:  # fmt: skip
    """`total` meetings at these clients, more at those that need more, none after yesterday but those in the diary."""
    most = min(total // 10, len(advisors) * DIARY) if with_diary else 0
    planned = _fill_diaries(known, advisors, most, today, random, rows)
    for one, count in zip(known, shares([one.weight for one in known], total - planned), strict=True):
        for place, day in enumerate(_days(one, count, today, random)):
            _hold(one, day, place == 0, advisors, towns, today, random, rows)


def shares(weights: list[int], total: int) -> list[int]:
    """Whole shares that sum to `total`, as near to the weights as can be."""
    whole = sum(weights)
    exact = [weight * total / whole for weight in weights]
    counts = [int(share) for share in exact]
    rest = sorted(range(len(weights)), key=lambda place: counts[place] - exact[place])
    for place in rest[: total - sum(counts)]:
        counts[place] += 1
    return counts


def _days(one: Known, count: int, today: date, random: Random) -> list[date]:
    last = min(one.last_on, today - timedelta(days=1))
    stage = one.client.stage
    if stage == "active":
        silence = random.randint(61, 110) if random.random() < 0.13 else random.randint(1, 38)
        last = max(one.first_on, today - timedelta(days=silence))
    if one.first_on > last:
        last = one.first_on
    days = [clock.between(random, one.first_on, last) for _each in range(count)]
    if days and stage == "active":
        days[-1] = max(clock.working(last), one.first_on)
    return sorted(day for day in days)


def _hold(
    one: Known, day: date, is_first: bool, advisors: list[User], towns: dict[str, str], today: date, random: Random,
    rows: Rows,
) -> None:  # fmt: skip
    areas = note.services(random, is_first)
    step = note.step(random, areas) if random.random() < 0.3 else ""
    lead: User = one.client.lead  # type: ignore[assignment]
    people = random.sample(one.people, k=min(len(one.people), random.choice([1, 1, 1, 2])))
    meeting = _meeting(one.client, random.choice(KINDS), clock.office_hour(random, day), random)
    meeting.services = areas
    meeting.subject = note.subject(random, areas) if random.random() < 0.6 else ""
    meeting.note = note.note(random, areas, people[0].name, step)
    meeting.place = _place(meeting.kind, towns.get(one.organisation.municipality_id or "", ""), random)
    meeting.travel_minutes = random.choice([20, 30, 45, 70]) if meeting.place.startswith("Hos dem") else 0
    meeting.preparation_minutes = random.choice([0, 0, 10, 15, 30])
    _judge(meeting, (today - day).days, random)
    meeting.created_by = lead
    meeting.created_at = meeting.starts_at + timedelta(minutes=meeting.contact_minutes + 20)
    staff = [lead, *random.sample([user for user in advisors if user != lead], k=int(random.random() < 0.12))]
    _add(meeting, [one.client], people, staff, "meeting.logged", rows)
    one.held_on.append(day)
    if step:
        follow_up(meeting, one.client, step, day, today, random, rows)


def steer(lead: User, today: date, random: Random, rows: Rows) -> Meeting:
    """A steering group meeting of a project: some weeks ago, or within the next two."""
    is_ahead = random.random() < 0.2
    day = clock.working(today + timedelta(days=random.randint(1, 14) if is_ahead else -random.randint(4, 80)), 1)
    meeting = Meeting(kind="in_person", starts_at=clock.office_hour(random, day), contact_minutes=90)
    meeting.state, meeting.subject, meeting.place = "planned" if is_ahead else "held", "Styrgrupp", ROOMS[0]
    meeting.services, meeting.created_by = ["other"], lead
    if not is_ahead:
        meeting.note = "Lägesrapporten gicks igenom. Beslut enligt förslag, protokoll hos projektledaren."
        meeting.is_substantive, meeting.is_specific, meeting.reportable_reason = True, False, "Projektstyrning."
    meeting.created_at = min(meeting.starts_at, clock.at(today - timedelta(days=random.randint(2, 6)), 9))
    return _add(meeting, [], [], [lead], "meeting.planned" if is_ahead else "meeting.logged", rows)


def _meeting(client: Client, kind: str, starts_at: datetime, random: Random) -> Meeting:
    return Meeting(kind=kind, starts_at=starts_at, contact_minutes=random.choice(MINUTES[kind]))


def _place(kind: str, town: str, random: Random) -> str:
    if kind not in {"in_person", "workshop"}:
        return ""
    return f"Hos dem i {town}" if town and random.random() < 0.55 else random.choice(ROOMS)


def _judge(meeting: Meeting, days_ago: int, random: Random) -> None:
    """Reportable or not; the newest few have not been judged yet."""
    if days_ago < 10 and random.random() < 0.2:
        return
    meeting.is_substantive = random.random() < 0.9
    meeting.is_specific = random.random() < 0.95
    if not meeting.is_substantive:
        meeting.reportable_reason = NOT_SUBSTANTIVE
    elif not meeting.is_specific:
        meeting.reportable_reason = NOT_SPECIFIC


def _add(
    meeting: Meeting, clients: list[Client], people: list[Person], staff: list[User], verb: str, rows: Rows
) -> Meeting:
    rows.add(meeting, at=meeting.created_at, by=meeting.created_by)
    for through, ones in ((Meeting.clients, clients), (Meeting.people, people), (Meeting.staff, staff)):
        for record in ones:
            rows.link(through.through, meeting.pk, record.pk)
    about: list[Any] = [*clients, *people]
    rows.happened(verb, meeting, at=meeting.starts_at, by=meeting.created_by, about=about)
    return meeting


def _fill_diaries(known: list[Known], advisors: list[User], most: int, today: date, random: Random, rows: Rows) -> int:
    """Meetings planned for today and the days after, two of the last days held and not logged, one cancelled."""
    made = 0
    for advisor in advisors:
        own = [one for one in known if one.client.lead == advisor and one.client.stage in {"active", "assessment"}]
        for one, starts_at in zip(own, _diary(today, random), strict=False):
            if made < most:
                _plan(one, starts_at, advisor, today, random, rows)
                made += 1
    return made


def _diary(today: date, random: Random) -> list[datetime]:
    """The first two have passed by any morning of today: they are still to be logged."""
    before = clock.working(today - timedelta(days=1))
    days = [clock.at(before, 14), clock.at(clock.working(before - timedelta(days=1)), 10)]
    days += [clock.at(today, *hour) for hour in random.sample(TODAY, k=3)]
    days += [clock.at(clock.working(today + timedelta(days=ahead), 1), *hour) for ahead, *hour in AHEAD]
    return [*days, clock.at(clock.working(today + timedelta(days=9), 1), 11)]


def _plan(one: Known, starts_at: datetime, advisor: User, today: date, random: Random, rows: Rows) -> None:
    areas = note.services(random, is_first=False)
    meeting = _meeting(one.client, random.choice(["video", "in_person", "in_person", "phone"]), starts_at, random)
    meeting.state, meeting.services, meeting.subject = "planned", areas, note.subject(random, areas)
    meeting.place = random.choice(ROOMS) if meeting.kind == "in_person" else ""
    meeting.created_by = advisor
    meeting.created_at = clock.at(max(one.first_on, clock.working(today - timedelta(days=random.randint(4, 12)))), 11)
    _add(meeting, [one.client], one.people[:2], [advisor], "meeting.planned", rows)
