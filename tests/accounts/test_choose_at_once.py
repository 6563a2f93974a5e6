"""Two who have the same one-time address open: the first chooses the password, the second is told that it was used."""

import pytest
from django.core.cache import cache

import accounts.forms
from accounts import inviting
from accounts.forms import ChoosePasswordForm, Used
from accounts.models import User
from tests.meanwhile import meanwhile

FIRST, SECOND = "den-första-fyren-2026", "den-andra-fyren-2026"


@pytest.fixture(autouse=True)
def unguessed():
    cache.clear()
    yield
    cache.clear()


def key_in(address):
    return address.rstrip("/").rpartition("/")[2].partition("-")[2]


def form_with(user, key, password):
    form = ChoosePasswordForm({"password1": password, "password2": password}, user=user, temp_key=key)
    assert form.is_valid()
    return form


def test_a_form_that_was_let_in_before_another_chose_changes_nothing(world):
    """As two requests at once do: each has asked the token before either has chosen."""
    key = key_in(inviting.path_for(world.advisor))
    first, second = (form_with(User.objects.get(pk=world.advisor.pk), key, one) for one in (FIRST, SECOND))
    first.save()
    with pytest.raises(Used):
        second.save()
    assert User.objects.get(pk=world.advisor.pk).check_password(FIRST)


def chosen_meanwhile(user):
    """What the second is answered who has opened the form, and sends it while the first's choice is being saved."""
    address = inviting.path_for(user)

    def choose(browser):
        form = browser.get(address).url
        sent = {"password1": SECOND, "password2": SECOND}
        return browser.post(form, sent, headers={"accept-language": "en"})

    return meanwhile(form_with(User.objects.get(pk=user.pk), key_in(address), FIRST).save, choose)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_chooses_and_the_other_is_told(world):
    answer = chosen_meanwhile(world.advisor)
    assert answer.status_code == 200
    assert "This address has been used or is too old." in answer.text
    assert User.objects.get(pk=world.advisor.pk).check_password(FIRST)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_takes_the_account_from_the_first(world, monkeypatch):
    """The twin: both are let in by the same address, and the last password stays."""
    monkeypatch.setattr(accounts.forms, "locked", lambda rows, pk: rows.get(pk=pk))
    assert chosen_meanwhile(world.advisor).status_code == 302
    assert User.objects.get(pk=world.advisor.pk).check_password(SECOND)
