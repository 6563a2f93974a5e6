"""What one press ends, one press takes back: offered in the message, refused by state, by right, by what came since."""

import ast
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.models import Affiliation, Community, Erasure, Likeness, Membership, ToRead
from crm.models import Client, Meeting
from journal.models import Entry
from projects.models import Milestone, Risk
from reports.models import Schedule
from tests.test_house import ROOT, SLOPE
from tests.world import NOW, TODAY, client_named, contact, token_in_use


@dataclass(frozen=True)
class Ended:
    """`row(world)` is there to be ended; `state` is what the ending changes; `told` what the journal says then."""

    row: Any
    end: str
    undo: str
    state: tuple[str, ...]
    told: str
    by: str = "advisor"
    data: tuple[tuple[str, str], ...] = ()
    api: str = ""


def member(world):
    community = Community.objects.create(name="HealthTech Nordic")
    made = {"organisation": world.client.organisation, "state": "active", "since_on": TODAY}
    return Membership.objects.create(community=community, **made)


def main_contact(world):
    person = contact("Maja Törnqvist", world.client)
    return person.affiliations.get().change({"is_main": True}, by=world.advisor, at=NOW)


def planned(world):
    made = {"kind": "video", "state": "planned", "starts_at": NOW, "clients": [world.client]}
    return Meeting.log(by=world.advisor, at=NOW, **made)


def likeness(world):
    other = client_named("Klarvik").organisation
    return Likeness.objects.create(organisation=world.client.organisation, other=other, found_at=NOW)


def to_read(world):
    erasure = Erasure.objects.create(person=1, ground="unlawful", at=NOW)
    kind = ContentType.objects.get_for_model(Client)
    return ToRead.objects.create(erasure=erasure, record_type=kind, record_id=world.client.pk)


def schedule(world):
    made = Schedule(name="Styrgruppen", kind="portfolio_status", owner=world.manager, at_time="07:00", language="sv")
    return made.keep(by=world.manager, at=NOW, recipients=([world.manager], []))


ENDED = {
    "milestone": Ended(
        lambda world: Milestone.add(world.project, by=world.lead, at=NOW, title="Länk", planned_on=TODAY),
        "projects:milestone_finish", "projects:milestone_reopen", ("done_on",), "project.milestone_reopened", "lead",
        api="milestone-reopen",
    ),
    "risk": Ended(
        lambda world: Risk.add(world.project, by=world.lead, at=NOW, text="Sent", probability=2, consequence=2),
        "projects:risk_close", "projects:risk_reopen", ("closed_on",), "project.risk_reopened", "lead",
        api="risk-reopen",
    ),
    "membership": Ended(
        member, "contacts:membership_leave", "contacts:membership_rejoin", ("state", "left_on"), "membership.rejoined",
        api="membership-rejoin",
    ),
    "role": Ended(
        main_contact, "contacts:affiliation_end", "contacts:affiliation_resume", ("to_on", "is_main"),
        "affiliation.resumed",
        data=(("on", TODAY.isoformat()),),
    ),
    "meeting": Ended(
        planned, "crm:meeting_cancel", "crm:meeting_plan_again", ("state", "cancel_reason"), "meeting.planned_again",
        data=(("reason", "Sjuk"),), api="meeting-plan-again",
    ),
    "likeness": Ended(
        likeness, "contacts:likeness_settle", "contacts:likeness_reopen", ("settled_at", "settled_by"),
        "organisation.likeness_reopened", "administrator",
    ),
    "text": Ended(
        to_read, "contacts:text_read", "contacts:text_reopen", ("done_at", "done_by"),
        "erasure.text_reopened", "administrator",
    ),
    "schedule": Ended(
        schedule, "reports:schedule_pause", "reports:schedule_resume", ("paused_at",), "schedule.resumed", "manager",
        api="schedule-resume",
    ),
}  # fmt: skip
kinds = pytest.mark.parametrize("ended", ENDED.values(), ids=ENDED)
of_versions = pytest.mark.parametrize("kind", [kind for kind in ENDED if kind not in {"likeness", "text"}])
with_api = pytest.mark.parametrize("kind", [kind for kind, ended in ENDED.items() if ended.api])


def state(ended, row):
    row.refresh_from_db()
    return [getattr(row, name) for name in ended.state]


def pressed(world, ended, row, who=""):
    """The message's Undo, found on the page to which the press leads."""
    browser = Browser()
    browser.force_login(getattr(world, who or ended.by))
    sent = dict(ended.data) | {"version": getattr(row, "version", "")}
    page = browser.post(reverse(ended.end, args=[row.pk]), sent, follow=True).text
    toast = page.partition('<div class="toast">')[2]
    return browser, toast.partition('<form action="')[2].partition('"')[0].replace("&amp;", "&")


@kinds
def test_the_message_takes_it_back_and_the_journal_tells_both(world, ended):
    row = ended.row(world)
    was = state(ended, row)
    browser, undo = pressed(world, ended, row)
    assert undo.partition("?")[0] == reverse(ended.undo, args=[row.pk])
    assert state(ended, row) != was
    assert browser.post(undo).status_code == 302
    assert state(ended, row) == was
    assert Entry.objects.order_by("-pk").values_list("verb", flat=True).first() == ended.told


@kinds
def test_what_is_taken_back_already_is_not_taken_back_again(world, ended):
    row = ended.row(world)
    browser, undo = pressed(world, ended, row)
    browser.post(undo)
    told = Entry.objects.count()
    browser.post(undo)
    assert Entry.objects.count() == told


@of_versions
def test_somebody_was_first_so_it_stands(world, kind):
    ended = ENDED[kind]
    row = ended.row(world)
    browser, undo = pressed(world, ended, row)
    type(row).objects.filter(pk=row.pk).update(version=99)
    now = state(ended, row)
    assert "Somebody changed it meanwhile" in browser.post(undo, follow=True).text
    assert state(ended, row) == now


@kinds
def test_who_may_not_end_it_may_not_take_it_back(world, ended):
    row = ended.row(world)
    _browser, undo = pressed(world, ended, row)
    now = state(ended, row)
    browser = Browser()
    browser.force_login(world.auditor)
    assert browser.post(undo).status_code == 403
    assert state(ended, row) == now


@kinds
def test_what_has_not_ended_is_refused_in_words(world, ended):
    row = ended.row(world)
    verb = {"crm:meeting_plan_again": "plan_again", "contacts:membership_rejoin": "rejoin"}.get(ended.undo)
    verb = verb or ("resume" if ended.undo.endswith("resume") else "reopen")
    with pytest.raises(ValidationError):
        getattr(row, verb)(by=getattr(world, ended.by), at=NOW)
    with pytest.raises(PermissionDenied):
        getattr(row, verb)(by=world.auditor, at=NOW)


@with_api
def test_a_program_takes_it_back_by_the_same_rules(world, kind):
    ended = ENDED[kind]
    row = ended.row(world)
    was = state(ended, row)
    pressed(world, ended, row)
    row.refresh_from_db()
    url = reverse(f"api:{ended.api}", args=[row.pk])

    def post(version):
        headers = {"authorization": f"Bearer {token_in_use(getattr(world, ended.by))}", "if-match": version}
        return Browser(headers=headers).post(url, content_type="application/json")

    assert post('"77"').status_code == 412
    assert post(f'"{row.version}"').status_code == 200
    assert state(ended, row) == was
    assert post("*").status_code == 400


def test_a_main_contact_who_goes_on_takes_no_place_that_was_given_away(world):
    role = main_contact(world).end(on=TODAY, by=world.advisor, at=NOW)
    other = contact("Nils Ek", world.client).affiliations.get().change({"is_main": True}, by=world.advisor, at=NOW)
    assert (role.resume(by=world.advisor, at=NOW).is_main, state_of_main(other)) == (False, True)


def state_of_main(role):
    return Affiliation.objects.get(pk=role.pk).is_main


def test_a_role_taken_anew_meanwhile_is_not_doubled(world):
    role = main_contact(world).end(on=TODAY, by=world.advisor, at=NOW)
    role.person.join(world.client.organisation, by=world.advisor, at=NOW)
    with pytest.raises(ValidationError, match="has a role here already"):
        role.resume(by=world.advisor, at=NOW)


STANDS = {
    "milestone": lambda world, row: reverse("projects:project_detail", args=[world.project.pk]),
    "risk": lambda world, row: reverse("projects:project_detail", args=[world.project.pk]),
    "membership": lambda world, row: reverse("contacts:membership_list", args=[row.community_id]),
    "role": lambda world, row: reverse("contacts:person_detail", args=[row.person_id]),
    "meeting": lambda world, row: reverse("crm:meeting_detail", args=[row.pk]),
    "likeness": lambda world, row: reverse("crm:today"),
    "text": lambda world, row: reverse("crm:today"),
    "schedule": lambda world, row: reverse("reports:schedule_detail", args=[row.pk]),
}
ELSEWHERE = {
    "membership at the client": ("membership", lambda world, row: f"/crm/clients/{world.client.pk}/"),
    "membership at the organisation": (
        "membership", lambda world, row: reverse("contacts:organisation_detail", args=[row.organisation_id])
    ),
    "role in its form": ("role", lambda world, row: reverse("contacts:affiliation_change", args=[row.pk])),
}  # fmt: skip
of_places = pytest.mark.parametrize(
    ("kind", "place"), [*STANDS.items(), *ELSEWHERE.values()], ids=[*STANDS, *ELSEWHERE]
)


@of_places
def test_when_the_message_is_gone_it_is_taken_back_where_it_stands(world, kind, place):
    ended = ENDED[kind]
    row = ended.row(world)
    was = state(ended, row)
    browser, _undo = pressed(world, ended, row)
    verb = reverse(ended.undo, args=[row.pk])
    page = browser.get(place(world, row)).text
    assert page.count(f'action="{verb}"') == 1
    version = page.partition(f'action="{verb}"')[2].partition('name="version" value="')[2].partition('"')[0]
    browser.post(verb, {"version": version} if hasattr(row, "version") else {})
    assert state(ended, row) == was
    assert f'action="{verb}"' not in browser.get(place(world, row)).text


@pytest.mark.parametrize("kind", [kind for kind in STANDS if kind not in {"likeness", "text"}])
def test_who_may_not_take_it_back_is_not_offered_it_there(world, kind):
    ended = ENDED[kind]
    row = ended.row(world)
    pressed(world, ended, row)
    browser = Browser()
    browser.force_login(world.auditor)
    page = browser.get(STANDS[kind](world, row))
    assert (page.status_code, reverse(ended.undo, args=[row.pk]) in page.text) == (200, False)


def test_a_message_says_what_it_was_that_ended(world):
    row = Risk.add(world.project, by=world.lead, at=NOW, text="Sent", probability=2, consequence=2)
    browser = Browser()
    browser.force_login(world.lead)
    page = browser.post(reverse("projects:risk_close", args=[row.pk]), {"version": row.version}, follow=True).text
    assert "The risk is closed: Sent" in page.partition('<div class="toast">')[2]


def texts_in(node):
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def names_in(node):
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]


def undoing_verbs(code):
    """The verbs that a module names as what takes back: in `undoing(…)`, as `undo`, or where a function takes it."""
    tree = ast.parse(code)
    takes = {
        one.name: names.index("undo")
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and "undo" in (names := [argument.arg for argument in one.args.args])
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and "undo" in names_in(node.targets[0]):
            yield from texts_in(node.value)
        if not isinstance(node, ast.Call):
            continue
        for one in [word.value for word in node.keywords if word.arg == "undo"]:
            yield from texts_in(one)
        name = getattr(node.func, "id", "")
        at = 0 if name == "undoing" else takes.get(name, len(node.args))
        for one in node.args[at : at + 1]:
            yield from texts_in(one)


def test_every_verb_that_a_message_offers_is_offered_by_a_page_too():
    code = [path.read_text() for room in SLOPE for path in (ROOT / room).rglob("*.py")]
    verbs = {verb for one in code for verb in undoing_verbs(one) if re.fullmatch(r"\w+:\w+", verb)}
    pages = " ".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert verbs >= {ended.undo for ended in ENDED.values()} | {"crm:task_reopen", "accounts:user_activate"}
    assert sorted(verb for verb in verbs if f'{{% url "{verb}"' not in pages) == []


@pytest.mark.parametrize(("kind", "by"), [("risk", "lead"), ("likeness", "administrator"), ("text", "administrator")])
def test_what_is_folded_costs_the_same_for_one_and_for_three(world, kind, by):
    browser = Browser()
    browser.force_login(getattr(world, by))
    ended = ENDED[kind]
    place = STANDS[kind](world, None)
    counts = []
    for number in (1, 2, 3):
        row = one_more(world, kind, number)
        browser.post(reverse(ended.end, args=[row.pk]), {"version": getattr(row, "version", "")}, follow=True)
        with CaptureQueriesContext(connection) as said:
            assert browser.get(place).text.count(reverse(ended.undo, args=[0]).rpartition("/0/")[2]) >= number
        counts.append(len(said))
    assert counts[0] == counts[2]


def one_more(world, kind, number):
    if kind == "likeness":
        names = {"organisation": world.client.organisation, "other": client_named(f"Klarvik {number}").organisation}
        return Likeness.objects.create(**names, found_at=NOW)
    return ENDED[kind].row(world)
