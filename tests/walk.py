"""Walking the product as it stands: routes by addresses that are there, what each asks for, the forms it shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import QueryDict
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404


def routes(resolver: Any = None, before: str = "/") -> Iterator[tuple[str, str]]:
    """(address pattern, view's name) of every route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.name or ""


@dataclass
class Form:
    """As a browser would send it: `fields` are name → values."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url, self.links, self.forms = url, [], []
        self._form: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in told:
            self.links.append(urljoin(self.url, told["href"]))
        for name in ("hx-get", "data-url"):
            if name in told:
                self.links.append(urljoin(self.url, told[name]))
        if tag == "form":
            self._form = Form(urljoin(self.url, told.get("action") or self.url), told.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is not None and tag in {"input", "textarea", "select", "button"} and told.get("name"):
            self._select = told["name"] if tag == "select" else ""
            self._form.fields.setdefault(told["name"], []).append(told.get("value", ""))
        if tag == "option" and self._select and "selected" in told and self._form is not None:
            self._form.fields[self._select] = [told.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def walk(browser: Browser, starts: Iterable[str], most: int = 2) -> dict[str, list[Page]]:
    """Follow every link from `starts`; up to `most` pages of each view, by the view's name."""
    found: dict[str, list[Page]] = {}
    seen, queue = set(), list(starts)
    while queue:
        url = queue.pop(0).partition("#")[0]
        parts = urlsplit(url)
        if url in seen or parts.netloc not in {"", "testserver"}:
            continue
        seen.add(url)
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            continue
        if len(found.get(name, [])) >= most:
            continue
        answer = browser.get(url)
        html = answer.content.decode() if answer.get("Content-Type", "").startswith("text/html") else ""
        page = Page(url, html)
        found.setdefault(name, []).append(page)
        queue += [*page.links, answer.get("Location", "")]
        queue += [form.action for form in page.forms if form.method == "get"]
    return found


FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class Watched(QueryDict):
    """Remembers which names a view asked for."""

    asked: set[str] = set()  # noqa: RUF012 - each has its own, from `of`

    @classmethod
    def of(cls, given: QueryDict) -> "Watched":
        watched = cls(mutable=True)
        for name, values in given.lists():
            watched.setlist(name, values)
        watched.asked = set()
        return watched

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)

    def getlist(self, name: str, default: Any = None) -> list[Any]:
        self.asked.add(name)
        return super().getlist(name, default)


class Watching:
    """Middleware: what the last request's view asked of its address and of its form."""

    asked: tuple[set[str], set[str]] = (set(), set())

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        request.GET = Watched.of(request.GET)
        form = None
        # Read now, what a program has sent could be read no more by the view; the API puts its own in the form's place.
        if request.method == "POST" and request.content_type in FORMS:
            form = request.POST = Watched.of(request.POST)
        answer = self.get_response(request)
        Watching.asked = (request.GET.asked, form.asked if form is not None else set())
        return answer
