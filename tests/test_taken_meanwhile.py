"""Two who give one unique value at the same moment: one wins, the other is told at the field, and nothing breaks.

Every unique constraint is raced here, or it is said why no two can meet in it.
"""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

import ui.api_once
import ui.form_page
import ui.press
from accounts.models import User
from contacts.models import Community, Membership, Organisation
from contacts.numbers import read
from crm.models import Client
from journal.models import Entry
from journal.taken import taken_words
from projects.models import Partner, Project, StatusReport
from tests.meanwhile import meanwhile
from tests.world import NOW, TODAY, token_in_use

NUMBER, CODE, EMAIL = "556036-0793", "TB-2026-900", "samma@innovationsund.example"
pytestmark = pytest.mark.django_db(transaction=True)


def add_organisation(world):
    number = dict(zip(("country", "number_scheme", "number"), read(NUMBER), strict=True))
    Organisation.add(by=world.manager, at=NOW, name="Den första", **number)


def start_project(world, code=CODE):
    return Project.start(by=world.manager, at=NOW, title="Den första", code=code)


def open_client(world):
    Client.open_client(clinic(), by=world.manager, at=NOW, on=TODAY)


def apply(world):
    Membership.apply(community(), clinic(), by=world.manager, at=NOW)


def partner(world):
    Partner.add(world.project, organisation=clinic(), role="clinic", by=world.lead, at=NOW)


def correct(world):
    world.project.post_status(by=world.lead, at=NOW, overall="on_track", corrects=StatusReport.objects.get())


def clinic():
    return Organisation.objects.get_or_create(name="Kliniken", kind="healthcare_provider")[0]


def community():
    return Community.objects.get_or_create(name="Nätverket")[0]


def report(world):
    return world.project.post_status(by=world.lead, at=NOW, overall="on_track", summary="Först")


def user(world):
    User.objects.create_user(EMAIL, name="Den första")


def post(by, address, **typed):
    def ask(browser):
        browser.force_login(by)
        return browser.post(address, {"key": str(uuid4()), **typed})

    return ask


def send(by, address, method="post", **typed):
    """By a program."""
    headers = {"authorization": f"Bearer {token_in_use(by)}", "if-match": "*"}
    return lambda browser: getattr(browser, method)(address, typed, "application/json", headers=headers)


def start(world, **typed):
    said = {"title": "Den andra", "kind": "innovation", "lead": world.manager.pk, "confidentiality": "open"}
    return post(world.manager, reverse("projects:project_start"), **said, starts_on="2026-11-01", **typed)


PERSON = {"name": "Den andra", "role": "advisor", "language": "sv", "version": 1, "email": EMAIL}
SE = {"name": "Den andra", "country": "SE", "number": NUMBER}
# What is raced, at a page and at the API: constraint → (what the first does, [(field, what the second asks)]).
RACES = {
    "organisation_number_unique": (
        add_organisation,
        [
            ("number", lambda w: post(w.advisor, reverse("contacts:organisation_add"), kind="company", **SE)),
            ("number", lambda w: post(w.advisor, reverse("crm:client_open"), kind="company", **SE)),
            (
                "number",
                lambda w: post(
                    w.advisor,
                    reverse("contacts:organisation_change", args=[w.client.organisation_id]),
                    version=w.client.organisation.version,
                    **SE,
                ),
            ),
            (
                "number",
                lambda w: post(
                    w.advisor,
                    reverse("crm:client_fact", args=[w.client.pk, "number"]),
                    organisation_version=w.client.organisation.version,
                    number=NUMBER,
                ),
            ),
            ("number", lambda w: send(w.advisor, "/api/v1/organisations/", **SE)),
            ("number", lambda w: send(w.advisor, "/api/v1/clients/", organisation=SE)),
            (
                "number",
                lambda w: send(w.advisor, f"/api/v1/organisations/{w.client.organisation_id}/", "patch", number=NUMBER),
            ),
        ],
    ),
    "projects.Project.code": (
        start_project,
        [
            ("code", lambda w: start(w, code=CODE)),
            ("code", lambda w: send(w.manager, "/api/v1/projects/", title="Den andra", code=CODE, starts_on=TODAY)),
        ],
    ),
    "crm.Client.organisation": (
        open_client,
        [
            (None, lambda w: post(w.advisor, reverse("crm:organisation_take_on", args=[clinic().pk]))),
            ("organisation", lambda w: send(w.advisor, "/api/v1/clients/", organisation_id=clinic().pk)),
        ],
    ),
    "membership_once": (
        apply,
        [
            (
                "community",
                lambda w: post(
                    w.advisor, reverse("contacts:membership_apply", args=[clinic().pk]), community=community().pk
                ),
            ),
            (
                "community",
                lambda w: send(w.advisor, "/api/v1/memberships/", community=community().pk, organisation=clinic().pk),
            ),
        ],
    ),
    "partner_once": (
        partner,
        [
            (
                "organisation",
                lambda w: post(
                    w.lead,
                    reverse("projects:partner_add", args=[w.project.pk]),
                    organisation=clinic().name,
                    role="clinic",
                ),
            ),
            (
                "organisation",
                lambda w: send(
                    w.lead, "/api/v1/partners/", project=w.project.pk, organisation=clinic().pk, role="clinic"
                ),
            ),
        ],
    ),
    "projects.StatusReport.corrects": (
        correct,
        [
            (
                "corrects",
                lambda w: send(
                    w.lead,
                    "/api/v1/status-reports/",
                    project=w.project.pk,
                    overall="on_track",
                    corrects=StatusReport.objects.get().pk,
                ),
            ),
        ],
    ),
    "user_email_unique": (
        user,
        [
            ("email", lambda w: post(w.administrator, reverse("accounts:user_invite"), **PERSON)),
            ("email", lambda w: post(w.administrator, reverse("accounts:user_edit", args=[w.editor.pk]), **PERSON)),
        ],
    ),
}
# Where no two people can meet in it: constraint → why.
OTHERS = {
    "sent_once": "of one person’s key: the second waits and finds what the first did (ui/once.py, its own tests)",
    "unsaved_once": "of one person’s key: kept by update_or_create, the last text stays",
    "meetingdraft_once": "of one person’s key: kept by get_or_create under lock (tests/crm/test_draft_save.py)",
    "statusdraft_once": "of one person: as meetingdraft_once",
    "entryref_once": "written with its entry, which is new",
    "following_once": "as entryref_once",
    "notification_once": "what is there already is left",
    "sending_once": "what is there already is left",
    "likeness_once": "of an organisation that is new",
    "namedreader_once": "under the client’s lock, and what is there already is left",
    "projectreader_once": "of a project that is new",
    "projectmeeting_once": "under the meeting’s lock",
    "projecttask_once": "under the task’s lock",
    "toread_once": "written by the erasure; what is there already is left",
    "contacts.Erasure.key": "made of chance, or the ledger’s, which is replayed by one process",
    "gateplan_once_a_day": "under the project’s lock",
    "endplan_once_a_day": "under the project’s lock",
    "titlechange_once_a_day": "under the project’s lock",
    "budgetline_once_a_day": "under the project’s lock",
    "importrow_once": "of an import that one process works on",
    "importmapping_once": "kept by update_or_create; the last to match stays",
    "recipient_user_once": "under the schedule’s lock",
    "recipient_email_once": "under the schedule’s lock",
    "run_once_a_promise": "planned under the schedule’s lock; what is there already is left",
    "run_once_by_hand": "numbered under the schedule’s lock",
    "rendering_once": "kept by get_or_create",
    "delivery_once_a_recipient": "under the run’s lock",
    "mail_once_a_mailbox": "kept by get_or_create; of a report under the run’s lock",
    "suppression_standing_once": "what is there already is left",
    "reports.Recipient.key": "made of chance",
    "mail.Mail.message_id": "made of chance",
    "accounts.ApiToken.digest": "made of chance",
    "accounts.Team.name": "no door makes one",
    "contacts.Community.name": "no door makes one; an import finds it or makes it by get_or_create",
    "contacts.S3Area.code": "no door makes one",
}
ASKED = [pytest.param(name, number, id=f"{name}-{number}") for name in RACES for number in range(len(RACES[name][1]))]


def unique():
    """By its constraint's name, or model and field; of our own nouns."""
    rooms = (
        "ui",
        "accounts",
        "journal",
        "hooks",
        "mail",
        "imports",
        "contacts",
        "crm",
        "projects",
        "reports",
        "worker",
    )
    for model in apps.get_models():
        if model._meta.app_label not in rooms or hasattr(model, "instance_type"):
            continue
        constraints = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
        yield from (one.name for one in constraints)
        fields = [one for one in model._meta.local_fields if one.unique and not one.primary_key]
        yield from (f"{model._meta.label}.{one.name}" for one in fields)


def test_what_is_unique_is_raced_or_says_why_it_is_not():
    assert sorted(unique()) == sorted([*RACES, *OTHERS])


@pytest.fixture
def set_up(world):
    clinic(), community(), report(world)
    return world


@pytest.mark.parametrize(("name", "number"), ASKED)
def test_the_second_is_told_at_the_field(set_up, name, number):
    first, asked = RACES[name]
    field, ask = asked[number]
    answer = meanwhile(lambda: first(set_up), ask(set_up))
    assert (answer.status_code, fields_of(answer)) == ({None: 302}.get(field, answer.status_code), [field])
    assert answer.status_code in (302, 400, 422)


def fields_of(answer):
    if answer.status_code == 302:
        return [None]
    if answer.status_code == 400:
        return [one["field"] for one in answer.json()["errors"]]
    forms = answer.context.get("forms") or (answer.context["form"],)
    return [name for form in forms for name in form.errors]


def test_what_is_made_at_the_same_moment_is_made_once(set_up):
    meanwhile(
        lambda: open_client(set_up), post(set_up.advisor, reverse("crm:organisation_take_on", args=[clinic().pk]))
    )
    assert Client.objects.filter(organisation=clinic()).count() == 1


def test_a_refusal_after_a_race_is_in_the_journal(set_up):
    address = reverse("contacts:organisation_add")
    answer = meanwhile(lambda: add_organisation(set_up), post(set_up.advisor, address, kind="company", **SE))
    assert answer.context["form"].errors["number"] == [taken_words()]
    [entry] = Entry.objects.filter(verb="organisation.taken_refused")
    assert (entry.by, entry.facts) == (set_up.advisor, {"door": "page"})


def test_the_next_code_of_a_project_is_the_next_free_one(world):
    assert meanwhile(lambda: start_project(world, code=""), start(world)).status_code == 302
    codes = Project.objects.order_by("pk").values_list("title", "code")
    assert list(codes)[-2:] == [("Den första", "P2026-001"), ("Den andra", "P2026-002")]


@pytest.mark.parametrize(
    ("room", "name", "number"),
    [
        (ui.form_page, "user_email_unique", 0),
        (ui.press, "crm.Client.organisation", 0),
        (ui.api_once, "organisation_number_unique", 4),
    ],
)
def test_without_the_second_look_the_same_breaks(set_up, monkeypatch, room, name, number):
    """The twin."""
    monkeypatch.setattr(room, "again_if_taken", lambda act, _anew=None: act())
    first, asked = RACES[name]
    assert meanwhile(lambda: first(set_up), asked[number][1](set_up)).status_code == 500
