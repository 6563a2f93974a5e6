"""Two who give one unique value at the same moment: one wins, the other is told at the field, and nothing breaks."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse

import ui.form_page
from accounts.models import User
from crm.models import Organisation
from crm.numbers import read
from projects.models import Project
from tests.world import NOW, token_in_use

NUMBER, CODE, EMAIL = "556036-0793", "TB-2026-900", "samma@innovationsund.example"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
pytestmark = pytest.mark.django_db(transaction=True)


def someone_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def meanwhile(save, ask):
    """What `ask` is answered when it has looked before `save` is committed, and writes after."""

    def asked():
        try:
            return ask(Browser(raise_request_exception=False))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            save()
            answer = thread.submit(asked)
            until = monotonic() + 60
            while not someone_waits():
                assert not answer.done(), answer.result().content.decode()
                assert monotonic() < until
                sleep(0.01)
        return answer.result()


def add_organisation(world):
    Organisation.add(
        by=world.manager,
        at=NOW,
        name="Den första",
        **dict(zip(("country", "number_scheme", "number"), read(NUMBER), strict=True)),
    )


def start_project(world, code=""):
    return Project.start(by=world.manager, at=NOW, title="Den första", code=code)


def post(by, address, **typed):
    def ask(browser):
        browser.force_login(by)
        return browser.post(address, {"key": str(uuid4()), **typed})

    return ask


def invite(world):
    return post(
        world.administrator,
        reverse("accounts:user_invite"),
        email=EMAIL,
        name="Den andra",
        role="advisor",
        language="sv",
    )


def test_a_number_at_the_api_is_refused_once(world):
    headers = {"authorization": f"Bearer {token_in_use(world.advisor)}"}
    typed = {"name": "Den andra", "country": "SE", "number": NUMBER}

    def ask(browser):
        return browser.post("/api/v1/organisations/", typed, "application/json", headers=headers)

    answer = meanwhile(lambda: add_organisation(world), ask)
    assert (answer.status_code, len(answer.json()["errors"])) == (400, 1)
    assert Organisation.objects.filter(number=read(NUMBER)[2]).count() == 1


def start(world, **typed):
    said = {"title": "Den andra", "kind": "innovation", "lead": world.manager.pk, "confidentiality": "open"}
    return post(world.manager, reverse("projects:project_start"), **said, starts_on="2026-11-01", **typed)


def test_the_code_of_a_project(world):
    answer = meanwhile(lambda: start_project(world, CODE), start(world, code=CODE))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])
    assert Project.objects.filter(code=CODE).count() == 1


def test_the_next_code_of_a_project_is_the_next_free_one(world):
    assert meanwhile(lambda: start_project(world), start(world)).status_code == 302
    codes = Project.objects.order_by("pk").values_list("title", "code")
    assert list(codes)[-2:] == [("Den första", "P2026-001"), ("Den andra", "P2026-002")]


def test_an_email_of_a_user(world):
    answer = meanwhile(lambda: User.objects.create_user(EMAIL, name="Den första"), invite(world))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])
    assert User.objects.filter(email=EMAIL).count() == 1


def test_without_the_second_look_the_same_breaks(world, monkeypatch):
    """The twin."""
    monkeypatch.setattr(ui.form_page, "again_if_taken", lambda act, _anew: act())
    answer = meanwhile(lambda: User.objects.create_user(EMAIL, name="Den första"), invite(world))
    assert answer.status_code == 500
