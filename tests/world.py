"""A small named cast: Alva advises, Bo is in her team, Cilla is outside it, Disa manages, Edit administers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.models import ApiToken, Role, Team, User
from contacts.models import Municipality, Organisation, Person
from crm.models import Client
from projects.models import Phase, Project

TODAY = date(2026, 11, 17)
NOW = datetime(2026, 11, 17, 9, 5, tzinfo=UTC)
PASSWORD = "fyrens-sken-42"


@dataclass
class World:
    health: Team
    food: Team
    advisor: User
    colleague: User
    outsider: User
    lead: User
    manager: User
    administrator: User
    auditor: User
    editor: User
    client: Client
    project: Project


def person(name: str, role: Role, team: Team | None = None) -> User:
    first = name.split()[0].lower()
    return User.objects.create_user(f"{first}@fyr.example", PASSWORD, name=name, role=role, team=team, language="en")


def client_named(name: str, *, lead: User | None = None, **fields: object) -> Client:
    """A client with its organisation; `fields` go to the client."""
    organisation = Organisation.objects.create(name=name, municipality=Municipality.objects.get(code="1281"))
    defaults = {"opened_on": date(2025, 2, 12), "stage_since": date(2025, 2, 12), "stage": "active"}
    return Client.objects.create(
        organisation=organisation,
        name=organisation.name,
        lead=lead,
        team=lead.team if lead else None,
        **(defaults | fields),
    )


def project_named(title: str, *, lead: User | None = None, **fields: object) -> Project:
    defaults = {
        "code": f"P-{Project.objects.count() + 1:03}",
        "phase": Phase.NEEDS,
        "phase_since": date(2025, 2, 6),
        "starts_on": date(2025, 2, 6),
        "ends_on": date(2027, 9, 25),
    }
    return Project.objects.create(title=title, lead=lead, team=lead.team if lead else None, **(defaults | fields))


def contact(name: str, client: Client, role: str = "") -> Person:
    made = Person.objects.create(name=name)
    made.affiliations.create(organisation=client.organisation, role=role)
    return made


def token_in_use(user: User) -> str:
    """The secret of a token that has just been used, so that no count of queries has the noting of its first use."""
    at = timezone.now()
    token, secret = ApiToken.issue(user, "tests", at=at)
    token.note_use(at)
    return secret


@pytest.fixture
def world(db: None) -> World:
    health, food = Team.objects.create(name="Hälsa"), Team.objects.create(name="Livsmedel")
    advisor = person("Alva Ek", Role.ADVISOR, health)
    lead = person("Lo Hedin", Role.PROJECT_LEAD, health)
    return World(
        health=health,
        food=food,
        advisor=advisor,
        colleague=person("Bo Sandberg", Role.ADVISOR, health),
        outsider=person("Cilla Wik", Role.ADVISOR, food),
        lead=lead,
        manager=person("Disa Roos", Role.MANAGER),
        administrator=person("Edit Lund", Role.ADMINISTRATOR),
        auditor=person("Frank Öberg", Role.AUDITOR),
        editor=person("Greta Ny", Role.PROGRAMME_EDITOR),
        client=client_named("Klarvik Diagnostik AB", lead=advisor),
        project=project_named("Sårvård på distans", lead=lead),
    )
