"""Wrong passwords: counted by address and account, so that guessing ends and the right person still comes in."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client as Browser
from django.test import override_settings

from accounts.models import User
from tests.world import PASSWORD, World

ALVA = "alva@fyr.example"
HASHED: list[str] = []


class CountingHasher(MD5PasswordHasher):
    def encode(self, password: str, salt: str) -> str:
        HASHED.append(password)
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()
    yield
    cache.clear()


def enters(browser: Browser, password: str = PASSWORD, email: str = ALVA, **headers: str) -> bool:
    browser.post("/accounts/login/", {"login": email, "password": password}, headers=headers)
    return "_auth_user_id" in browser.session


def guess(times: int, email: str = ALVA, **headers: str) -> None:
    for number in range(times):
        assert not enters(Browser(REMOTE_ADDR=f"192.0.2.{number}"), f"wrong-{number}", email, **headers)


def test_a_stranger_s_guesses_are_refused_after_five(world: World):
    guess(5)
    assert not enters(Browser(REMOTE_ADDR="192.0.2.99"))


def test_the_right_person_comes_in_on_the_device_she_always_uses(world: World):
    usual = Browser()
    assert enters(usual)
    usual.post("/accounts/logout/")
    guess(5)
    assert enters(usual)


def test_guessing_ends_on_a_known_device_too(world: World):
    usual = Browser()
    assert enters(usual)
    usual.post("/accounts/logout/")
    for number in range(10):
        assert not enters(usual, f"wrong-{number}")
    assert not enters(usual)


def test_a_device_known_to_one_is_a_stranger_s_to_another(world: World):
    hers = Browser()
    assert enters(hers, email="cilla@fyr.example")
    hers.post("/accounts/logout/")
    guess(5)
    assert not enters(hers)


def test_a_made_up_device_is_none(world: World):
    guess(5)
    forged = Browser()
    forged.cookies["known_device"] = "eyJhbHZhIjoieCJ9:1abc:forged"
    assert not enters(forged)


@override_settings(PASSWORD_HASHERS=["tests.accounts.test_guessing.CountingHasher"])
@pytest.mark.parametrize("email", [ALVA, "nobody@fyr.example", "invited@fyr.example", "left@fyr.example"])
def test_an_attempt_costs_one_hash_whether_or_not_there_is_such_a_user(world: World, email: str):
    world.advisor.set_password(PASSWORD)
    world.advisor.save()
    User.objects.invite(by=world.administrator, email="invited@fyr.example", name="Invited")
    User.objects.create_user("left@fyr.example", PASSWORD, name="Left", is_active=False)
    HASHED.clear()
    assert not enters(Browser(), "wrong", email)
    assert len(HASHED) == 1


def test_behind_a_proxy_the_visitor_s_own_address_is_counted(world: World):
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for number in range(12):
            enters(Browser(), "wrong", f"nobody-{number}@fyr.example", **{"X-Forwarded-For": "1.2.3.4, 198.51.100.7"})
        assert not enters(Browser(), **{"X-Forwarded-For": "9.9.9.9, 198.51.100.7"})
        assert enters(Browser(), **{"X-Forwarded-For": "198.51.100.7, 198.51.100.8"})


def test_without_a_proxy_a_forwarding_header_is_nobody_s_word(world: World):
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    for number in range(12):
        enters(Browser(), "wrong", f"nobody-{number}@fyr.example", **{"X-Forwarded-For": f"198.51.100.{number}"})
    assert not enters(Browser(), **{"X-Forwarded-For": "198.51.100.200"})


def test_neighbours_at_her_address_do_not_keep_her_from_the_device_she_always_uses(world: World):
    usual = Browser(REMOTE_ADDR="198.51.100.7")
    assert enters(usual)
    usual.post("/accounts/logout/")
    for number in range(40):
        enters(Browser(REMOTE_ADDR="198.51.100.7"), "wrong", f"nobody-{number}@fyr.example")
    assert not enters(Browser(REMOTE_ADDR="198.51.100.7"))
    assert enters(usual)


@pytest.mark.parametrize(("language", "said"), [("sv", "Vänta en minut"), ("en", "Wait a minute")])
def test_who_has_to_wait_is_told_so_on_a_page_of_ours(world, language: str, said: str):
    browser = Browser(headers={"accept-language": language})
    for _time in range(31):
        answer = browser.post("/accounts/login/", {"login": "nobody@fyr.example", "password": "wrong"})
    assert (answer.status_code, said in answer.text, "topbar" in answer.text) == (429, True, True)
