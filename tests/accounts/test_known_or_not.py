"""Whether somebody has an account is not told to strangers: the same words and the same work for all addresses."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import inviting
from accounts.models import ForgottenPassword, User
from accounts.models.forgotten import KEPT
from tests.world import PASSWORD
from worker import tasks
from worker.tasks import carry_out_all

KNOWN, LEFT, INVITED, NOBODY = "alva@fyr.example", "left@fyr.example", "invited@fyr.example", "nobody@fyr.example"
# Tokens, keys and moments; the names of savepoints and cursors; the address itself.
NEW = re.compile(r"[A-Za-z0-9]{64}|[0-9a-f-]{36}|'\d{4}-\d\d-\d\d[^']*'|s\d+_x\d+|_curs_\w+|[\w.]+@fyr\.example")


@pytest.fixture
def people(world):
    cache.clear()
    left = User.objects.create_user(LEFT, PASSWORD, name="Left")
    left.deactivate(by=world.administrator, at=timezone.now())
    User.objects.invite(by=world.administrator, email=INVITED, name="Invited")
    yield world
    cache.clear()


def answered(path: str, typed: dict[str, str] | None = None):
    """The answer and the questions to the database, without what is new in each."""
    browser = Browser()
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(path, typed) if typed else browser.get(path)
    told = (answer.status_code, answer.headers.get("Location"), sorted(answer.cookies), NEW.sub("", answer.text))
    return told, [NEW.sub("", query["sql"]) for query in asked]


def test_who_asks_for_a_new_password_is_answered_with_the_same_words_and_work(people):
    first, *others = [answered("/accounts/password/reset/", {"email": one}) for one in (KNOWN, LEFT, INVITED, NOBODY)]
    assert others == [first] * 3
    assert "accounts_user" not in " ".join(first[1])
    assert (first[0][0], mail.outbox) == (302, [])


def test_a_worker_mails_those_who_may_sign_in_in_their_language_and_forgets_all(people):
    User.objects.filter(email=KNOWN).update(language="en")
    for one in (KNOWN.upper(), LEFT, INVITED, NOBODY):
        answered("/accounts/password/reset/", {"email": one})
    carry_out_all(timezone.now())
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told == {KNOWN: "Choose a new password for Fyr", INVITED: "Välj ett nytt lösenord för Fyr"}
    assert ForgottenPassword.objects.count() == 0
    carry_out_all(timezone.now())
    assert len(mail.outbox) == 2


SILENT = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 1}}
}


def test_a_mail_server_that_is_away_is_no_answer_either_and_the_mail_comes_later(people):
    with override_settings(MAILERS=SILENT):
        known, unknown = (answered("/accounts/password/reset/", {"email": one}) for one in (KNOWN, NOBODY))
        carry_out_all(timezone.now())
    assert known == unknown
    assert list(ForgottenPassword.objects.values_list("email", flat=True)) == [KNOWN]
    carry_out_all(timezone.now())
    assert [message.to for message in mail.outbox] == [[KNOWN]]


def test_after_an_hour_it_is_forgotten_and_no_mail_goes(people):
    answered("/accounts/password/reset/", {"email": KNOWN})
    ForgottenPassword.objects.update(asked_at=timezone.now() - KEPT - timedelta(seconds=1))
    carry_out_all(timezone.now())
    assert (mail.outbox, ForgottenPassword.objects.count()) == ([], 1)
    tasks.tick()
    assert ForgottenPassword.objects.count() == 0


def test_a_wrong_password_is_refused_with_the_same_words_and_work(people):
    typed = [{"login": one, "password": "wrong"} for one in (KNOWN, LEFT, INVITED, NOBODY)]
    first, *others = [answered("/accounts/login/", one) for one in typed]
    assert others == [first] * 3


def test_a_made_up_one_time_address_is_refused_with_the_same_work_whoever_it_names(people):
    """It wrote to the database of whoever's number it named before."""
    path = inviting.path_for(people.advisor)
    number, _dash, key = path.rstrip("/").rpartition("/")[2].partition("-")
    made_up = [path.replace(f"{number}-{key}", f"{one}-{key[:-1]}x") for one in (number, "zzzz")]
    (known, of_known), (unknown, of_unknown) = map(answered, made_up)
    assert (known[0], len(of_known)) == (unknown[0], len(of_unknown)) == (200, 1)
