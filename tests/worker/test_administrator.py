"""`manage.py administrator` and `createsuperuser`: a way in for whoever has no browser at the first start."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Role, User
from tests.world import PASSWORD


def run(*arguments, **more):
    output = io.StringIO()
    call_command(*arguments, stdout=output, **more)
    return output.getvalue()


@pytest.mark.parametrize(
    "command",
    [
        ("administrator", "Edit@Fyr.example", "--name", "Edit Lund"),
        ("createsuperuser", "--noinput", "--email", "Edit@Fyr.example", "--name", "Edit Lund"),
    ],
)
def test_a_new_administrator_chooses_her_password_at_the_printed_link_once(db, settings, command):
    printed = run(*command)
    user = User.objects.get()
    assert (user.email, user.name, user.role) == ("edit@fyr.example", "Edit Lund", Role.ADMINISTRATOR)
    assert not user.has_usable_password()
    path = printed.strip().removeprefix(settings.BASE_URL)
    browser = Browser()
    page = browser.get(path, follow=True)
    assert page.status_code == 200
    assert browser.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    # The link has done its work.
    again = Browser()
    page = again.get(path, follow=True)
    again.post(page.request["PATH_INFO"], {"password1": "another-" + PASSWORD, "password2": "another-" + PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_password_may_come_by_standard_input(db, settings, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    printed = run("administrator", "edit@fyr.example", "--name", "Edit Lund", "--password-stdin")
    assert printed == f"{settings.BASE_URL}/accounts/login/\n"
    assert User.objects.get().check_password(PASSWORD)


def test_a_weak_password_makes_nobody(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("password\n"))
    with pytest.raises(CommandError, match="too short"):
        run("administrator", "edit@fyr.example", "--name", "Edit Lund", "--password-stdin")
    assert not User.objects.exists()


def test_somebody_known_is_let_in_again_as_administrator(world):
    world.advisor.deactivate(by=world.administrator, at=timezone.now())
    assert re.search(r"/accounts/password/reset/key/", run("administrator", world.advisor.email))
    user = User.objects.get(pk=world.advisor.pk)
    assert (user.role, user.is_active, user.name) == (Role.ADMINISTRATOR, True, world.advisor.name)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["administrator", "new@fyr.example"], "say her name"),
        (["administrator", "no address", "--name", "Edit"], "valid email"),
        (["createsuperuser", "--noinput", "--name", "Edit"], "Say --email."),
    ],
)
def test_what_is_missing_is_one_sentence(db, arguments, said):
    with pytest.raises(CommandError, match=said):
        run(*arguments)
    assert not User.objects.exists()
