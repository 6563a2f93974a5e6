"""HealthTech Nordic in the demo: 118 members for each unit of the region, some of which are clients too."""

from datetime import date, timedelta
from random import Random

from accounts.models import User
from contacts.models import Community, Membership, Organisation, Person
from demo import clock, names
from demo.client import Known, add_person
from demo.insert import Rows

NAME, SUMMARY = "HealthTech Nordic", "Nordiskt nätverk för bolag inom digital hälsa och medicinteknik."
MEMBERS, OF_CLIENTS = 118, 45
CATEGORIES = ["Digital health", "Diagnostics", "Elderly care", "Mental health", "Medical devices", "Rehabilitation"]
STATES = ["active"] * 78 + ["left"] * 12 + ["applied"] * 6 + ["approved"] * 4
HEALTH = {"medtech", "healthtech", "life_science"}


def health_clients(known: list[Known]) -> list[Known]:
    """The clients that are members: healthcare companies, open to all so that the community list shows them."""
    fit = [one for one in known if HEALTH & set(one.organisation.domains) and one.client.confidentiality == "open"]
    return fit[:OF_CLIENTS]


def join(
    community: Community, organisation: Organisation, contact: Person | None, client: Known | None, place: int,
    by: User, today: date, random: Random, rows: Rows,
) -> None:  # fmt: skip
    """One membership, with each step it has taken so far."""
    state = STATES[place * 29 % 100]
    applied_on = clock.working(
        today - timedelta(days=random.randint(20, 60 if state in {"applied", "approved"} else 2600))
    )
    membership = Membership(community=community, organisation=organisation, contact=contact, pk=rows.key(Membership))
    membership.category = random.choice(CATEGORIES)
    membership.is_public = state == "active" and random.random() < 0.8
    about = [organisation, *([client.client] if client else [])]
    steps = {"applied": 1, "approved": 2, "active": 3, "left": 4}[state]
    left_on = applied_on + (today - applied_on) * random.uniform(0.5, 0.95)
    days = [applied_on, applied_on + timedelta(days=9), applied_on + timedelta(days=16), left_on][:steps]
    for number, (step, verb) in enumerate(list(STEPS.items())[:steps]):
        membership.state, membership.version = step, number + 1
        if step == "active":
            membership.since_on = days[number]
        if step == "left":
            membership.left_on = days[number]
        at = clock.at(days[number], 10)
        rows.remember(membership, "~" if number else "+", at=at, by=by)
        rows.happened(f"membership.{verb}", membership, at=at, by=by, about=about)
    rows.add(membership)


STEPS = {"applied": "applied", "approved": "approved", "active": "activated", "left": "left"}


def contact_at(organisation: Organisation, by: User, today: date, random: Random, rows: Rows) -> Person:
    host = organisation.website.removeprefix("https://") or names.host_of(organisation.name)
    at = clock.at(clock.working(today - timedelta(days=random.randint(200, 1200))), 10)
    return add_person(names.person_name(random), host, at, by, random, rows)
