"""Clients of the demo with their way through the stages, their people, and who may read those that are not open."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from accounts.models import User
from contacts.models import Affiliation, Organisation, Person
from crm.models import Client, NamedReader, StageMove
from demo import clock, names
from demo.insert import Rows
from ui.text import fold

ENDS = ["active"] * 62 + ["completed"] * 11 + ["dormant"] * 9 + ["assessment"] * 8 + ["enquiry"] * 6 + ["declined"] * 4
PATHS = {
    "enquiry": ["enquiry"],
    "assessment": ["enquiry", "assessment"],
    "active": ["enquiry", "assessment", "active"],
    "dormant": ["enquiry", "assessment", "active", "dormant"],
    "completed": ["enquiry", "assessment", "active", "completed"],
    "declined": ["enquiry", "declined"],
}
REASONS = {
    "declined": ["Utanför vårt uppdrag, hänvisad till Företagarna i Sund.", "Söker driftbidrag, det kan vi inte ge.",
                 "Bolaget flyttar till Stockholm.", "Redan klient hos Hamnens inkubator."],
    "dormant": ["Grundaren föräldraledig till hösten.", "Väntar på besked om finansiering.",
                "Svarar inte sedan i våras."],
    "completed": ["Bolaget klarar sig självt, första ramavtalet signerat.", "Uppköpt, rådgivningen avslutas.",
                  "Målen i planen nådda.", "Verksamheten läggs ned."],
}  # fmt: skip
NEEDS = [
    "Behöver en första klinik som vågar prova och sedan berätta om det.",
    "Vill veta om produkten är medicinteknisk och vad det i så fall kostar.",
    "Söker verifieringsmedel före jul, har egen insats på plats.",
    "Har teknik, saknar någon som kan sälja till kommuner.",
    "Ägarfrågan mellan grundarna måste lösas innan kapital tas in.",
    "Vill in på sjukhusen men förstår inte hur inköp går till.",
    "Behöver hälsoekonomi som håller för regionens egna ögon.",
    "Planerar export till Danmark och Tyskland nästa år.",
    "Har vuxit fort och behöver en styrelse på riktigt.",
    "",
]
NOTES = ["", "", "", "", "Ring helst före tio.", "Grundaren kom via innovationsveckan.", "Sekretess om ägarbilden.",
         "Vill ha allt skriftligt."]  # fmt: skip
ROLES = [
    "Vd",
    "Grundare",
    "Teknikchef",
    "Kvalitetsansvarig",
    "Försäljningschef",
    "Styrelseordförande",
    "Forskningschef",
]
ORIGINS = ["event", "referral", "web", "web", "outreach", "partner", ""]
CADENCES = [21, 30, 30, 45, 60, 60, 60, 90]
# Place in the unit of those kept to a team or to named people.
TEAM_ONLY = {3, 44, 77, 119, 150, 188, 210, 249}
NAMED_ONLY = {14, 63, 127, 199, 263}


@dataclass
class Known:
    """A client as the other nouns need it."""

    client: Client
    organisation: Organisation
    people: list[Person]
    # From the first day advice may be given to the last.
    first_on: date
    last_on: date
    weight: int
    held_on: list[date] = field(default_factory=list)


def open_client(
    organisation: Organisation, place: int, lead: User, colleagues: list[User], today: date, random: Random, rows: Rows
) -> Known:
    """A client with its stage moves, people, readers, history and entries.

    The row itself is added once its meetings are known, since it keeps the day of the last one.
    """
    path = PATHS["active" if place < 20 else ENDS[(place * 37) % 100]]
    days = _days_of_moves(path, today, 300 if place < 20 else 25, random)
    client = Client(
        organisation=organisation,
        name=organisation.name,
        opened_on=days[0],
        origin=random.choice(ORIGINS),
        needs=random.choice(NEEDS),
        note=random.choice(NOTES),
        cadence_days=random.choice(CADENCES),
        confidentiality="team" if place in TEAM_ONLY else "named" if place in NAMED_ONLY else "open",
        lead=lead,
        team=lead.team,
        created_at=clock.at(days[0], 9),
        pk=rows.key(Client),
    )
    client.stage, client.stage_since = path[0], days[0]
    if place in NAMED_ONLY:
        reader = random.choice([user for user in colleagues if user != lead])
        rows.add(NamedReader(client=client, user=reader))
    _move_through(client, path, days, random, rows)
    last = today if path[-1] in {"active", "assessment", "enquiry"} else days[-1]
    people = _people(organisation, days[0], lead, random, rows)
    weight = {"active": 18, "completed": 13, "dormant": 9, "assessment": 4, "enquiry": 1, "declined": 1}[path[-1]]
    return Known(client, organisation, people, days[0], last, weight * (2 if place < 20 else 1))


def _days_of_moves(path: list[str], today: date, at_least: int, random: Random) -> list[date]:
    """A day for each stage, the last at least so many days before today, but for those that have just begun."""
    waits = {
        "assessment": (5, 25),
        "declined": (5, 30),
        "active": (12, 60),
        "dormant": (150, 420),
        "completed": (180, 620),
    }
    spans = [random.randint(*waits[stage]) for stage in path[1:]]
    since = {"enquiry": (1, 18), "assessment": (4, 45), "declined": (20, 900)}.get(path[-1], (at_least, 1050))
    day = today - timedelta(days=sum(spans) + random.randint(*since))
    days = [clock.working(day)]
    for span in spans:
        day += timedelta(days=span)
        days.append(max(clock.working(day), days[-1]))
    return days


def _move_through(client: Client, path: list[str], days: list[date], random: Random, rows: Rows) -> None:
    lead, organisation = client.lead, client.organisation
    told: list[tuple[str, str, date, str, int]] = []
    for place, (stage, on) in enumerate(zip(path, days, strict=True)):
        reason = random.choice(REASONS[stage]) if stage in REASONS else ""
        before, since = client.stage if place else "", client.stage_since
        client.stage, client.stage_since, client.version = stage, on, place + 1
        rows.remember(client, "~" if place else "+", at=clock.at(on, 9 + place), by=lead)
        told.append((before, stage, on, reason, (on - since).days))
    for place, (before, stage, on, reason, waited) in enumerate(told):
        at = clock.at(on, 9 + place)
        move = rows.add(StageMove(client=client, from_stage=before, to_stage=stage, on=on, reason=reason, by=lead))
        if place == 0:
            rows.happened("client.opened", client, at=at, by=lead, about=[organisation], stage=stage)
        else:
            facts = {"from": before, "to": stage, "days": waited, "move": move.pk}
            rows.happened("client.stage_changed", client, at=at, by=lead, about=[organisation], **facts)


def _people(organisation: Organisation, on: date, by: User, random: Random, rows: Rows) -> list[Person]:
    host = organisation.website.removeprefix("https://") or names.host_of(organisation.name)
    at = clock.at(on, 10)
    people = []
    for place in range(random.choice([1, 1, 2, 2, 3])):
        person = add_person(names.person_name(random), host, at, by, random, rows)
        role = Affiliation(
            person=person,
            organisation=organisation,
            role=ROLES[0] if place == 0 else random.choice(ROLES[1:]),
            is_main=place == 0,
            from_on=on,
        )
        rows.add(role, at=at, by=by)
        people.append(person)
    return people


def add_person(name: str, host: str, at: datetime, by: User, random: Random, rows: Rows) -> Person:
    person = Person(name=name, search_key=fold(name), email=names.email_of(name, host), created_at=at)
    person.phone = names.phone(random) if random.random() < 0.7 else ""
    return rows.add(person, at=at, by=by)
