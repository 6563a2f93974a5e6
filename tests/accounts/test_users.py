"""Users: invited, changed and deactivated by administrators alone."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client as Browser

from accounts.models import Role, User
from tests.world import NOW, World, person, token_in_use

NEW = {"name": "Hedda Ås", "email": "Hedda@fyr.example", "role": "advisor", "team": "", "language": "en"}


def test_an_invited_user_chooses_her_password_at_an_address_that_works_once(client: Browser, world: World):
    client.force_login(world.administrator)
    page = client.post("/users/new/", NEW, follow=True)
    hedda = User.objects.get(email="hedda@fyr.example")
    assert not hedda.has_usable_password()
    address = re.search(r'value="https?://[^/]+([^"]+)"', page.text)[1]
    stranger = Browser()
    form = stranger.get(address, follow=True).request["PATH_INFO"]
    stranger.post(form, {"password1": "en-ny-fyr-2026", "password2": "en-ny-fyr-2026"})
    hedda.refresh_from_db()
    assert hedda.check_password("en-ny-fyr-2026")
    assert '<form class="form"' not in Browser().get(address, follow=True).text


def test_nothing_chosen_is_a_dash_in_every_language(client: Browser, world: World):
    world.administrator.choose(language="sv")
    client.force_login(world.administrator)
    assert '<option value="" selected>–</option>' in client.get("/users/new/").content.decode()


def test_an_e_mail_that_somebody_has_is_refused(client: Browser, world: World):
    client.force_login(world.administrator)
    page = client.post("/users/new/", NEW | {"email": "ALVA@fyr.example"})
    assert page.status_code == 422
    assert 'value="Hedda Ås"' in page.text


def test_only_an_administrator_invites(world: World):
    with pytest.raises(PermissionDenied):
        User.objects.invite(by=world.manager, email="hedda@fyr.example", name="Hedda")


def test_an_administrator_changes_a_user(client: Browser, world: World):
    client.force_login(world.administrator)
    changed = {
        "name": "Alva Ek",
        "email": "alva@fyr.example",
        "role": "manager",
        "team": world.food.pk,
        "language": "sv",
        "version": 1,
    }
    assert client.post(f"/users/{world.advisor.pk}/", changed).status_code == 302
    world.advisor.refresh_from_db()
    assert (world.advisor.role, world.advisor.team, world.advisor.language) == (Role.MANAGER, world.food, "sv")


def test_nobody_else_changes_a_user(world: World):
    with pytest.raises(PermissionDenied):
        world.advisor.change(by=world.manager, role=Role.ADMINISTRATOR)


def test_an_administrator_keeps_her_role(client: Browser, world: World):
    with pytest.raises(ValidationError):
        world.administrator.change(by=world.administrator, role=Role.ADVISOR)
    client.force_login(world.administrator)
    own = {"name": "Edit Lund", "email": "edit@fyr.example", "role": "advisor", "team": "", "language": "en"}
    assert client.post(f"/users/{world.administrator.pk}/", own).status_code == 422
    world.administrator.refresh_from_db()
    assert world.administrator.role == Role.ADMINISTRATOR


def test_a_user_is_deactivated_and_activated(client: Browser, world: World):
    client.force_login(world.administrator)
    client.post(f"/users/{world.advisor.pk}/deactivate/", {"version": world.advisor.version})
    world.advisor.refresh_from_db()
    assert not world.advisor.is_active
    toast = f'<form action="/users/{world.advisor.pk}/activate/?version=2" method="post">'
    assert toast in client.get("/users/").content.decode(), "one press too many is taken back"
    client.post(f"/users/{world.advisor.pk}/activate/?version=2")
    world.advisor.refresh_from_db()
    assert world.advisor.is_active


def test_an_undo_of_yesterday_lets_nobody_in_who_was_shut_out_again_since(client: Browser, world: World):
    client.force_login(world.administrator)
    user = User.objects.get(pk=world.advisor.pk)
    user.deactivate(by=world.administrator, at=NOW)
    undo = f"/users/{user.pk}/activate/?version={user.version}"
    user.activate(by=world.administrator)
    user.deactivate(by=world.administrator, at=NOW)
    assert "Somebody changed it meanwhile" in client.post(undo, follow=True).text
    user.refresh_from_db()
    assert not user.is_active


def test_shutting_out_asks_first_when_it_ends_tokens_for_good(client: Browser, world: World):
    client.force_login(world.administrator)
    token_in_use(world.advisor)
    url, typed = f"/users/{world.advisor.pk}/deactivate/", {"version": world.advisor.version}
    assert "1 token of hers ends for good" in client.post(url, typed).text
    assert User.objects.get(pk=world.advisor.pk).is_active
    client.post(url, typed | {"is_sure": "1"})
    assert not User.objects.get(pk=world.advisor.pk).is_active


def test_an_administrator_cannot_deactivate_herself(client: Browser, world: World):
    client.force_login(world.administrator)
    assert client.post(f"/users/{world.administrator.pk}/deactivate/").status_code == 403
    world.administrator.refresh_from_db()
    assert world.administrator.is_active


@pytest.mark.parametrize("path", ["/users/", "/users/new/", "/users/{pk}/", "/users/{pk}/link/"])
def test_nobody_else_reads_the_pages_of_users(client: Browser, world: World, path: str):
    client.force_login(world.manager)
    page = client.get(path.format(pk=world.advisor.pk))
    assert page.status_code == 403
    assert "Only an administrator may do this." in page.text


@pytest.mark.parametrize("verb", ["deactivate", "activate"])
def test_nobody_else_opens_or_closes_an_account(client: Browser, world: World, verb: str):
    client.force_login(world.manager)
    assert client.post(f"/users/{world.advisor.pk}/{verb}/").status_code == 403


def test_the_list_of_users_takes_the_same_queries_whatever_its_length(
    client: Browser, world: World, django_assert_num_queries
):
    client.force_login(world.administrator)
    with django_assert_num_queries(4):
        client.get("/users/")
    for name in ["Ida Berg", "Jon Dal"]:
        person(name, Role.ADVISOR, world.food)
    with django_assert_num_queries(4):
        client.get("/users/")
