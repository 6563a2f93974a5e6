"""Fixtures of the browser tests: one Chromium for all, and a page that is signed in as a member of the cast."""

import os
import threading
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState, expect

from accounts.models import User
from tests.begun import begun
from tests.browser.page import chromium, context, sign_in
from tests.product import Product, until
from tests.world import World

# Playwright keeps an event loop in this thread; Django would refuse the database calls of the fixtures there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """While Playwright's event loop is there, this thread has other connections to the database than before and after;
    those of the other time are closed, or the database could not be dropped."""
    connections.close_all()
    with chromium() as started:
        yield started
        connections.close_all()


@pytest.fixture
def live_world(live_server, world: World) -> World:
    """The cast in a running product; `live_server.url` is its address."""
    return world


def is_ours(said: ConsoleMessage) -> bool:
    """Axe tries styles on its own elements, which the page's policy blocks; such messages name no file."""
    return bool(said.location.get("url"))


@pytest.fixture
def signed_in(live_server, live_world: World, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`signed_in(user, width=390, …)`: an empty page of her own browser, in which she has signed in; what its console
    calls an error fails the test."""
    contexts, errors = [], []

    def open_page(user: User, **options: object) -> Page:
        contexts.append(context(browser, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" and is_ours(said) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    open_page.errors = errors
    yield open_page
    for one in contexts:
        one.close()
    # What was asked for last may still be answered; the database is emptied next.
    until(nobody_is_answered)
    assert errors == []


def session_of(user: User) -> str:
    """What signing in puts in her cookie; the form by which one signs in has tests of its own."""
    program = Client()
    program.force_login(user)
    return program.cookies[settings.SESSION_COOKIE_NAME].value


def nobody_is_answered() -> bool:
    """The live server has a thread for each connection, as long as its browser keeps it."""
    return not any("process_request_thread" in thread.name for thread in threading.enumerate())


@pytest.fixture
def form(live_server, live_world: World, signed_in: Callable[..., Page]) -> Page:
    """The advisor's form of a meeting with her client, and its note."""
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/meetings/log/?client={live_world.client.pk}")
    # Its page has been given the key of this device.
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def quietly(signed_in):
    """Requests that are refused or do not arrive are what these tests are about; the console may say so."""
    yield
    unforeseen = [error for error in signed_in.errors if not error.startswith("Failed to load resource")]
    signed_in.errors[:] = unforeseen


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product with its demo region, its worker and its mail, in processes of its own."""
    started = Product(begun(tmp_path_factory.mktemp("product") / "var")).wait_until_ready()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def states(product: Product) -> dict[str, StorageState]:
    """Who has signed in to `product`, with what that left in her browser."""
    return {}


@pytest.fixture
def opened(product: Product, browser: Browser, states: dict[str, StorageState]) -> Iterator[Callable[..., Page]]:
    """`opened("petra", width=390, …)`: a page of `product` in her own browser, in which she has signed in."""
    contexts = []

    def sign_in_as(name: str, **options: object) -> Page:
        contexts.append(context(browser, state=states.get(name), **options))
        page = contexts[-1].new_page()
        if name not in states:
            sign_in(page, product.address, f"{name}@innovationsund.example", "fyr-i-natten")
            states[name] = page.context.storage_state()
        return page

    yield sign_in_as
    for one in contexts:
        one.close()
