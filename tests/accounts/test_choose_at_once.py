"""Two who have the same one-time address open: the first chooses the password, the second is told that it was used."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser

from accounts import inviting
from accounts.forms import ChoosePasswordForm, Used
from accounts.models import User

FIRST, SECOND = "den-första-fyren-2026", "den-andra-fyren-2026"


@pytest.fixture(autouse=True)
def unguessed():
    cache.clear()
    yield
    cache.clear()


def form_with(user, key, password):
    form = ChoosePasswordForm({"password1": password, "password2": password}, user=user, temp_key=key)
    assert form.is_valid()
    return form


def test_a_form_that_was_let_in_before_another_chose_changes_nothing(world):
    """As two requests at once do: each has asked the token before either has chosen."""
    key = inviting.path_for(world.advisor).rstrip("/").rpartition("/")[2].partition("-")[2]
    first, second = (form_with(User.objects.get(pk=world.advisor.pk), key, one) for one in (FIRST, SECOND))
    first.save()
    with pytest.raises(Used):
        second.save()
    assert User.objects.get(pk=world.advisor.pk).check_password(FIRST)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_chooses_and_the_other_is_told(world):
    address, ready = inviting.path_for(world.advisor), Barrier(2, timeout=20)

    def choose(password):
        browser = Browser(headers={"accept-language": "en"})
        try:
            form = browser.get(address).url
            ready.wait()
            return browser.post(form, {"password1": password, "password2": password})
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(choose, (FIRST, SECOND)))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (loser,) = (answer for answer in answers if answer.status_code == 200)
    assert "This address has been used or is too old." in loser.text
    won = FIRST if loser is answers[1] else SECOND
    assert User.objects.get(pk=world.advisor.pk).check_password(won)
