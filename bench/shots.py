"""`make shots`: pictures of every page of a running product, found by following the links, into var/shots/.

Of the product that `make up` runs, else of one started for it; light and dark, desk and phone, Swedish and English, by
those who see most of each page.
make shots ARGS="ADDRESS --only clients --language sv"
make shots ARGS="--readme" makes those of the README instead.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from bench.readme import shoot_readme
from tests.browser.page import SIZES, chromium, context, sign_in, speak
from tests.product import Product

PASSWORD = "fyr-i-natten"
# A page is shot as the first of these who finds it: she who works there, with rows.
PEOPLE = ["cecilia@innovationsund.example", "klara@innovationsund.example", "jonas@innovationsund.example"]
LOOKS = {"light": (1440, "light"), "dark": (1440, "dark"), "phone": (390, "light")}
# Pages seen by a stranger; the walk starts from the others.
PUBLIC = ["/accounts/login/", "/accounts/password/reset/"]
STARTS = ["/", "/more/", "/search/?q=an", "/settings/", "/accounts/password/change/", "/users/"]
NEVER = re.compile(r"/(api|static|accounts/logout|accounts/login)/|/(export|download|file|pdf|xlsx|csv)(/|$)")
TALLEST = 6000
NUMBER = re.compile(r"/\d+/")


def main(arguments: list[str]) -> None:
    options = _options(arguments)
    with _running(options) as options.address, chromium() as browser:
        (shoot_readme if options.readme else _shoot_all)(browser, options)


@contextmanager
def _running(options: argparse.Namespace) -> Iterator[str]:
    """The address asked for or $BASE_URL; else that of `make up`, if it runs; else of a product of our own."""
    here = "http://localhost:8000"
    if options.address:
        yield options.address
        return
    with suppress(OSError), urlopen(f"{here}/livez", timeout=5):
        yield here
        return
    with TemporaryDirectory() as folder:
        product = Product(Path(folder)).wait_until_ready()
        try:
            yield product.address
        finally:
            product.stop()


def _shoot_all(browser: Browser, options: argparse.Namespace) -> None:
    Path(options.out).mkdir(parents=True, exist_ok=True)
    known: set[str] = set()
    for path in PUBLIC:
        for language in options.language:
            shoot(browser, options, path, language, None)
    for email in options.email:
        shoot_as(browser, options, email, known)
    print(f"{len(known) + len(PUBLIC)} kinds of pages seen; pictures in {options.out}")


def shoot_as(browser: Browser, options: argparse.Namespace, email: str, known: set[str]) -> None:
    """Every page this person finds that nobody before her did."""
    page = context(browser).new_page()
    sign_in(page, options.address, email, options.password)
    before = speak(page, options.address, "en")
    paths = [path for path in walk(page, options.address, known) if options.only in path]
    for language in options.language:
        speak(page, options.address, language)
        state = page.context.storage_state()
        for path in paths:
            shoot(browser, options, path, language, state)
    speak(page, options.address, before)
    page.context.close()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.shots")
    parser.add_argument("address", nargs="?", default=os.environ.get("BASE_URL", ""))
    parser.add_argument("--out", default="var/shots")
    parser.add_argument("--readme", action="store_true", help="the README’s pictures, into docs/pictures")
    parser.add_argument("--only", default="", help="pages whose path contains this")
    parser.add_argument("--language", nargs="+", default=["en", "sv"], choices=["en", "sv"])
    parser.add_argument("--email", nargs="+", default=PEOPLE)
    parser.add_argument("--password", default=PASSWORD)
    return parser.parse_args(arguments)


def walk(page: Page, address: str, known: set[str]) -> Iterator[str]:
    """Every page that links lead to, one for each shape of address (a number stands for any number)."""
    waiting = list(STARTS)
    tried: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        shape = NUMBER.sub("/N/", urlsplit(path).path)
        if shape in tried or NEVER.search(shape):
            continue
        tried.add(shape)
        response = page.goto(urljoin(address, path))
        if response is None or not response.ok or "text/html" not in response.headers.get("content-type", ""):
            print(f"{path}: {response.status if response else 'no answer'}", file=sys.stderr)
            continue
        if shape not in known:
            known.add(shape)
            yield path
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        waiting += [
            urlsplit(link)._replace(scheme="", netloc="", fragment="").geturl()
            for link in links
            if link.startswith(address)
        ]


def shoot(browser: Browser, options: argparse.Namespace, path: str, language: str, state: Any) -> None:
    name = NUMBER.sub("/one/", urlsplit(path).path).strip("/").replace("/", "-") or "today"
    for look, (width, scheme) in LOOKS.items():
        view = browser.new_context(
            storage_state=state,
            viewport={"width": width, "height": SIZES[width]},
            color_scheme=scheme,
            locale=language,
        )
        page = view.new_page()
        page.goto(urljoin(options.address, path))
        # The whole page in view, so that what sticks to the foot of the window stands at the foot of the picture.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(height, SIZES[width]), TALLEST)})
        page.screenshot(path=f"{options.out}/{name}-{language}-{look}.png")
        view.close()


if __name__ == "__main__":
    main(sys.argv[1:])
