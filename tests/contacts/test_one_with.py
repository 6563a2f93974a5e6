"""A client is one with its organisation: hidden together, called the same, and told of both."""

from contacts.models import Organisation, Person
from crm.models import Client
from journal.models import EntryRef
from tests.world import NOW, client_named


def about(entry_verb):
    refs = EntryRef.objects.filter(entry__verb=entry_verb).values_list("record_type__model", "record_id")
    return sorted(refs)


def test_what_happens_to_the_organisation_is_told_of_its_client_too(world):
    organisation = world.client.organisation
    organisation.change({"summary": "Nytt"}, by=world.advisor, at=NOW)
    assert about("organisation.changed") == [("client", world.client.pk), ("organisation", organisation.pk)]


def test_a_role_is_told_of_the_person_the_organisation_and_its_client(world):
    person = Person.add(name="Ida Ek", by=world.advisor, at=NOW)
    person.join(world.client.organisation, by=world.advisor, at=NOW)
    assert about("affiliation.started") == [
        ("affiliation", person.affiliations.get().pk),
        ("client", world.client.pk),
        ("organisation", world.client.organisation_id),
        ("person", person.pk),
    ]


def test_an_organisation_that_is_nobodys_client_is_told_of_alone(world):
    clinic = Organisation.add(name="Kliniken", kind="healthcare_provider", by=world.advisor, at=NOW)
    clinic.change({"summary": "Nytt"}, by=world.advisor, at=NOW)
    assert about("organisation.changed") == [("organisation", clinic.pk)]


def test_a_client_is_called_as_its_organisation_in_the_same_transaction(world):
    organisation = world.client.organisation
    organisation.change({"name": "Ångkraft AB"}, by=world.advisor, at=NOW)
    client = Client.objects.get(pk=world.client.pk)
    version = client.history.order_by("-history_id").first()
    assert (client.name, version.name, version.history_change_reason) == (
        "Ångkraft AB", "Ångkraft AB", "organisation.changed",
    )  # fmt: skip


def test_a_change_that_leaves_the_name_writes_no_history_of_the_client(world):
    before = world.client.history.count()
    world.client.organisation.change({"summary": "Nytt"}, by=world.advisor, at=NOW)
    assert world.client.history.count() == before


def test_the_organisation_of_a_hidden_client_is_hidden(world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    seen = Organisation.objects.visible_to(world.advisor).values_list("pk", flat=True)
    assert sorted(seen) == [world.client.organisation_id]
    assert Organisation.objects.visible_to(world.outsider).filter(pk=hidden.organisation_id).exists()
