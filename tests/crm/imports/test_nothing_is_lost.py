"""The test of the kind: whatever a cell says is what is kept, or is told at its row; nothing is lost in silence.

For generated files each cell that is not empty is looked up in the records by readers of their own, which know only
plain spellings. What they do not find has to be named in a remark of the row.
"""

import csv
import io
import re
from collections import Counter
from datetime import date
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contacts.models import Affiliation, Membership, Organisation, Person
from contacts.models.name_words import core
from crm.models import Client, Meeting
from imports import carrying, staging
from imports.models import RowOutcome
from tests.world import NOW
from ui.text import fold

HERE = "Varggård AB"
CLIENTS = {
    "name": ("Namn", [HERE, "VARGGÅRD AB", "Fristad Partner AB", *(f"Nya {name} AB" for name in "ABCDEFGHIJKLMNOP")]),
    "number": ("Org.nr", ["", "", "", "559933-2714", "5560160680", "saknas", "NO 923609016"]),
    "municipality": ("Kommun", ["", "Lund", "Malmö stad", "1280", "Köpenhamn", "Kivik"]),
    "person": ("Kontaktperson", ["", "Eva Ek", "Bo Berg", "Andersson, Eva", "Eva Ek och Bo Berg", "saknas", "3 pers"]),
    "first": ("Förnamn", ["", "", "", "Cia"]),
    "last": ("Efternamn", ["", "", "", "Dal"]),
    "email": ("E-post", ["", "eva.ek@varggard.exempel", "bo.berg@annan.exempel", "cia@dal.exempel", "per@"]),
    "phone": ("Telefon", ["", "070-123 45 67", "0701111111", "växel", "070-1234567, 040-123456", "x" * 60]),
    "phone2": ("Mobiltelefon", ["", "", "070-222 22 22"]),
    "website": ("Hemsida", ["", "varggard.exempel", "https://annan.exempel", "a.se; b.se"]),
    "employees": ("Anställda", ["", "5", "8", "ca 10", "10-19", "<50", "12.125", "några"]),
    "turnover": ("Omsättning", ["", "5000000", "450 tkr", "450.000", "-5", "mycket", "3,4 mkr", "12,7"]),
    "domains": ("Bransch", ["", "Medtech", "AI; Medtech", "Medtech, Okänt, AI", "Skogsbruk"]),
    "s3": ("S3-område", ["", "Okänt område"]),
    "stage": ("Status", ["", "Aktiv", "Ny", "Vilande"]),
    "lead": ("Rådgivare", ["", "Alva Ek", "Bo Sandberg"]),
    "opened": ("Startdatum", ["", "2024-02-01", "2025-02-12", "2024-05-04T22:30:00Z", "45485"]),
    "origin": ("Ursprung", ["", "Event", "Mässan"]),
    "note": ("Anteckning", ["", "Ringde först", "Sekretess gäller", "Inget sekretessavtal behövs", "Här sedan länge"]),
    "country": ("Land", ["", "Sverige", "Norge"]),
    "confidentiality": ("Sekretess", ["", "", "Ja", "Öppen"]),
}
MEETINGS = {
    "day": (
        "Datum",
        ["2026-05-04", "2026-05-04 08:30", "2026-05-05 24:00", "2026-05-03T22:30:00Z", "6/5 2026", "2026-05-07"],
    ),
    "client": ("Klient", [HERE, HERE, "Varggård"]),
    "kind": ("Typ", ["", "Telefon", "Teams"]),
    "advisor": ("Rådgivare", ["", "Alva Ek", "Bo Sandberg"]),
    "people": ("Deltagare", ["", "Eva Ek", "Andersson, Eva", "Eva Ek & Bo Berg", "saknas", "3 pers", "Eva, Bo"]),
    "minutes": ("Tid (min)", ["", "45", "1:30", "1.30", "1,5", "en stund"]),
    "preparation": ("Förberedelse", ["", "15", "30 min"]),
    "services": ("Område", ["", "Juridik", "Juridik, Trolleri", "AI/Juridik"]),
    "note": ("Anteckning", ["", "Uppstart", "Uppstart, rättad", "Annat"]),
    "step": ("Nästa steg", ["", "", "Ring igen"]),
    "due": ("Senast", ["", "2024-01-01", "2099-01-01", "snart"]),
}
MEMBERS = {
    "name": ("Company", [HERE, "Fristad Partner AB", *(f"Nya {name} AB" for name in "ABCDEFGHIJKLMNOP")]),
    "country": ("Country", ["", "Sweden", "Norge"]),
    "person": ("Contact", ["", "Eva Ek", "Bo Berg", "Ek, Eva", "Eva Ek och Bo Berg", "-"]),
    "email": ("E-mail", ["", "eva.ek@varggard.exempel", "bo.berg@annan.exempel", "per@"]),
    "category": ("Category", ["", "Startup", "Partner", "x" * 80]),
    "since": ("Member since", ["2024-01-01", "2099-01-01", "2023-05-04T22:30:00Z"]),
    "state": ("Status", ["Active", "Applied", "Lämnat"]),
    "public": ("Public profile", ["", "Ja", "Nej"]),
}
PARTNERS = {
    "name": ("Name", [HERE, "Fristad Partner AB", *(f"Nya {name} AB" for name in "ABCDEFGHIJKLMNOP")]),
    "kind": ("Kind", ["Företag", "Universitet"]),
    "municipality": ("Municipality", ["", "Lund", "1280", "Kivik"]),
    "website": ("Website", ["", "https://fristad.exempel", "annan.exempel", "a.se; b.se"]),
    "number": ("Org.nr", ["", "", "559933-2714", "saknas"]),
}
# Texts that stop a row, of which a row has one at most.
STOPPING = {
    **{"number": "559933-2711", "lead": "Ingen Alls", "stage": "Hoppas", "opened": "våren", "country": "Mittlandet"},
    **{"confidentiality": "kanske", "public": "kanske", "state": "Kanske", "kind": "Rök", "advisor": "Ingen Alls"},
    **{"client": "Varggård HB", "day": "", "name": "", "minutes": "1500"},
}
# What a plain word stands for, as the records have it.
WORDS = {
    **{"Aktiv": "active", "Ny": "enquiry", "Vilande": "dormant", "Event": "event", "Ja": "team", "Öppen": "open"},
    **{"Sverige": "SE", "Sweden": "SE", "Norge": "NO", "Telefon": "phone", "Teams": "video"},
    **{"Active": "active", "Applied": "applied", "Lämnat": "left", "Företag": "company", "Universitet": "university"},
    **{"Medtech": ["medtech"], "AI; Medtech": ["ai", "medtech"], "Juridik": ["legal"], "AI/Juridik": ["ai", "legal"]},
    **{"450 tkr": 450_000, "3,4 mkr": 3_400_000, "30 min": 30},
}


def files(columns):
    row = st.fixed_dictionaries({name: st.sampled_from(texts) for name, (_heading, texts) in columns.items()})
    stopping = st.sampled_from([*({},) * 20, *({name: STOPPING[name]} for name in columns if name in STOPPING)])
    return st.lists(st.tuples(row, stopping).map(lambda pair: pair[0] | pair[1]), min_size=3, max_size=9)


def as_csv(columns, rows):
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";")
    writer.writerow([heading for heading, _texts in columns.values()])
    writer.writerows([row[name] for name in columns] for row in rows)
    return kept.getvalue().encode()


def known_here(world):
    organisation = Organisation.objects.get(pk=world.client.organisation_id)
    values = {"name": HERE, "employees": 5, "turnover_sek": 5_000_000, "domains": ["food"]}
    organisation = organisation.change(values, by=world.administrator, at=NOW)
    client = world.client.change({"note": "Här sedan länge"}, by=world.administrator, at=NOW)
    Client.objects.filter(pk=client.pk).update(name=HERE)
    eva = Person.add(by=world.administrator, at=NOW, name="Eva Ek", email="eva.ek@varggard.exempel", phone="08-1")
    eva.join(organisation, by=world.administrator, at=NOW)
    other = Organisation.add(by=world.administrator, at=NOW, name="Fristad Partner AB")
    bo = Person.add(by=world.administrator, at=NOW, name="Bo Berg", email="bo.berg@annan.exempel")
    bo.join(other, by=world.administrator, at=NOW)
    Meeting.log(
        by=world.advisor, at=NOW, clients=[client], kind="in_person", note="Uppstart", contact_minutes=45,
        starts_at=timezone.make_aware(timezone.datetime(2026, 5, 4, 12)), is_time_known=False,
    )  # fmt: skip


def brought_in(kind, columns, rows, world):
    run = staging.start(kind, "k.csv", as_csv(columns, rows), by=world.administrator)
    staging.choose_all(run, "more_people", "join", by=world.administrator)
    return carrying.carry_out(run, at=timezone.now())


def lost(run, rows, stored):
    """Cells of rows that came in, or are said to be here already, that are neither kept nor told."""
    assert run.state == "done"
    left = {line["row"] for line in run.reading["left"]}
    kept = {row.number: row for row in run.rows.all()}
    found = []
    for number, texts in zip(count(2), rows, strict=False):
        if number in left:
            continue
        row = kept[number]
        if row.outcome in {RowOutcome.ERROR, RowOutcome.DECISION, RowOutcome.DUPLICATE}:
            assert any(one["outcome"] for one in row.problems), (row.number, row.outcome, row.problems)
            continue
        told = {one["column"] for one in row.problems}
        # A second number stands in for the first where there is none; what is said of it is said of that column.
        told |= {"phone2"} if "phone" in told and not texts.get("phone") else set()
        said = " ".join(one["message"] for one in row.problems)
        quiet = {name: text for name, text in texts.items() if text and name not in told and text not in said}
        missing = min(
            (missing_of(stored, record, quiet) for record in records(run.kind, texts)), key=len, default=quiet
        )
        if missing:
            found.append((number, row.outcome, missing, row.problems))
    return found


def missing_of(stored, record, quiet):
    return {name: text for name, text in quiet.items() if not stored(record, name, text)}


def records(kind, texts):
    """Whatever may be what the row speaks of."""
    if kind == "meetings":
        return list(Meeting.objects.all())
    digits = re.sub(r"\D", "", texts.get("number", ""))
    named = [one for one in Organisation.objects.all() if core(one.name) == core(texts["name"])]
    return named + [one for one in Organisation.objects.all() if digits and re.sub(r"\D", "", one.number) == digits]


def of_client(organisation, name, text):
    client = getattr(organisation, "client", None)
    if name in {"stage", "lead", "opened", "origin", "note", "confidentiality"}:
        return client is not None and of_itself(client, name, text)
    return of_organisation(organisation, name, text)


def of_itself(client, name, text):
    if name == "note":
        return text in client.note
    values = {"lead": client.lead and client.lead.name, "opened": client.opened_on.isoformat()}
    return values.get(name, getattr(client, name, None)) == WORDS.get(text, text)


def of_organisation(organisation, name, text):
    people = [role.person for role in Affiliation.objects.filter(organisation=organisation).select_related("person")]
    place = organisation.municipality
    readers = {
        "name": lambda: core(organisation.name) == core(text),
        "number": lambda: re.sub(r"\D", "", organisation.number) == re.sub(r"\D", "", text) != "",
        "municipality": lambda: place is not None and (fold(place.name) in fold(text) or place.code == text),
        "person": lambda: text in {person.name for person in people},
        "first": lambda: any(text in person.name for person in people),
        "last": lambda: any(text in person.name for person in people),
        "email": lambda: text in {person.email for person in people},
        "phone": lambda: any(digits_of(text) == digits_of(person.phone) for person in people),
        "phone2": lambda: any(digits_of(text) == digits_of(person.phone) for person in people),
        "website": lambda: organisation.website in {text, f"https://{text}"},
        "employees": lambda: str(organisation.employees) == text,
        "turnover": lambda: str(organisation.turnover_sek) == str(WORDS.get(text, text)),
        "domains": lambda: sorted(organisation.domains) == WORDS.get(text),
        "country": lambda: organisation.country == WORDS.get(text),
        "kind": lambda: organisation.kind == WORDS.get(text),
    }
    return readers[name]() if name in readers else False


def digits_of(text):
    return re.sub(r"\D", "", text)[-9:]


def of_member(organisation, name, text):
    member = Membership.objects.filter(organisation=organisation).select_related("contact").first()
    readers = {
        "category": lambda: member.category == text,
        "since": lambda: str(member.since_on) == text,
        "state": lambda: member.state == WORDS.get(text),
        "public": lambda: member.is_public == (text == "Ja"),
        "person": lambda: member.contact is not None and member.contact.name == text,
    }
    if member is None:
        return False
    return readers[name]() if name in readers else of_organisation(organisation, name, text)


def of_meeting(meeting, name, text):
    here = timezone.localtime(meeting.starts_at)
    readers = {
        "day": lambda: (
            text in {f"{here:%Y-%m-%d %H:%M}" if meeting.is_time_known else f"{here:%Y-%m-%d}"}
            or (text == "6/5 2026" and meeting.on == date(2026, 5, 6))
        ),
        "client": lambda: core(text) in {core(client.name) for client in meeting.clients.all()},
        "kind": lambda: meeting.kind == WORDS.get(text),
        "advisor": lambda: text in {user.name for user in meeting.staff.all()},
        "people": lambda: text in {person.name for person in meeting.people.all()},
        "minutes": lambda: str(meeting.contact_minutes) == text,
        "preparation": lambda: meeting.preparation_minutes == int(WORDS.get(text, text)),
        "services": lambda: sorted(meeting.services) == WORDS.get(text),
        "note": lambda: meeting.note == text,
        "step": lambda: text in {task.text for task in meeting.tasks.filter(done_at=None)},
        "due": lambda: text in {str(task.due_on) for task in meeting.tasks.all()},
    }
    return readers[name]()


KINDS = {
    "clients": (CLIENTS, of_client),
    "partners": (PARTNERS, of_organisation),
    "members": (MEMBERS, of_member),
    "meetings": (MEETINGS, of_meeting),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_cell_says_is_kept_or_told(world, kind):
    columns, stored = KINDS[kind]
    known_here(world)
    outcomes = Counter()

    # Without shrinking: the rows that fail are told one by one, and a smaller file costs minutes.
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(files(columns))
    def each(rows):
        with transaction.atomic():
            run = brought_in(kind, columns, rows, world)
            assert lost(run, rows, stored) == []
            outcomes.update(run.rows.values_list("outcome", flat=True))
            transaction.set_rollback(True)

    each()
    came_in = sum(outcomes[one] for one in ("create", "update", "unchanged"))
    assert came_in > outcomes.total() / 4, outcomes


def test_the_readers_notice_what_is_lost(world):
    """The property is worth something: a cell that nothing keeps and nothing tells is found."""
    known_here(world)
    row = dict.fromkeys(CLIENTS, "") | {"name": "Nya Ett AB", "stage": "Aktiv", "note": "Ringde först"}

    def forgetful(record, name, text):
        return name != "note" and of_client(record, name, text)

    [(number, outcome, missing, _problems)] = lost(brought_in("clients", CLIENTS, [row], world), [row], forgetful)
    assert (number, outcome, missing) == (2, "create", {"note": "Ringde först"})
