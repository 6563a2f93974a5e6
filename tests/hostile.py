"""Hostile text in every parameter of every page and in every field of every form, as an administrator sees them."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client as Browser
from django.urls import resolve, reverse

from tests.walk import Form, Page, Watching, routes, walk

TEXTS = ["²", "9" * 5000, "0001-01-01"]
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
