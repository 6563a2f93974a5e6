"""A protected identity: set by whoever meets her, lifted by those who answer for it, and confirmed to nobody."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from contacts.models import Affiliation, Person
from imports import carrying, staging
from journal.models import Entry
from tests.world import NOW, contact, token_in_use

EMAIL, PHONE = "hemlig@klarvik.example", "+46 70 123 45 67"


@pytest.fixture
def her(world):
    made = contact("Ida Falk", world.client)
    made.change({"email": EMAIL, "phone": PHONE, "is_protected": True}, by=world.colleague, at=NOW)
    return Person.objects.get(pk=made.pk)


def test_an_advisor_does_not_lift_it_and_a_manager_does(world, her):
    with pytest.raises(PermissionDenied, match="Only a manager"):
        her.change({"is_protected": False}, by=world.advisor, at=NOW)
    her.change({"name": "Ida Falk Ek"}, by=world.advisor, at=NOW)
    assert Person.objects.get(pk=her.pk).is_protected
    her.change({"is_protected": False}, by=world.manager, at=NOW)
    assert Entry.objects.latest("pk").facts["changes"] == [{"field": "is_protected", "from": True, "to": False}]


def test_nor_by_a_record_from_before_or_by_taking_the_change_back(world, her):
    old = Person.objects.get(pk=her.pk)
    old.is_protected = False
    with pytest.raises(PermissionDenied):
        old.change({"is_protected": False}, by=world.advisor, at=NOW)
    entry = Entry.objects.get(verb="person.changed")
    with pytest.raises(PermissionDenied):
        her.undo(entry, by=world.advisor, at=NOW)
    assert Person.objects.get(pk=her.pk).is_protected


def test_both_doors_refuse_and_show_nothing(world, her, client):
    headers = {"authorization": f"Bearer {token_in_use(world.advisor)}", "if-match": "*"}
    url = f"/api/v1/people/{her.pk}/"
    answer = client.patch(url, {"is_protected": False}, "application/json", headers=headers)
    assert (answer.status_code, EMAIL in answer.text) == (403, False)
    client.force_login(world.advisor)
    page = f"/contacts/people/{her.pk}/change/"
    assert "disabled" in client.get(page).text
    client.post(page, {"name": her.name, "version": her.version})
    assert client.get(url).json()["email"] == ""
    client.force_login(world.manager)
    client.post(page, {"name": her.name, "version": her.version})
    assert client.get(url).json()["email"] == EMAIL


def told(world, said):
    content = f"Namn;Kontaktperson;E-post;Telefon\n{world.client.name};Ida Falk;{said};070-765 43 21\n".encode()
    run = staging.start("clients", "k.csv", content, by=world.advisor)
    (row,) = run.rows.all()
    carrying.carry_out(run, at=timezone.now())
    return row.outcome, row.problems


def test_a_file_that_names_her_learns_nothing_and_changes_nothing(world, her):
    assert told(world, EMAIL) == told(world, "annan@klarvik.example")
    after = Person.objects.get(pk=her.pk)
    assert (after.email, after.phone, Person.objects.count()) == (EMAIL, PHONE, 1)


def test_her_e_mail_typed_at_another_organisation_is_not_told_to_be_hers(world, her, client):
    client.force_login(world.advisor)
    url = f"/contacts/organisations/{world.client.organisation_id}/people/"
    client.post(url, {"name": "Ida F", "email": EMAIL})
    assert Affiliation.objects.exclude(person=her).get().person.name == "Ida F"
