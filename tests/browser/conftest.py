"""Fixtures of the browser tests: one Chromium for all, and a page that is signed in as a member of the cast."""

import os
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from accounts.models import User
from tests.begun import begun
from tests.browser.page import chromium, context, sign_in
from tests.product import Product, until
from tests.world import PASSWORD, World

# Playwright keeps an event loop in this thread; Django would refuse the database calls of the fixtures there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def live_world(live_server, world: World) -> World:
    """The cast in a running product; `live_server.url` is its address."""
    return world


def is_ours(said: ConsoleMessage) -> bool:
    """Axe tries styles on its own elements, which the page's policy blocks; such messages name no file."""
    return bool(said.location.get("url"))


@pytest.fixture
def signed_in(live_server, live_world: World, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`signed_in(user, width=390, …)`: a page of her own browser; what its console calls an error fails the test."""
    contexts, errors = [], []

    def open_page(user: User, **options: object) -> Page:
        contexts.append(context(browser, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" and is_ours(said) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        sign_in(page, live_server.url, user.email, PASSWORD)
        return page

    open_page.errors = errors
    yield open_page
    for one in contexts:
        one.close()
    # What was asked for last may still be answered; the database is emptied next.
    until(nobody_is_answered)
    assert errors == []


def nobody_is_answered() -> bool:
    """The live server has a thread for each connection, as long as its browser keeps it."""
    return not any("process_request_thread" in thread.name for thread in threading.enumerate())


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


@pytest.fixture
def opened(product: Product, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`opened("petra", width=390, …)`: a page of `product` in her own browser, signed in."""
    contexts = []

    def sign_in_as(name: str, **options: object) -> Page:
        contexts.append(context(browser, **options))
        page = contexts[-1].new_page()
        sign_in(page, product.address, f"{name}@innovationsund.example", "fyr-i-natten")
        return page

    yield sign_in_as
    for one in contexts:
        one.close()
