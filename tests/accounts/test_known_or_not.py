"""Whether somebody has an account is not told to strangers: the same words and the same work for all addresses."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import forgotten, inviting
from accounts.models import ForgottenPassword, User
from accounts.models.forgotten import AT_ONCE, KEPT
from mail import account_mails, posting
from mail.models import Mail
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


def test_who_asks_for_a_new_password_is_answered_with_the_same_words_and_work(people, mailbox):
    first, *others = [answered("/accounts/password/reset/", {"email": one}) for one in (KNOWN, LEFT, INVITED, NOBODY)]
    assert others == [first] * 3
    assert "accounts_user" not in " ".join(first[1])
    assert (first[0][0], mailbox.messages) == (302, [])


def test_a_worker_mails_those_who_may_sign_in_in_their_language_and_forgets_all(people, mailbox):
    User.objects.filter(email=KNOWN).update(language="en")
    for one in (KNOWN.upper(), LEFT, INVITED, NOBODY):
        answered("/accounts/password/reset/", {"email": one})
    carry_out_all(timezone.now())
    told = {message["To"]: message["Subject"] for message in mailbox.messages}
    assert told == {KNOWN: "Choose a new password for Fyr", INVITED: "Välj ett nytt lösenord för Fyr"}
    assert ForgottenPassword.objects.count() == 0
    carry_out_all(timezone.now())
    assert len(mailbox.messages) == 2


def test_a_mail_server_that_is_away_is_no_answer_either_and_the_mail_comes_later(people, mailbox):
    mailbox.stop()
    try:
        known, unknown = (answered("/accounts/password/reset/", {"email": one}) for one in (KNOWN, NOBODY))
        carry_out_all(timezone.now())
    finally:
        mailbox.start()
    assert known == unknown
    assert list(Mail.objects.values_list("to__email", "state")) == [(KNOWN, "deferred")]
    carry_out_all(timezone.now() + timedelta(minutes=1))
    assert [message["To"] for message in mailbox.messages] == [KNOWN]


@pytest.fixture
def asked(people, mailbox):
    answered("/accounts/password/reset/", {"email": KNOWN})
    return mailbox


def after_minutes(mailbox, minutes=3):
    """How many mails the server has been given, how often it was asked to take one, and what became of each."""
    for minute in range(minutes):
        carry_out_all(timezone.now() + timedelta(minutes=minute))
    return len(mailbox.messages), mailbox.asked, list(Mail.objects.values_list("state", flat=True))


def test_a_server_that_takes_the_mail_and_never_answers_gets_it_once(asked, settings):
    """It was sent again each minute for an hour."""
    settings.SMTP_ANSWER_TIMEOUT = 1
    asked.fall_silent()
    assert after_minutes(asked) == (1, 1, ["unknown"])


def test_a_slow_answer_is_waited_for_as_long_as_that_of_a_report(asked, settings, caplog):
    settings.SMTP_ANSWER_TIMEOUT = 5
    settings.MAILERS = {"default": settings.MAILERS["default"] | {"OPTIONS": options(settings) | {"timeout": 1}}}
    asked.slow = 2
    assert (after_minutes(asked), caplog.messages) == ((1, 1, ["accepted"]), [])


def options(settings):
    return settings.MAILERS["default"]["OPTIONS"]


@pytest.mark.parametrize("where", ["recipient", "message"])
def test_a_refusal_for_good_ends_it_and_the_log_does_not_name_her(asked, caplog, where):
    asked.refuse(f"550 Nobody called {KNOWN} here", at=where)
    assert after_minutes(asked) == (0, 1, ["bounced"])
    (told,) = [record.getMessage() for record in caplog.records if record.name == "mail.account_mails"]
    assert ("was not mailed" in told, KNOWN in told) == (True, False)


def test_a_server_that_does_not_let_us_send_makes_it_wait_as_all_mail(asked):
    asked.refuse("550 Not you", at="sender")
    assert after_minutes(asked) == (0, 0, ["deferred"])


@pytest.mark.parametrize("where", ["recipient", "message"])
def test_a_refusal_for_now_is_tried_again(asked, where):
    asked.refuse("451 Later", at=where)
    assert after_minutes(asked) == (0, 2, ["deferred"])
    asked.accept()
    carry_out_all(timezone.now() + timedelta(minutes=7))
    assert [message["To"] for message in asked.messages] == [KNOWN]


def test_an_address_that_waits_makes_no_second_row(asked):
    answered("/accounts/password/reset/", {"email": KNOWN.upper()})
    assert ForgottenPassword.objects.count() == 1


def test_a_tick_takes_a_few_and_those_who_asked_last(people):
    at = timezone.now()
    for number in range(AT_ONCE + 2):
        forgotten.ask(f"{number}@fyr.example", at=at + timedelta(seconds=number))
    later = at + timedelta(minutes=1)
    (taken,) = [list(rows) for task, rows in tasks.waiting(later).items() if task is tasks.deliver_password]
    emails = [ForgottenPassword.objects.get(pk=pk).email.partition("@")[0] for pk in taken]
    assert emails == [str(number) for number in range(AT_ONCE + 1, 1, -1)]


@pytest.mark.django_db(transaction=True)
def test_one_worker_at_a_time_is_with_them(asked):
    """A slow server holds up that one, and the others go on with reports."""
    (pk,) = ForgottenPassword.objects.values_list("pk", flat=True)

    account_mails.see_to(pk, timezone.now())
    (mail,) = Mail.objects.values_list("pk", flat=True)

    def other():
        try:
            posting.post(mail, timezone.now())
        finally:
            connection.close()

    with posting.alone(account_mails.PASSWORD), ThreadPoolExecutor(1) as threads:
        threads.submit(other).result()
    assert (asked.asked, Mail.objects.get().state) == (0, "planned")
    posting.post(mail, timezone.now())
    assert (len(asked.messages), Mail.objects.get().state) == (1, "accepted")


def test_who_asks_again_while_hers_waits_gets_one_mail(asked):
    asked.stop()
    try:
        carry_out_all(timezone.now())
        answered("/accounts/password/reset/", {"email": KNOWN})
        carry_out_all(timezone.now())
    finally:
        asked.start()
    carry_out_all(timezone.now() + timedelta(minutes=3))
    assert [message["To"] for message in asked.messages] == [KNOWN]


def test_who_asks_again_while_hers_waits_past_its_age_gets_the_new_one(asked):
    account_mails.see_to(ForgottenPassword.objects.get().pk, timezone.now())
    Mail.objects.update(planned_at=timezone.now() - KEPT)
    answered("/accounts/password/reset/", {"email": KNOWN})
    carry_out_all(timezone.now())
    assert [message["To"] for message in asked.messages] == [KNOWN]
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["accepted", "cancelled"]


def test_the_ledger_holds_no_secret_of_hers(asked):
    carry_out_all(timezone.now())
    path = re.search(r"https?://[^/]+(/\S+)", asked.messages[0].get_content())[1]
    key = path.rstrip("/").rpartition("/")[2].partition("-")[2]
    assert key not in str(Mail.objects.values().get())
    assert asked.messages[0]["Message-ID"] == Mail.objects.get().message_id


def test_one_that_waited_for_an_hour_is_not_sent_any_more(asked):
    asked.stop()
    try:
        carry_out_all(timezone.now())
    finally:
        asked.start()
    carry_out_all(timezone.now() + KEPT)
    assert (asked.messages, Mail.objects.get().state) == ([], "cancelled")


def test_after_an_hour_it_is_forgotten_and_no_mail_goes(people, mailbox):
    answered("/accounts/password/reset/", {"email": KNOWN})
    ForgottenPassword.objects.update(asked_at=timezone.now() - KEPT - timedelta(seconds=1))
    carry_out_all(timezone.now())
    assert (mailbox.messages, ForgottenPassword.objects.count()) == ([], 1)
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
