"""Organisations, people, roles and memberships: their pages and verbs, and what stays hidden."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from contacts.models import Affiliation, Community, Membership, Organisation, Person
from crm.models import Client
from journal.models import Entry
from tests.world import NOW, TODAY, client_named, contact


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


@pytest.fixture
def clinic(world):
    return Organisation.objects.create(name="Infektionskliniken", kind="healthcare_provider")


def listed(page) -> list[str]:
    return [row.name for row in page.context["list"].rows]


def test_organisations_are_listed_by_kind_and_name_without_the_hidden(browser, world, clinic):
    client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    assert listed(browser.get("/contacts/organisations/")) == ["Infektionskliniken", "Klarvik Diagnostik AB"]
    assert listed(browser.get("/contacts/organisations/?kind=healthcare_provider")) == ["Infektionskliniken"]
    assert listed(browser.get("/contacts/organisations/?partner=true")) == ["Infektionskliniken"]
    assert listed(browser.get("/contacts/organisations/?q=diag")) == ["Klarvik Diagnostik AB"]
    assert "No organisation matches" in browser.get("/contacts/organisations/?q=zz").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "count"), [("/contacts/organisations/", 5), ("/contacts/people/", 6), ("/contacts/communities/1/", 7)]
)
def test_lists_cost_the_same_for_any_number_of_rows(browser, world, path, count, rows, django_assert_num_queries):
    community = Community.objects.create(name="HealthTech Nordic")
    path = path.replace("/1/", f"/{community.pk}/")
    for number in range(rows):
        other = client_named(f"Bolag {number}")
        person = contact(f"Person {number}", other)
        Membership.objects.create(community=community, organisation=other.organisation, contact=person)
    browser.get(path)
    with django_assert_num_queries(count):
        assert len(browser.get(path).context["list"].rows) >= rows


def test_an_organisation_of_a_hidden_client_is_not_found(browser, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    person = contact("Hemlig Person", hidden)
    organisation = hidden.organisation_id
    for path in (f"organisations/{organisation}/", f"organisations/{organisation}/change/", f"people/{person.pk}/"):
        assert browser.get(f"/contacts/{path}").status_code == 404, path
    assert listed(browser.get("/contacts/people/")) == []


def test_a_partner_is_added_changed_and_made_a_client(browser, world):
    answer = browser.post("/contacts/organisations/add/", {"name": "Sundets inkubator", "kind": "incubator"})
    added = Organisation.objects.get(kind="incubator")
    assert answer["Location"] == f"/contacts/organisations/{added.pk}/"
    page = f"/contacts/organisations/{added.pk}/"
    browser.post(f"{page}change/", {"name": "Nya inkubatorn", "version": 1})
    assert "Nya inkubatorn" in browser.get(page).content.decode()
    browser.post(reverse("crm:organisation_take_on", args=[added.pk]))
    assert Client.objects.get(organisation=added).lead == world.advisor
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["organisation.added", "organisation.changed", "client.opened"]


def test_a_stale_change_of_an_organisation_shows_both_versions(browser, world, clinic):
    clinic.change({"summary": "Hennes"}, by=world.colleague, at=NOW)
    sent = {"name": "Infektionskliniken", "summary": "Min", "version": 1}
    html = browser.post(f"/contacts/organisations/{clinic.pk}/change/", sent)
    assert (html.status_code, "Hennes" in html.content.decode()) == (422, True)


def test_a_person_is_added_in_a_role_and_ends_it(browser, world):
    organisation = world.client.organisation
    sent = {"name": "Maja Törnqvist", "email": "maja@klarvik.example", "role": "VD", "is_main": "on"}
    answer = browser.post(f"/contacts/organisations/{organisation.pk}/people/", sent)
    assert answer["Location"] == f"/crm/clients/{world.client.pk}/"
    role = Affiliation.objects.get()
    assert (role.role, role.is_main, role.person.history.count()) == ("VD", True, 1)
    browser.post(f"/contacts/affiliations/{role.pk}/change/", {"role": "Styrelseordförande", "version": 1})
    browser.post(f"/contacts/affiliations/{role.pk}/end/", {"on": timezone.localdate().isoformat(), "version": 2})
    role.refresh_from_db()
    assert (role.role, role.to_on, role.is_main) == ("Styrelseordförande", timezone.localdate(), False)
    html = browser.get(f"/crm/clients/{world.client.pk}/").content.decode()
    for words in ("has a role at", "The role of Maja Törnqvist changed", "left Klarvik Diagnostik AB"):
        assert words in html, words


def test_somebody_known_by_her_e_mail_is_not_made_twice(browser, world, clinic):
    known = Person.add(name="Maja Törnqvist", email="maja@klarvik.example", by=world.advisor, at=NOW)
    sent = {"name": "Maja T", "email": "MAJA@klarvik.example"}
    browser.post(f"/contacts/organisations/{clinic.pk}/people/", sent)
    assert Affiliation.objects.get().person == known
    again = browser.post(f"/contacts/organisations/{clinic.pk}/people/", sent)
    assert (again.status_code, "has a role here already" in again.content.decode()) == (422, True)


def test_an_organisation_has_one_main_contact(world):
    one, two = contact("Ett", world.client), Person.add(name="Två", by=world.advisor, at=NOW)
    one.affiliations.get().change({"is_main": True}, by=world.advisor, at=NOW)
    two.join(world.client.organisation, by=world.advisor, at=NOW, is_main=True)
    assert list(Affiliation.objects.filter(is_main=True).values_list("person__name", flat=True)) == ["Två"]


def test_a_role_cannot_end_before_it_began(world):
    person = Person.add(name="Maja", by=world.advisor, at=NOW)
    role = person.join(world.client.organisation, by=world.advisor, at=NOW, from_on=TODAY)
    with pytest.raises(ValidationError, match="before the first"):
        role.end(on=TODAY - timedelta(days=1), by=world.advisor, at=NOW)
    role.end(on=TODAY, by=world.advisor, at=NOW)
    with pytest.raises(ValidationError, match="ended already"):
        role.end(on=TODAY, by=world.advisor, at=NOW)


def test_contact_details_of_a_protected_person_are_on_no_page(browser, world):
    person = contact("Skyddad Person", world.client)
    person.change({"email": "hemlig@x.example", "phone": "0701234567", "is_protected": True}, by=world.advisor, at=NOW)
    for path in (f"people/{person.pk}/", "people/", f"clients/{world.client.pk}/", f"people/{person.pk}/change/"):
        html = browser.get(f"/contacts/{path}").content.decode()
        assert "hemlig@" not in html, path
        assert "0701234567" not in html, path
    assert listed(browser.get("/contacts/people/?q=hemlig@")) == []
    browser.post(f"/contacts/people/{person.pk}/change/", {"name": "Skyddad", "is_protected": "on", "version": 2})
    assert Person.objects.get(pk=person.pk).email == "hemlig@x.example"


def test_a_person_is_changed_without_her_data_in_the_journal(browser, world):
    person = contact("Maja", world.client)
    browser.post(
        f"/contacts/people/{person.pk}/change/", {"name": "Maja Törnqvist", "email": "m@x.example", "version": 1}
    )
    person.refresh_from_db()
    assert (person.name, person.search_key) == ("Maja Törnqvist", "maja tornqvist")
    assert Entry.objects.get().facts == {"changes": [{"field": "name"}, {"field": "email"}]}


def test_a_membership_goes_through_its_states_on_the_pages(browser, world):
    community = Community.objects.create(name="HealthTech Nordic")
    organisation = world.client.organisation_id
    browser.post(f"/contacts/organisations/{organisation}/apply/", {"community": community.pk, "category": "Medtech"})
    membership = Membership.objects.get()
    for verb, state in (("approve", "approved"), ("activate", "active"), ("leave", "left")):
        browser.post(f"/contacts/memberships/{membership.pk}/{verb}/", {"version": membership.version})
        membership.refresh_from_db()
        assert membership.state == state
    assert (membership.since_on, membership.left_on) == (timezone.localdate(), timezone.localdate())
    html = browser.get(f"/crm/clients/{world.client.pk}/").content.decode()
    for words in ("Applied to HealthTech Nordic", "Approved as a member", "Left HealthTech Nordic"):
        assert words in html, words


def test_a_membership_refuses_by_state_and_by_right(world):
    community = Community.objects.create(name="HealthTech Nordic")
    membership = Membership.apply(community, world.client.organisation, by=world.advisor, at=NOW)
    with pytest.raises(ValidationError, match="cannot become"):
        membership.activate(on=date(2026, 11, 1), by=world.advisor, at=NOW)
    with pytest.raises(PermissionDenied):
        membership.approve(by=world.auditor, at=NOW)
    with pytest.raises(ValidationError, match="already"):
        Membership.apply(community, world.client.organisation, by=world.advisor, at=NOW)


def test_addresses_from_before_lead_on_with_what_was_posted(browser, world, clinic):
    answer = browser.get(f"/crm/organisations/{clinic.pk}/?noun=meeting")
    assert (answer.status_code, answer["Location"]) == (308, f"/contacts/organisations/{clinic.pk}/?noun=meeting")
    sent = {"name": "Kliniken", "version": 1}
    browser.post(f"/crm/organisations/{clinic.pk}/change/", sent, follow=True)
    clinic.refresh_from_db()
    assert clinic.name == "Kliniken"
