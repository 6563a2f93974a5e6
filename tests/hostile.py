"""Hostile text in every parameter of every page and in every field of every form, as an administrator sees them."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client as Browser
from django.urls import resolve, reverse

from tests.walk import Form, Page, Watching, routes, walk

# One of each kind for each field alone; all of them at once in every field, and each alone in `make faults`.
TEXTS = ["²", "0001-01-01"]
ALL_TEXTS = [
    *TEXTS, *("-1", "0", "9" * 19, "9" * 5000, "a\x00b", "1e400", "NaN", "9999-12-31", "2026-13-45", "24/11 99:99"),
    *("2026-W99", "null", "[]", '{"a":1}', "<script>", "'\"", "%", "%00", "x" * 3000, "\u202e", "\ud800", "é" * 300),
]  # fmt: skip
# What a form sends of itself, and the form that ends the walk.
OWN = {"csrfmiddlewaretoken"}
ENDS = "account_logout"


def pages(browser: Browser) -> dict[str, list[Page]]:
    starts = [address for address, _name in routes() if "<" not in address and "(" not in address]
    return walk(browser, [reverse("crm:today"), *starts], most=1)


def broken_parameters(browser: Browser, found: dict[str, list[Page]], nasty: list[str]) -> tuple[int, list[str]]:
    tried, broken = 0, []
    for name, (page, *_more) in found.items():
        browser.get(page.url)
        for asked in sorted(Watching.asked[0]):
            for text in nasty:
                tried += 1
                status = browser.get(page.url.partition("?")[0], {asked: text}).status_code
                if status >= 500:
                    broken.append(f"{status} {name} ?{asked}={text[:20]!r}")
    return tried, broken


def broken_by_all(browser: Browser, found: dict[str, list[Page]], texts: list[str]) -> tuple[int, list[str]]:
    """Each text in all the parameters of a page at once, and in all the fields of a form."""
    asked = []
    for name, (page, *_more) in found.items():
        browser.get(page.url)
        asked.append((name, page.url.partition("?")[0], sorted(Watching.asked[0])))
    statuses = [
        (name, text, browser.get(url, dict.fromkeys(names, text)).status_code)
        for name, url, names in asked
        for text in texts
        if names
    ]
    for name, form in forms(found):
        with transaction.atomic():
            typed = [form.fields | dict.fromkeys(form.fields.keys() - OWN, text) for text in texts]
            statuses += [
                (name, text, browser.post(form.action, one).status_code) for text, one in zip(texts, typed, strict=True)
            ]
            transaction.set_rollback(True)
    return len(statuses), [f"{status} {name} {text[:20]!r}" for name, text, status in statuses if status >= 500]


def forms(found: dict[str, list[Page]]) -> Iterator[tuple[str, Form]]:
    """One of each: the view it is sent to, the form."""
    done = set()
    for form in [form for seen in found.values() for page in seen for form in page.forms if form.method == "post"]:
        name = resolve(urlsplit(form.action).path).view_name
        if name != ENDS and (name, *form.fields) not in done:
            done.add((name, *form.fields))
            yield name, form


def broken_fields(browser: Browser, found: dict[str, list[Page]], nasty: list[str]) -> tuple[int, list[str]]:
    """Each is sent to the product as it was; what a form has done is undone before the next."""
    tried, broken = 0, []
    sent = set()
    for name, form in forms(found):
        with transaction.atomic():
            for field in sorted(form.fields.keys() - OWN):
                if (name, field) in sent:
                    continue
                sent.add((name, field))
                for text in nasty:
                    tried += 1
                    status = browser.post(form.action, {**form.fields, field: text}).status_code
                    if status >= 500:
                        broken.append(f"{status} {name} {field}={text[:20]!r}")
            transaction.set_rollback(True)
    return tried, broken
