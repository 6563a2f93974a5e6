"""People named in a file who are no users: an administrator invites them, anybody else chooses who stands in."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from crm.models import Client
from imports import staging
from worker.tasks import carry_out_all, work_on_import

ROWS = "Namn;Status;Ansvarig\nEtt AB;Aktiv;Love Hedin\nTvå AB;Aktiv;Ida Falk\nTre AB;Aktiv;Love Hedin\n"


@pytest.fixture
def run(world):
    return staging.start("clients", "k.csv", ROWS.encode(), by=world.administrator)


def invite(client, run, **typed):
    page = reverse("crm:import_invite", args=[run.pk])
    key = client.get(page).context["form"]
    assert key.names == staging.strangers(run)
    return client.post(page, {"role": "advisor"} | typed)


@pytest.mark.django_db(transaction=True)
def test_an_administrator_invites_those_she_gives_an_address(world, client, run, mailbox):
    client.force_login(world.administrator)
    assert staging.strangers(run) == ["Ida Falk", "Love Hedin"]
    assert "names 2 people who are no users" in client.get(reverse("crm:import_preview", args=[run.pk])).text
    answer = invite(client, run, **{"email-Love Hedin": "Love@fyr.example"})
    assert answer.url == reverse("crm:import_preview", args=[run.pk])
    love = User.objects.get(name="Love Hedin")
    assert (love.email, love.role, love.has_usable_password()) == ("love@fyr.example", Role.ADVISOR, False)
    carry_out_all(timezone.now())
    [mail] = mailbox.messages
    assert mail["To"] == "love@fyr.example"
    assert mail["Subject"] == f"{world.administrator} bjuder in dig till Fyr"
    assert staging.strangers(run) == ["Ida Falk"]
    assert [row.outcome for row in run.rows.all()] == ["create", "decision", "create"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Write the address of at least one."),
        ({"email-Ida Falk": "ida@"}, "Enter a valid email address."),
        ({"email-Ida Falk": "ALVA@fyr.example"}, "Somebody here has this address already."),
        ({"email-Ida Falk": "x@fyr.example", "email-Love Hedin": "X@fyr.example"}, "Two people have been given"),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_nobody_is_invited(world, client, run, typed, told):
    client.force_login(world.administrator)
    before = User.objects.count()
    answer = invite(client, run, **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert User.objects.count() == before


def test_only_an_administrator_invites(world, client):
    run = staging.start("clients", "k.csv", ROWS.encode(), by=world.manager)
    client.force_login(world.manager)
    assert client.get(reverse("crm:import_invite", args=[run.pk])).status_code == 403
    assert "Invite people" not in client.get(reverse("crm:import_preview", args=[run.pk])).text


def test_anybody_else_chooses_a_stand_in_once_for_the_file_or_leaves_the_rows(world, client):
    run = staging.start("clients", "k.csv", ROWS.encode(), by=world.advisor)
    client.force_login(world.advisor)
    repeated = client.get(reverse("crm:import_preview", args=[run.pk])).context["repeated"]
    assert [(one.text, one.count) for one in repeated] == [("Love Hedin", 2), ("Ida Falk", 1)]
    fields = {"column": "lead", "text": "Love Hedin", "fix": world.colleague.name}
    client.post(reverse("crm:import_decide_all", args=[run.pk]), fields)
    client.post(reverse("crm:import_carry_out", args=[run.pk]))
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.rows_done, run.counts["decision"]) == (2, 1)
    assert {one.lead for one in Client.objects.filter(name__in=["Ett AB", "Tre AB"])} == {world.colleague}
