"""The whole demo region: units of 280 clients with their partners, members, meetings and projects."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.db import transaction

from accounts.models import User
from contacts.models import Community, Municipality, Organisation, Person, S3Area
from crm.models import Client, Meeting
from demo import clock, community, draft, meeting, schedule
from demo.client import Known, open_client
from demo.insert import Rows
from demo.organisation import company, member
from demo.partners import partner
from demo.project import start
from demo.staff import ADVISORS, UNITS_WITH_ADVISORS, Staff, hire
from demo.task import fill_week
from projects import states
from projects.models import Project, ProjectMeeting

CLIENTS, PARTNERS, MEETINGS, PROJECTS = 280, 45, 4000, 60
# Beyond this a larger region has no more of them, unless they are asked for.
MOST_MEETINGS, MOST_PROJECTS = 300_000, 600


class NotEmpty(Exception):
    """The region has records already."""


@dataclass(frozen=True)
class Size:
    """`units` regions in one; `meetings` and `projects` are totals."""

    units: int = 1
    meetings: int = MEETINGS
    projects: int = PROJECTS

    @classmethod
    def of(cls, scale: int, meetings: int | None = None, projects: int | None = None) -> "Size":
        return cls(
            scale,
            min(MEETINGS * scale, MOST_MEETINGS) if meetings is None else meetings,
            min(PROJECTS * scale, MOST_PROJECTS) if projects is None else projects,
        )

    def part(self, total: int, unit: int) -> int:
        return total // self.units + (unit < total % self.units)


def build(today: date, size: Size | None = None, seed: int = 1) -> dict[str, int]:
    """Fill an empty region; returns how many rows of each kind there are. Raises NotEmpty, changing nothing.

    The same day, size and seed give the same region. A region of one unit comes whole or not at all; larger ones are
    written unit by unit, so that memory stays flat.
    """
    size = size or Size()
    if any(model.objects.exists() for model in (Organisation, Person, Client, Meeting, Project)):
        raise NotEmpty
    builder = Builder(today, size, seed)
    with transaction.atomic():
        builder.begin()
        builder.unit(0)
        builder.rows.finish()
    for number in range(1, size.units):
        with transaction.atomic():
            builder.unit(number)
    builder.rows.finish()
    return dict(builder.rows.counts)


class Builder:
    def __init__(self, today: date, size: Size, seed: int) -> None:
        self.today, self.size, self.seed, self.rows = today, size, seed, Rows()
        self.s3_areas = dict(S3Area.objects.values_list("code", "pk"))
        self.towns = dict(Municipality.objects.values_list("code", "name"))
        self.project_count = 0

    def begin(self) -> None:
        self.staff: Staff = hire(self.size.units, self._random("staff"))
        self.community = Community.objects.create(name=community.NAME, summary=community.SUMMARY)
        schedule.set_up(self.staff, self.today, self.rows)

    def unit(self, number: int) -> None:
        """One unit of the region, written and done with."""
        random = self._random(f"unit {number}")
        advisors = self.staff.advisors_of(number)
        partners = [
            self._organisation(partner(number * PARTNERS + place), advisors[0], random) for place in range(PARTNERS)
        ]
        known = [self._client(number, place, advisors, random) for place in range(CLIENTS)]
        self._members(number, known, advisors[0], random)
        projects = self._projects(number, known, partners, random)
        own = self._steering(projects, random)
        total = self.size.part(self.size.meetings, number) - own
        its_diary = advisors if number < UNITS_WITH_ADVISORS else []
        meeting.hold_meetings(
            known, its_diary or advisors, total, self.towns, self.today, random, self.rows, bool(its_diary)
        )
        for advisor in its_diary:
            fill_week([one.client for one in known if one.client.lead == advisor], self.today, random, self.rows)
        if number == 0:
            draft.leave(known, self.today, self.rows)
        for one in known:
            one.client.last_contact_on = max(one.held_on, default=None)
            self.rows.add(one.client)
        self.rows.write()
        if projects:
            states.rebuild(projects, at=clock.at(self.today, 0))

    def _random(self, what: str) -> Random:
        return Random(f"{self.seed}:{what}")

    def _organisation(self, organisation: Organisation, by: User, random: Random) -> Organisation:
        at = clock.at(clock.months_back(self.today, random.randint(37, 48)), 9)
        organisation.created_at = at
        self.rows.add(organisation, at=at, by=by)
        self.rows.happened("organisation.added", organisation, at=at, by=by)
        return organisation

    def _client(self, unit: int, place: int, advisors: list[User], random: Random) -> Known:
        organisation = company(unit * CLIENTS + place, random, self.today.year, self.s3_areas)
        organisation.pk = self.rows.key(Organisation)
        lead = advisors[place % ADVISORS] if place >= 20 else advisors[place % 3]
        known = open_client(organisation, place, lead, advisors, self.today, random, self.rows)
        organisation.created_at = clock.at(known.first_on, 9)
        self.rows.add(organisation, at=organisation.created_at, by=lead)
        return known

    def _members(self, unit: int, known: list[Known], by: User, random: Random) -> None:
        clients = community.health_clients(known)
        for place, one in enumerate(clients):
            args: Any = (place, by, self.today, random, self.rows)
            community.join(self.community, one.organisation, one.people[0], one, *args)
        first = self.size.units * CLIENTS + unit * community.MEMBERS
        for place in range(len(clients), community.MEMBERS):
            new = member(first + place, random, self.today.year, self.s3_areas)
            organisation = self._organisation(new, by, random)
            contact = community.contact_at(organisation, by, self.today, random, self.rows)
            community.join(self.community, organisation, contact, None, place, by, self.today, random, self.rows)

    def _projects(self, unit: int, known: list[Known], partners: list[Organisation], random: Random) -> list[Project]:
        leads, decider = self.staff.of_role("project_lead"), self.staff.of_role("manager")[0]
        clients = [(one.organisation, one.client) for one in known if one.client.confidentiality == "open"]
        made = []
        for _each in range(self.size.part(self.size.projects, unit)):
            project = start(
                self.project_count, leads, decider, partners, clients, self.s3_areas, self.today, random, self.rows
            )
            self.project_count += 1
            made.append(project)
        return made

    def _steering(self, projects: list[Project], random: Random) -> int:
        """A steering group meeting or two for each running project; returns how many."""
        running = [project for project in projects if project.phase in {"planning", "execution", "results"}]
        for project in running:
            held = meeting.steer(project.lead, self.today, random, self.rows)  # type: ignore[arg-type]
            self.rows.add(ProjectMeeting(project=project, meeting=held))
        return len(running)
