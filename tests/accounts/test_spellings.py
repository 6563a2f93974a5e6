"""An address in other letters is the same account, and counts as it: small, long, wide, and those a database folds."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts import devices, forgotten
from accounts.models import ForgottenPassword, User
from tests.accounts.test_guessing import enters, guess
from tests.world import PASSWORD, World
from ui import mailboxes
from worker.tasks import carry_out_all

KIM = "kim.silvia@fyr.example"
# Kelvin's sign, the long s, capitals, and wide letters in the domain.
SPELLINGS = [
    "\u212aim.silvia@fyr.example",
    "kim.\u017filvia@fyr.example",
    "KIM.Silvia@FYR.example",
    "kim.silvia@\uff46\uff59\uff52.example",
]
# The dotless ı is the i of `upper()` alone, in Python as in the database: by it nobody is found.
NOBODY = "k\u0131m.silvia@fyr.example"


@pytest.fixture
def kim(world: World):
    cache.clear()
    yield User.objects.create_user(KIM, PASSWORD, name="Kim Silvia")
    cache.clear()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_whoever_signs_in_with_another_spelling_is_let_in_and_counted_as_the_same(kim: User, spelling: str):
    assert enters(Browser(), email=spelling)
    guess(3, email=spelling)
    guess(2, email=KIM)
    assert not enters(Browser(REMOTE_ADDR="192.0.2.99"), email=KIM)
    assert not enters(Browser(REMOTE_ADDR="192.0.2.98"), email=spelling)


def test_guesses_in_all_spellings_together_end_after_five(kim: User):
    for spelling in [*SPELLINGS, KIM]:
        guess(1, email=spelling)
    assert not enters(Browser(REMOTE_ADDR="192.0.2.99"), email=KIM)


def test_a_letter_that_only_looks_alike_finds_nobody_and_so_guesses_nothing(kim: User):
    assert not enters(Browser(), email=NOBODY)
    assert not User.objects.filter(email=NOBODY).exists()
    forgotten.ask(NOBODY, at=timezone.now())
    assert ForgottenPassword.objects.all().of(KIM).count() == 0


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_device_that_is_known_by_one_spelling_is_known_by_all(kim: User, rf, spelling: str):
    usual = Browser()
    assert enters(usual, email=spelling)
    request = rf.get("/")
    request.COOKIES[devices.COOKIE] = usual.cookies[devices.COOKIE].value
    assert devices.known(request, KIM) == devices.known(request, spelling) != ""


def test_new_passwords_are_asked_for_as_often_in_all_spellings_together(kim: User):
    statuses = []
    for number, spelling in enumerate([*SPELLINGS, KIM, KIM.upper()]):
        browser = Browser(REMOTE_ADDR=f"192.0.2.{number}")
        statuses.append(browser.post("/accounts/password/reset/", {"email": spelling}).status_code)
    assert statuses == [302] * 5 + [429]
    assert list(ForgottenPassword.objects.values_list("email", flat=True)) == [KIM]


def test_a_forgotten_password_in_another_spelling_is_mailed_to_her(kim: User, mailbox):
    forgotten.ask(SPELLINGS[0], at=timezone.now())
    carry_out_all(timezone.now())
    assert [message["To"] for message in mailbox.messages] == [KIM]


def test_an_address_too_long_in_its_one_spelling_is_refused_in_words(world: World):
    long = "a@" + ".".join(["\ufdfa" * 60] * 4) + ".example"
    for path, name in (("/accounts/login/", "login"), ("/accounts/password/reset/", "email")):
        answer = Browser().post(path, {name: long, "password": "x"})
        assert (answer.status_code, name in answer.context["form"].errors) == (200, True)
    assert not ForgottenPassword.objects.exists()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_second_account_in_another_spelling_is_refused(kim: User, world: World, spelling: str):
    browser = Browser()
    browser.force_login(world.administrator)
    typed = {"name": "Kim again", "email": spelling, "role": "advisor", "language": "sv"}
    assert browser.post("/users/new/", typed).status_code == 422
    assert User.objects.filter(email=KIM).count() == User.objects.filter(email=spelling).count() == 1


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_command_line_finds_her_by_any_spelling(kim: User, capsys, spelling: str):
    call_command("api_token", spelling)
    assert kim.api_tokens.count() == 1


def test_the_rule_is_idempotent_and_leaves_what_is_no_address():
    odd = ["anna@XN--FRETAG-WXA.example", "kim", "", "a@b@c", "kim@fyr\uff0eexample", "\u00df@stra\u00dfe.example"]
    for one in [*SPELLINGS, NOBODY, *odd]:
        assert mailboxes.written(mailboxes.written(one)) == mailboxes.written(one)
        assert mailboxes.of(mailboxes.written(one)) == mailboxes.of(one)
    assert [mailboxes.written(one) for one in ("kim", "")] == ["kim", ""]


@pytest.mark.parametrize(
    "spelling",
    ["a@。.se", "a@．.se", "a@xn--a.se", "a@fyr.xn--a", f"a@{'å' * 60}.se", f"a@{'.'.join(['å' * 20] * 11)}.se"],
)
def test_a_domain_that_no_mail_server_can_be_told_is_refused_in_words(world: World, spelling: str):
    """Labels that are empty, not valid IDNA, or too long once they are encoded."""
    browser = Browser()
    browser.force_login(world.administrator)
    typed = {"name": "Kim", "email": spelling, "role": "advisor", "language": "sv"}
    page = browser.post(reverse("accounts:user_invite"), typed)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])
    for refuse in (mailboxes.validate, User._meta.get_field("email").run_validators):
        with pytest.raises(ValidationError):
            refuse(spelling)
    assert not User.objects.filter(name="Kim").exists()


def test_a_domain_in_its_own_letters_or_encoded_is_taken():
    for spelling in ("a@fågel.se", "a@xn--fgel-qoa.se", "a@FÅGEL.se", "a@fyr.example"):
        assert mailboxes.validate(spelling) is None
        assert mailboxes.MailboxFormField().clean(spelling) in {"a@fågel.se", "a@fyr.example"}
