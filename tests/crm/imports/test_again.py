"""A file that comes again takes no record back in silence: what differs is told, and taken when somebody says so."""

import pytest
from django.utils import timezone

from contacts.models import Affiliation, Membership, Organisation, Person
from crm.models import Client, Meeting, Task
from imports import carrying, staging
from tests.world import NOW, client_named


def check(by, content, kind="clients"):
    return staging.start(kind, "k.csv", content.encode(), by=by)


def take_in(by, content, kind="clients"):
    return carrying.carry_out(check(by, content, kind), at=timezone.now())


def codes(run):
    return [(row.outcome, [(one["column"], one["code"]) for one in row.problems]) for row in run.rows.all()]


def differing(*columns):
    return [(column, "differs") for column in columns]


CLIENTS = """Namn;Status;Kommun;Omsättning;Anställda;Bransch;Hemsida;Rådgivare;Kontaktperson;E-post;Telefon;Anteckning
Åter AB;Aktiv;Lund;450 tkr;5;Medtech;ater.exempel;Alva Ek;Eva Ek;eva@ater.exempel;070-123 45 67;Ringde först
"""


def test_a_client_that_was_changed_here_stays_as_it_is(world):
    take_in(world.advisor, CLIENTS)
    client = Client.objects.get(name="Åter AB")
    theirs = {"turnover_sek": 600_000, "employees": 9, "domains": ["ai"], "website": "https://ny.exempel"}
    client = client.change({"note": "Vill växa"}, by=world.advisor, at=NOW, organisation=theirs)
    client.assign(world.colleague, by=world.advisor, at=NOW)
    eva = Person.objects.get(email="eva@ater.exempel")
    eva.change({"phone": "+46 70 999 99 99"}, by=world.advisor, at=NOW)
    run = take_in(world.advisor, CLIENTS)
    columns = ["website", "employees", "turnover", "domains", "lead", "note", "phone"]
    assert codes(run) == [("unchanged", differing(*columns))]
    client.refresh_from_db()
    eva.refresh_from_db()
    organisation = Organisation.objects.get(pk=client.organisation_id)
    assert (client.note, client.lead, eva.phone) == ("Vill växa", world.colleague, "+46 70 999 99 99")
    assert {name: getattr(organisation, name) for name in theirs} == theirs


def test_what_the_file_says_is_taken_when_somebody_says_so(world):
    take_in(world.advisor, CLIENTS)
    client = Client.objects.get(name="Åter AB")
    client.change({"note": "Vill växa"}, by=world.advisor, at=NOW, organisation={"employees": 9})
    run = check(world.advisor, CLIENTS)
    assert staging.choose_all(run, "differs", "take", by=world.advisor) == 1
    carrying.carry_out(run, at=timezone.now())
    client = Client.objects.select_related("organisation").get(pk=client.pk)
    assert (client.note, client.organisation.employees) == ("Ringde först", 5)


def test_what_is_empty_here_is_filled(world):
    take_in(world.advisor, "Namn;Status\nÅter AB;Aktiv\n")
    run = take_in(world.advisor, CLIENTS)
    assert codes(run) == [("update", [])]
    client = Client.objects.select_related("organisation__municipality").get(name="Åter AB")
    organisation = client.organisation
    assert (client.lead, client.note, organisation.municipality.name) == (world.advisor, "Ringde först", "Lund")
    assert (organisation.turnover_sek, organisation.employees, organisation.domains) == (450_000, 5, ["medtech"])


def test_an_organisation_that_is_no_client_yet_gets_what_the_row_says(world):
    partner = Organisation.add(by=world.advisor, at=NOW, name="Åter AB", website="https://annan.exempel")
    bo = Person.add(by=world.advisor, at=NOW, name="Eva Ek", email="eva@ater.exempel")
    bo.join(partner, by=world.advisor, at=NOW, is_main=True)
    run = take_in(world.advisor, CLIENTS)
    assert codes(run) == [("create", differing("website"))]
    organisation = Organisation.objects.get(name="Åter AB")
    assert (organisation.employees, organisation.turnover_sek, organisation.domains) == (5, 450_000, ["medtech"])
    assert organisation.website == "https://annan.exempel"
    [role] = Affiliation.objects.filter(organisation=organisation)
    assert role.person.phone == "+46 70 123 45 67"


def test_a_partner_and_a_member_that_were_changed_here_stay_as_they_are(world):
    partners = "Name;Kind;Municipality;Website\nÅter AB;Universitet;Lund;https://ater.exempel\n"
    take_in(world.advisor, partners, "partners")
    organisation = Organisation.objects.get(name="Åter AB")
    organisation.change({"kind": "cluster", "website": "https://ny.exempel"}, by=world.advisor, at=NOW)
    assert codes(take_in(world.advisor, partners, "partners")) == [("unchanged", differing("kind", "website"))]

    members = "Company;Country;Contact;Category;Member since;Status;Public profile\n"
    take_in(world.advisor, members + "Medlem AB;Sverige;Eva Ek;Startup;2024-01-01;Active;Ja\n", "members")
    again = take_in(world.advisor, members + "Medlem AB;Norge;Bo Ek;Partner;2023-01-01;Active;Nej\n", "members")
    told = differing("country", "category", "since", "public", "person")
    assert codes(again) == [("update", told)]
    member = Membership.objects.get(organisation__name="Medlem AB")
    assert (member.category, str(member.since_on), member.is_public) == ("Startup", "2024-01-01", True)
    assert (member.contact.name, member.organisation.country) == ("Eva Ek", "SE")


def test_further_rows_of_a_company_lend_it_what_the_first_lacks(world):
    rows = """Namn;Org.nr;Status;Kommun;Omsättning;Kontaktperson;Anteckning
Flera AB;;;;;Eva Ek;Först
Flera AB;559933-2714;Aktiv;Lund;450 tkr;Bo Berg;Sedan
Flera AB;;Vilande;Malmö;;Cia Dal;
"""
    run = check(world.advisor, rows)
    staging.choose_all(run, "more_people", "join", by=world.advisor)
    run.refresh_from_db()
    carrying.carry_out(run, at=timezone.now())
    client = Client.objects.select_related("organisation__municipality").get(name="Flera AB")
    organisation = client.organisation
    assert (client.stage, client.note, organisation.number) == ("active", "Först\nSedan", "559933-2714")
    assert (organisation.municipality.name, organisation.turnover_sek) == ("Lund", 450_000)
    assert codes(run)[2][1] == [("municipality", "as_first"), ("stage", "as_first")]


def test_two_numbers_are_two_companies_whatever_they_are_called(world):
    rows = "Namn;Org.nr;Status;Kontaktperson\nTvå AB;559933-2714;Aktiv;Eva Ek\nTvå AB;556016-0680;Aktiv;Bo Berg\n"
    run = check(world.advisor, rows)
    assert codes(run) == [("create", []), ("decision", [("name", "duplicate_name")])]
    staging.decide(run, {run.rows.last().pk: {"choice": "new"}}, by=world.advisor)
    carrying.carry_out(run, at=timezone.now())
    numbers = Organisation.objects.filter(name="Två AB").values_list("number", flat=True)
    assert sorted(numbers) == ["556016-0680", "559933-2714"]


def test_a_row_never_joins_with_a_number_that_somebody_else_has(world):
    other = client_named("Annat AB", lead=world.advisor, confidentiality="named")
    Organisation.objects.filter(pk=other.organisation_id).update(number_scheme="orgnr", number="559933-2714")
    rows = "Namn;Org.nr;Status;Kontaktperson\nFlera AB;;Aktiv;Eva Ek\nFlera AB;559933-2714;Aktiv;Bo Berg\n"
    run = check(world.outsider, rows)
    staging.choose_all(run, "more_people", "join", by=world.outsider)
    assert codes(run) == [("create", []), ("create", [])]
    carrying.carry_out(run, at=timezone.now())
    assert codes(run) == [("create", []), ("error", [("number", "taken")])]
    made = Organisation.objects.get(name="Flera AB")
    assert (made.number, list(made.affiliations.values_list("person__name", flat=True))) == ("", ["Eva Ek"])


@pytest.mark.parametrize(
    ("note", "level", "told"),
    [
        ("Sekretess gäller", "team", [("confidentiality", "kept_by_note")]),
        ("Inget sekretessavtal behövs", "open", []),
        ("Sekretessavtal behövs inte. Ringde.", "open", []),
        ("Ringde", "open", []),
    ],
)
def test_a_note_of_secrecy_keeps_the_client_and_says_so(world, note, level, told):
    run = take_in(world.advisor, f"Namn;Status;Startdatum;Anteckning\nHemlig AB;Aktiv;2024-01-01;{note}\n")
    assert codes(run) == [("create", told)]
    assert Client.objects.get(name="Hemlig AB").confidentiality == level


def test_who_may_read_is_chosen_in_the_row(world):
    run = check(world.advisor, "Namn;Status;Startdatum;Anteckning\nHemlig AB;Aktiv;2024-01-01;Sekretess gäller\n")
    staging.decide(run, {run.rows.get().pk: {"confidentiality": "open"}}, by=world.advisor)
    carrying.carry_out(run, at=timezone.now())
    assert Client.objects.get(name="Hemlig AB").confidentiality == "open"


def test_somebody_known_elsewhere_keeps_her_number_and_it_is_told(world):
    Person.add(by=world.advisor, at=NOW, name="Eva Ek", email="eva@ater.exempel", phone="+46 70 999 99 99")
    assert codes(take_in(world.advisor, CLIENTS)) == [("create", differing("phone"))]
    assert Person.objects.get(email="eva@ater.exempel").phone == "+46 70 999 99 99"


def test_two_people_of_one_cell_are_two_people_and_the_address_is_hers_who_is_in_it(world):
    rows = "Namn;Status;Startdatum;Kontaktperson;Förnamn;Efternamn;E-post\n"
    run = take_in(world.advisor, rows + "Par AB;Aktiv;2024-01-01;Eva Ek;Bo;Berg;bo.berg@par.exempel\n")
    assert codes(run) == [("create", [("person", "joined"), ("email", "whose")])]
    roles = Affiliation.objects.filter(organisation__name="Par AB").order_by("pk").select_related("person")
    assert [(role.person.name, role.person.email, role.is_main) for role in roles] == [
        ("Eva Ek", "", True),
        ("Bo Berg", "bo.berg@par.exempel", False),
    ]


def meetings(*rows):
    return "Datum;Klient;Typ;Tid (min);Anteckning;Nästa steg;Senast\n" + "".join(f"{row}\n" for row in rows)


def test_a_meeting_under_other_words_is_asked_about(world):
    first = meetings(f"2026-05-04;{world.client.name};Telefon;45;Uppstart;;")
    take_in(world.advisor, first, "meetings")
    run = check(world.advisor, meetings(f"2026-05-04;{world.client.name};Telefon;60;Uppstart, rättad;;"), "meetings")
    asked = [*differing("minutes", "note"), ("day", "duplicate_meeting")]
    assert codes(run) == [("decision", asked)]
    carrying.carry_out(run, at=timezone.now())
    assert Meeting.objects.count() == 1
    staging.decide(run, {run.rows.get().pk: {"choice": "take"}}, by=world.advisor)
    carrying.carry_out(run, at=timezone.now())
    meeting = Meeting.objects.get()
    assert (meeting.contact_minutes, meeting.note) == (60, "Uppstart, rättad")


def test_another_meeting_of_the_day_beside_one_that_the_file_has_too_comes_in(world):
    take_in(world.advisor, meetings(f"2026-05-04;{world.client.name};Telefon;45;Uppstart;;"), "meetings")
    rows = (
        f"2026-05-04;{world.client.name};Telefon;45 min;Uppstart;;",
        f"2026-05-04;{world.client.name};Telefon;5;Mer;;",
    )
    assert [outcome for outcome, _told in codes(check(world.advisor, meetings(*rows), "meetings"))] == [
        "unchanged",
        "create",
    ]


def test_a_step_that_was_due_lately_is_still_to_be_done_and_an_old_one_is_told_to_be_done(world):
    lately, long_ago = timezone.localdate() - timezone.timedelta(days=6), "2024-01-01"
    rows = (
        f"2023-05-04;{world.client.name};Telefon;45;A;Ring;{lately}",
        f"2023-05-05;{world.client.name};Telefon;45;B;Skriv;{long_ago}",
        f"2023-05-06;{world.client.name};Telefon;45;C;;{long_ago}",
    )
    run = take_in(world.advisor, meetings(*rows), "meetings")
    assert [found for _outcome, found in codes(run)] == [[], [("step", "step_over")], [("due", "left_out")]]
    assert {task.text: task.done_at is None for task in Task.objects.all()} == {"Ring": True, "Skriv": False}


def test_a_company_of_another_form_is_not_taken_for_the_client(world):
    form = world.client.name.removesuffix("AB") + "HB"
    run = check(world.advisor, meetings(f"2026-05-04;{form};Telefon;45;Uppstart;;"), "meetings")
    assert codes(run) == [("decision", [("client", "client_other_form")])]
    plain = world.client.name.removesuffix(" AB")
    assert codes(check(world.advisor, meetings(f"2026-05-04;{plain};Telefon;45;A;;"), "meetings")) == [("create", [])]


def test_one_whose_role_has_ended_is_told_and_neither_doubled_nor_put_there_again(world):
    take_in(world.advisor, CLIENTS)
    role = Affiliation.objects.get(person__email="eva@ater.exempel")
    role.end(on=NOW.date(), by=world.advisor, at=NOW)
    people = Person.objects.count()
    run = take_in(world.advisor, CLIENTS)
    assert codes(run) == [("unchanged", [("person", "role_ended")])]
    assert (Person.objects.count(), Affiliation.objects.filter(organisation=role.organisation).count()) == (people, 1)
