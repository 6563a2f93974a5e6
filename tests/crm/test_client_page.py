"""The client page and the changes made from it: facts, stage, lead, readers, undo; conflicts lose nothing."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from contacts.models import Community, Membership, Organisation
from crm.models import Client, Meeting, StageMove, Task
from journal.models import Entry
from journal.record import record
from tests.world import NOW, TODAY, client_named, contact


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


@pytest.fixture
def url(world):
    return f"/crm/clients/{world.client.pk}/"


def test_the_page_shows_facts_next_steps_people_and_timeline(browser, world, url):
    Organisation.objects.update(number="559914-0208", number_scheme="orgnr", employees=14, summary="Sepsistest")
    Task.objects.create(client=world.client, text="Skicka lista", due_on=timezone.localdate() - timedelta(days=4))
    contact("Maja Törnqvist", world.client, "VD")
    world.client.move_to("dormant", on=TODAY, by=world.advisor, at=NOW, reason="Paus")
    html = browser.get(url).content.decode()
    for words in ("Sepsistest", "559914-0208", "14 employees", "Skicka lista", "4 days late", "Maja Törnqvist", "VD"):
        assert words in html, words
    assert "Stage changed from Active to Dormant" in html
    assert "Paus" in html


def test_a_sole_traders_number_is_masked_on_every_page(browser, world, url):
    Organisation.objects.update(number="850101-1236", number_scheme="personal")
    pages = [url, f"{url}change/", f"{url}change/number/", "/contacts/organisations/"]
    pages.append(f"/contacts/organisations/{world.client.organisation_id}/")
    for page in pages:
        html = browser.get(page).content.decode()
        assert "1236" not in html, page
        assert "850101" not in html, page


def test_a_masked_number_survives_a_save_of_the_form(browser, world, url):
    Organisation.objects.update(number="850101-1236", number_scheme="personal")
    answer = browser.post(f"{url}change/", typed(browser, url) | {"summary": "Ny"})
    assert answer.status_code == 302
    assert (Organisation.objects.get().number, Organisation.objects.get().summary) == ("850101-1236", "Ny")


@pytest.mark.parametrize("page", ["", "change/", "move/", "assign/", "confidentiality/"])
def test_an_outsider_cannot_read_a_named_client(client, world, url, page):
    Client.objects.update(confidentiality="named")
    client.force_login(world.outsider)
    assert client.get(url + page).status_code == 404


@pytest.mark.parametrize("page", ["change/", "move/", "assign/"])
def test_who_only_reads_is_told_why_she_cannot_change(client, world, url, page):
    client.force_login(world.auditor)
    assert client.get(url).status_code == 200
    refused = client.get(url + page)
    assert refused.status_code == 403


def typed(browser, url: str) -> dict[str, object]:
    """What the form would send back untouched."""
    context = browser.get(f"{url}change/").context
    values = {bound.name: bound.value() for form in context["forms"] for bound in form}
    values |= dict(
        zip(
            ("version", "organisation_version"),
            (context["now"].version, context["now"].organisation.version),
            strict=True,
        )
    )
    return {name: value for name, value in values.items() if value not in (None, "")}


def test_facts_are_changed_told_and_undone(browser, world, url):
    answer = browser.post(f"{url}change/", typed(browser, url) | {"municipality": "1280", "needs": "Kapital"})
    assert (answer.status_code, answer["Location"]) == (302, url)
    entries = list(Entry.objects.order_by("pk"))
    assert [entry.verb for entry in entries] == ["client.changed", "organisation.changed"]
    html = browser.get(url).content.decode()
    assert 'Lund → <b class="b">Malmö</b>' in html
    browser.post(f"{url}undo/{entries[1].pk}/")
    assert Organisation.objects.get().municipality_id == "1281"
    assert "A change was undone" in browser.get(url).content.decode()


def test_nothing_of_another_record_is_undone_from_here(browser, world, url):
    other = client_named("Annan AB", lead=world.advisor)
    other.change({"cadence_days": 30}, by=world.advisor, at=NOW)
    assert browser.post(f"{url}undo/{Entry.objects.get().pk}/").status_code == 404


def test_the_second_to_save_sees_both_versions_and_loses_nothing(browser, world, url):
    mine = typed(browser, url) | {"summary": "Min text", "needs": "Mina behov"}
    world.client.organisation.change({"summary": "Hennes text"}, by=world.colleague, at=NOW)
    answer = browser.post(f"{url}change/", mine)
    html = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Somebody saved this record", "Hennes text", "Min text", "Mina behov"):
        assert words in html, words
    assert Client.objects.get().needs == ""
    now = answer.context["now"]
    again = mine | {"version": now.version, "organisation_version": now.organisation.version}
    assert browser.post(f"{url}change/", again).status_code == 302
    assert (Organisation.objects.get().summary, Client.objects.get().needs) == ("Min text", "Mina behov")


def test_a_wrong_number_comes_back_with_its_reason_and_what_was_typed(browser, world, url):
    answer = browser.post(f"{url}change/", typed(browser, url) | {"number": "559914-0209", "summary": "Kvar"})
    html = answer.content.decode()
    assert (answer.status_code, "check digit" in html, "Kvar" in html) == (422, True, True)


def test_one_fact_is_edited_in_its_place(browser, world, url):
    part = browser.get(f"{url}change/municipality/", headers={"HX-Request": "true"}).content.decode()
    assert (part.startswith("<form"), "Lund" in part) == (True, True)
    sent = {"municipality": "1280", "organisation_version": 1}
    answer = browser.post(f"{url}change/municipality/", sent, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == url
    assert Organisation.objects.get().municipality_id == "1280"
    stale = browser.post(f"{url}change/municipality/", sent | {"municipality": "1283"})
    assert (stale.status_code, "Saved now: Malmö" in stale.content.decode()) == (422, True)
    assert browser.get(f"{url}change/secret/").status_code == 404


def test_the_stage_is_moved_from_its_page(browser, world, url):
    sent = {"stage": "dormant", "on": timezone.localdate().isoformat(), "reason": "Paus", "version": 1}
    assert browser.post(f"{url}move/", sent).status_code == 302
    assert StageMove.objects.get().reason == "Paus"
    refused = browser.post(f"{url}move/", sent | {"stage": "enquiry"})
    assert refused.status_code == 422


def test_the_lead_is_changed_from_its_page(browser, world, url):
    assert browser.post(f"{url}assign/", {"lead": world.colleague.pk, "version": 1}).status_code == 302
    assert Client.objects.get().lead == world.colleague
    assert "Lead advisor is Bo Sandberg" in browser.get(url).content.decode()


def test_the_panel_names_every_reader_with_the_reason(browser, world, url):
    world.client.set_confidentiality("team", by=world.advisor, at=NOW)
    readers = browser.get(f"{url}confidentiality/").context["readers"]
    assert {user.name: str(reason) for user, reason in readers} == {
        "Alva Ek": "Lead advisor.",
        "Bo Sandberg": "Member of its team.",
        "Lo Hedin": "Member of its team.",
        "Disa Roos": "Managers read what is kept to a team.",
        "Edit Lund": "Administrators and auditors read everything.",
        "Frank Öberg": "Administrators and auditors read everything.",
    }


def test_who_hides_a_client_from_herself_lands_on_the_list(client, world, url):
    client.force_login(world.manager)
    answer = client.post(f"{url}confidentiality/", {"confidentiality": "named", "version": 1})
    assert answer["Location"] == "/crm/clients/"
    assert client.get(url).status_code == 404


def test_a_client_is_opened_from_the_form(browser, world):
    answer = browser.post("/crm/clients/open/", {"name": "Ny Idé", "kind": "idea", "lead": world.advisor.pk})
    opened = Client.objects.latest("pk")
    assert answer["Location"] == f"/crm/clients/{opened.pk}/"
    assert (opened.organisation.kind, opened.lead, opened.team) == ("idea", world.advisor, world.health)


def test_a_like_name_is_warned_of_and_opened_only_when_asked_again(browser, world):
    typed_name = {"name": "Klarvik Diagnostic", "kind": "company"}
    assert "Klarvik Diagnostik AB" in browser.get("/crm/clients/alike/", typed_name).content.decode()
    warned = browser.post("/crm/clients/open/", typed_name)
    assert (warned.status_code, Client.objects.count()) == (422, 1)
    assert browser.post("/crm/clients/open/", typed_name | {"anyway": "on"}).status_code == 302


def test_a_hidden_client_is_not_betrayed_by_the_warning(client, world):
    Client.objects.update(confidentiality="named")
    client.force_login(world.outsider)
    assert "Klarvik" not in client.get("/crm/clients/alike/", {"name": "Klarvik Diagnostik AB"}).content.decode()


def test_a_meeting_with_a_hidden_client_is_on_nobody_elses_timeline(client, world, url):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    meeting = Meeting.objects.create(kind="video", starts_at=NOW, subject="Hemligt")
    meeting.clients.add(world.client, hidden)
    record("meeting.logged", meeting, by=world.outsider, at=NOW, about=[world.client, hidden])
    client.force_login(world.advisor)
    page = client.get(url)
    assert (page.context["timeline"].total, page.context["timeline"].lines) == (0, [])
    client.force_login(world.outsider)
    assert client.get(url).context["timeline"].total == 1


def fill(world, entries: int) -> None:
    community = Community.objects.create(name=f"Gemenskap {entries}")
    Membership.objects.create(community=community, organisation=world.client.organisation)
    for number in range(entries):
        at = NOW - timedelta(days=number)
        meeting = Meeting.objects.create(kind="video", starts_at=at, contact_minutes=45, created_by=world.advisor)
        meeting.clients.add(world.client)
        meeting.staff.add(world.advisor)
        meeting.people.add(contact(f"Person {number}", world.client))
        record("meeting.logged", meeting, by=world.advisor, at=at, about=[world.client])
        task = Task.objects.create(client=world.client, text=f"Steg {number}", due_on=date(2026, 12, 1))
        record("task.added", task, by=world.advisor, at=at, about=[world.client])


@pytest.mark.parametrize("entries", [1, 20])
def test_the_page_costs_the_same_however_much_has_happened(browser, world, url, entries, django_assert_max_num_queries):
    fill(world, entries)
    browser.get(url)
    with django_assert_max_num_queries(14):
        page = browser.get(url)
    assert page.status_code == 200
    assert len(page.context["timeline"].lines) == min(30, entries * 2)


def test_the_timeline_is_filtered_by_noun_and_continued(browser, world, url):
    fill(world, 20)
    part = browser.get(f"{url}?noun=meeting", headers={"HX-Request": "true", "HX-Target": "timeline"})
    html = part.content.decode()
    assert html.lstrip().startswith('<div id="timeline">')
    assert len(part.context["timeline"].lines) == 20
    first = browser.get(url).context["timeline"]
    rest = browser.get(f"{url}?before={first.next}").context["timeline"]
    assert (first.total, len(first.lines), len(rest.lines), rest.next) == (40, 30, 10, None)
    shown = [line.entry.pk for line in [*first.lines, *rest.lines]]
    assert len(set(shown)) == 40


def test_every_page_is_marked_up_without_inline_script_or_style(browser, world, url):
    for page in (url, "/crm/clients/", "/crm/clients/open/", f"{url}change/", f"{url}confidentiality/"):
        html = browser.get(page).content.decode()
        assert not re.search(r"\son\w+=|\sstyle=|<script(?![^>]*src=)", html), page


def test_a_planned_meeting_whose_time_has_passed_stands_out_until_it_is_logged(browser, world, url):
    values = {"kind": "video", "state": "planned", "contact_minutes": 30, "clients": [world.client]}
    meeting = Meeting.log(by=world.advisor, at=NOW, starts_at=timezone.now() - timedelta(hours=2), **values)
    assert "Held, not logged" in browser.get(url).text
    meeting.change(by=world.advisor, at=timezone.now(), state="held")
    assert "Held, not logged" not in browser.get(url).text
