"""What a list writes comes back as it is: its file brought to the import's own check changes nothing, row by row."""

from datetime import date

import pytest
from django.utils import translation

from contacts.models import Affiliation, Community, Membership, Organisation, OrganisationKind, Person, S3Area
from crm.models import Client
from imports import staging
from tests.world import client_named

FORMS = ["csv", "xlsx"]


@pytest.fixture
def clients(world):
    """Of every kind: with and without number, a sole trader's, alike in name, foreign, kept, led by nobody."""
    area = S3Area.objects.first()
    made = [
        ("=1+1 AB", {"number": "559914-0208", "number_scheme": "orgnr", "employees": 14, "s3_area": area}, {}),
        ("Klarvik AB", {"number": "556016-0680", "number_scheme": "orgnr"}, {"stage": "enquiry"}),
        ("Astrid Nasser Tjänstedesign", {"number": "850101-1236", "number_scheme": "personal"}, {"stage": "dormant"}),
        ("Århus Hälsa ApS", {"country": "DK", "municipality": None}, {"stage": "assessment"}),
        ("Öre, Ås och Ängel; AB", {}, {"stage": "completed", "lead": None}),
        ("Ledd AB", {"domains": ["medtech", "ai"]}, {"stage": "declined", "lead": world.colleague}),
        ("Hemlig AB", {}, {"confidentiality": "team", "lead": world.advisor}),
    ]
    for name, of_organisation, of_client in made:
        client = client_named(name, **{"lead": world.advisor, "opened_on": date(2024, 2, 29)} | of_client)
        Organisation.objects.filter(pk=client.organisation_id).update(**of_organisation)
    return Client.objects.count()


def checked(browser, by, kind, url, form, name):
    content = b"".join(browser.get(url).streaming_content)
    run = staging.start(kind, f"{name}.{form}", content, by=by)
    rows = list(run.rows.order_by("number"))
    return [row.outcome for row in rows], [(row.cells, row.problems) for row in rows if row.outcome != "unchanged"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", ["", "every", "columns=size", "sort=-contact&stage=active"])
def test_clients_come_back_unchanged(client, world, clients, query, form, language):
    from crm.lists.client import ClientList

    world.advisor.choose(language=language)
    client.force_login(world.advisor)
    every = "&".join(f"columns={column.name}" for column in ClientList.columns)
    query = every if query == "every" else query
    with translation.override(language):
        outcomes, changed = checked(
            client, world.advisor, "clients", f"/crm/clients/export/{form}/?{query}", form, "klienter"
        )
    assert changed == []
    assert outcomes == ["unchanged"] * (Client.objects.filter(stage="active").count() if "stage=" in query else clients)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_organisations_come_back_unchanged(client, world, clients, form, language):
    """Of every kind, with the words of their kinds in either language."""
    for number, kind in enumerate(OrganisationKind.values):
        Organisation.objects.create(name=f"Vårdval {number}", kind=kind, website=f"https://vardval{number}.example")
    world.advisor.choose(language=language)
    client.force_login(world.advisor)
    url = f"/contacts/organisations/export/{form}/?columns=website"
    with translation.override(language):
        outcomes, changed = checked(client, world.advisor, "partners", url, form, "organisationer")
    assert changed == []
    assert outcomes == ["unchanged"] * Organisation.objects.count()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_members_come_back_unchanged(client, world, clients, language):
    community = Community.objects.create(name="HealthTech Nordic")
    states = ["active", "left", "approved", "applied"]
    for organisation, state in zip(Organisation.objects.order_by("pk"), states, strict=False):
        since = date(2021, 5, 12)
        Membership.objects.create(community=community, organisation=organisation, state=state, since_on=since)
    world.advisor.choose(language=language)
    client.force_login(world.advisor)
    url = f"/contacts/communities/{community.pk}/export/csv/"
    with translation.override(language):
        outcomes, changed = checked(client, world.advisor, "members", url, "csv", "medlemmar")
    assert changed == []
    assert outcomes == ["unchanged"] * len(states)


def test_contacts_of_members_come_back_unchanged_wherever_their_roles_are(client, world, clients):
    """One with a role elsewhere, one with a role there too, one whose role there has ended."""
    community = Community.objects.create(name="HealthTech Nordic")
    roles = [{"organisation": world.client.organisation}, {}, {"to_on": date(2025, 3, 1)}]
    for number, (organisation, role) in enumerate(zip(Organisation.objects.order_by("-pk"), roles, strict=False)):
        contact = Person.objects.create(name=f"Malin Backlund {'abc'[number]}")
        since = {"state": "active", "since_on": date(2021, 5, 12)}
        Membership.objects.create(community=community, organisation=organisation, contact=contact, **since)
        Affiliation.objects.create(**{"person": contact, "organisation": organisation} | role)
    client.force_login(world.advisor)
    url = f"/contacts/communities/{community.pk}/export/csv/"
    outcomes, changed = checked(client, world.advisor, "members", url, "csv", "medlemmar")
    assert b"".join(client.get(url).streaming_content).count(b"Malin Backlund") == len(roles)
    assert (outcomes, changed) == (["unchanged"] * len(roles), [])


def test_what_is_changed_in_a_file_is_told_of_that_row_alone(client, world, clients):
    client.force_login(world.advisor)
    content = b"".join(client.get("/crm/clients/export/csv/").streaming_content).decode()
    content = content.replace("Klarvik AB;556016-0680;Lund", "Klarvik AB;556016-0680;Malmö")
    run = staging.start("clients", "klienter.csv", content.encode(), by=world.advisor)
    told = [(row.cells["name"], [one["code"] for one in row.problems]) for row in run.rows.all() if row.problems]
    assert told == [("Klarvik AB", ["differs"])]
