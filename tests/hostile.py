"""Hostile text in every parameter of every page and in every field of every form, as an administrator sees them."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from django.db import transaction
from django.test import Client as Browser
from django.urls import resolve, reverse

from config.api import router
from tests.walk import Form, Page, Watching, routes, walk

TEXTS = [
    *("²", "0001-01-01", "9" * 5000, "-1", "0", "9" * 19, "a\x00b", "1e400", "NaN", "9999-12-31", "2026-13-45"),
    *("24/11 99:99", "2026-W99", "null", "[]", '{"a":1}', '{"a\\u0000b":1}', '{"\\ud800":[]}'),
    *("<script>", "'\"", "%", "%00", "x" * 3000, "\u202e"),
]  # fmt: skip
# Names of fields and parameters that no form has.
NAMES = ["a\0b", "", "²", "x" * 3000, "__class__", "pk__in", "a[b]", "\u202e"]
# Keys that an address may have; the first are asked everywhere.
PATHS = ["9" * 5000, "²", "１２", "9" * 19, "0", "-1", "a\0b", "'\"", "%", "x" * 3000, "\u202e"]
ALWAYS = 2
# A parameter of an address, as Django or a regular expression writes it.
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
# What a form sends of itself, and the form that ends the walk.
OWN = {"csrfmiddlewaretoken"}
ENDS = "account_logout"


def pages(browser: Browser) -> dict[str, list[Page]]:
    starts = [address for address, _name in routes() if "<" not in address and "(" not in address]
    return walk(browser, [reverse("crm:today"), *starts], most=1)


def some(number: int, most: int) -> list[str]:
    """Up to so many texts, others for the next number."""
    return [TEXTS[(number + place) % len(TEXTS)] for place in range(min(most, len(TEXTS)))]


def broken_parameters(browser: Browser, found: dict[str, list[Page]], most: int) -> tuple[int, list[str]]:
    """Each parameter alone, with so many texts."""
    tried, broken = 0, []
    for name, (page, *_more) in found.items():
        browser.get(page.url)
        for asked in sorted(Watching.asked[0]):
            for text in some(tried, most):
                tried += 1
                status = browser.get(page.url.partition("?")[0], {asked: text}).status_code
                if status >= 500:
                    broken.append(f"{status} {name} ?{asked}={text[:20]!r}")
    return tried, broken


def broken_by_all(browser: Browser, found: dict[str, list[Page]], most: int) -> tuple[int, list[str]]:
    """So many texts, each in all the parameters of a page at once, and in all the fields of a form."""
    statuses = []
    for name, (page, *_more) in found.items():
        browser.get(page.url)
        url, asked = page.url.partition("?")[0], sorted(Watching.asked[0])
        for text in some(len(statuses), most) if asked else []:
            statuses.append((name, text, browser.get(url, dict.fromkeys(asked, text)).status_code))
    for name, form in forms(found):
        with transaction.atomic():
            for text in some(len(statuses), most):
                typed = form.fields | dict.fromkeys(form.fields.keys() - OWN, text)
                statuses.append((name, text, browser.post(form.action, typed).status_code))
            transaction.set_rollback(True)
    return len(statuses), [f"{status} {name} {text[:20]!r}" for name, text, status in statuses if status >= 500]


def broken_by_names(browser: Browser, found: dict[str, list[Page]]) -> tuple[int, list[str]]:
    """NUL, which is refused before a page is asked, and all other odd names at once, beside what a page or form has."""
    statuses = []
    for odd in (dict.fromkeys(NAMES[:1], "x"), dict.fromkeys(NAMES[1:], "x")):
        for name, (page, *_more) in found.items():
            statuses.append((name, browser.get(page.url.partition("?")[0], odd).status_code))
        for name, form in forms(found):
            with transaction.atomic():
                statuses.append((name, browser.post(form.action, form.fields | odd).status_code))
                transaction.set_rollback(True)
    return len(statuses), [f"{status} {name}" for name, status in statuses if status >= 500]


def forms(found: dict[str, list[Page]]) -> Iterator[tuple[str, Form]]:
    """One of each: the view it is sent to, the form."""
    done = set()
    for form in [form for seen in found.values() for page in seen for form in page.forms if form.method == "post"]:
        name = resolve(urlsplit(form.action).path).view_name
        if name != ENDS and (name, *form.fields) not in done:
            done.add((name, *form.fields))
            yield name, form


def broken_fields(browser: Browser, found: dict[str, list[Page]], most: int) -> tuple[int, list[str]]:
    """Each is sent to the product as it was; what a form has done is undone before the next."""
    tried, broken = 0, []
    sent = set()
    for name, form in forms(found):
        with transaction.atomic():
            browser.post(form.action, form.fields)
            # What its view asks for, whether or not this page had a field for it: a list may have had nothing to offer.
            for field in sorted((form.fields.keys() | Watching.asked[1]) - OWN):
                if (name, field) in sent:
                    continue
                sent.add((name, field))
                for text in some(tried, most):
                    tried += 1
                    status = browser.post(form.action, {**form.fields, field: text}).status_code
                    if status >= 500:
                        broken.append(f"{status} {name} {field}={text[:20]!r}")
            transaction.set_rollback(True)
    return tried, broken


def broken_paths(
    browser: Browser, found: dict[str, list[Page]], headers: dict[str, str], most: int
) -> tuple[int, list[str]]:
    """Each parameter of each route alone, the others being keys that are there, by each method; pages as the browser's
    user, the API with `headers`. What was done is undone."""
    tried, broken = 0, []
    there = known_paths(found)
    for address in sorted({address for address, _name in routes()}):
        is_api = address.startswith("/api/")
        for asked in parameters(address):
            for text in [*PATHS[:ALWAYS], *(PATHS[ALWAYS:] * 2)[tried % 9 :][: most - ALWAYS]]:
                url = filled(address, there.get(plain(address), {}) | {asked: text})
                with transaction.atomic():
                    for method in ("get", "post", "patch", "delete") if is_api else ("get", "post"):
                        tried += 1
                        status = getattr(browser, method)(url, headers=headers if is_api else None).status_code
                        if status >= 500:
                            broken.append(f"{status} {method} {address} {asked}={text[:20]!r}")
                    transaction.set_rollback(True)
    return tried, broken


def parameters(address: str) -> list[str]:
    return [plainly or named for plainly, named in PARAMETER.findall(address)]


def plain(address: str) -> str:
    """Without what only its parameters say."""
    return PARAMETER.sub("{}", address)


def filled(address: str, values: dict[str, object]) -> str:
    def value(one: re.Match[str]) -> str:
        return quote(str(values.get(one[1] or one[2], 1)), safe="")

    return PARAMETER.sub(value, address).replace("^", "").replace("$", "").replace("\\", "")


def known_paths(found: dict[str, list[Page]]) -> dict[str, dict[str, object]]:
    """Of each route the keys that the walk, its forms and the API's collections have for it."""
    seen = [urlsplit(page.url).path for pages in found.values() for page in pages]
    there: dict[str, dict[str, object]] = {}
    for path in [*seen, *(urlsplit(form.action).path for _name, form in forms(found))]:
        matched = resolve(path)
        there.setdefault(plain(f"/{matched.route}"), matched.kwargs)
    for address in {address for address, _name in routes() if address.startswith("/api/v1/")}:
        prefix = address.removeprefix("/api/v1/").lstrip("^").partition("/")[0]
        there.setdefault(plain(address), {"pk": first_key(prefix)})
    return there


def first_key(prefix: str) -> object:
    views = {name: view for name, view, _base in router.registry}
    queryset = getattr(views.get(prefix), "queryset", None)
    first = None if queryset is None else queryset.model._base_manager.order_by("pk").first()
    return 1 if first is None else first.pk
