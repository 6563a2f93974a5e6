"""`make soak`: the whole product under steady work for some minutes; what must stay level is told at the end.

Asks every kind of page, logs meetings and tasks, and lets a month's reports fall due, all on loopback. Fails on
an answer of 500 or later, on memory or connections that grow and on anything left at the end.
"""

import argparse
import json
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import psutil

from tests.product import Product, manage

PASSWORD = "fyr-i-natten"
PEOPLE = ["cecilia", "klara", "petra", "jonas"]
PAGES = [
    *("/", "/crm/clients/", "/crm/clients/?search=ab", "/crm/clients/1/", "/crm/meetings/", "/crm/tasks/"),
    *("/contacts/organisations/", "/contacts/people/", "/search/?q=kl", "/projects/", "/projects/1/", "/reports/"),
    *("/projects/?as_of=2026-06-30&compare=2026-03-31", "/api/v1/clients/", "/api/v1/projects/"),
]
# How much a process may hold at the end of what it held when warm: a leak of a kilobyte a page would be far more.
MAY_GROW = 1.25
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """One who is signed in and works, by the pages and by the API; `answers` counts the statuses she got."""

    def __init__(self, address: str, name: str, token: str, answers: Counter[int]) -> None:
        self.address, self.token, self.answers = address, token, answers
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        found = TOKEN.search(self.ask("/accounts/login/"))
        typed = {"login": f"{name}@innovationsund.example", "password": PASSWORD}
        self.ask("/accounts/login/", urlencode(typed | {"csrfmiddlewaretoken": found[1] if found else ""}).encode())

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> str:
        request = Request(self.address + path, data, {"Referer": self.address + path} | headers)
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.answers[answer.status] += 1
                return str(answer.read().decode())
        except HTTPError as refused:
            self.answers[refused.code] += 1
            return ""

    def add(self, path: str, **record: object) -> None:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        self.ask(path, json.dumps(record).encode(), **headers)

    def work(self, until: float) -> None:
        number = 0
        while time.monotonic() < until:
            self.ask(PAGES[number % len(PAGES)])
            if number % 5 == 0:
                client, now = 1 + number % 200, datetime.now(UTC).isoformat()
                self.add("/api/v1/meetings/", kind="video", starts_at=now, clients=[client], note=f"Genomgång {number}")
                self.add("/api/v1/tasks/", text=f"Ring {number}", client=client)
            number += 1


def memory(product: Product) -> dict[int, int]:
    return {one.pid: one.memory_info().rss for one in psutil.Process(product.process.pid).children(recursive=True)}


def connections(product: Product) -> int:
    """Backends of its PostgreSQL."""
    [server] = [one for one in product.processes() if one.name() == "postgres" and "-D" in one.cmdline()]
    return sum("idle" in " ".join(one.cmdline()) for one in server.children())


def run(minutes: float) -> list[str]:
    """What went wrong, in words."""
    answers: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder)).wait_until_ready()
        try:
            people = [Person(product.address, name, _token(folder, name), answers) for name in PEOPLE]
            until = time.monotonic() + minutes * 60
            threads = [threading.Thread(target=person.work, args=[until]) for person in people]
            for thread in threads:
                thread.start()
            threads[0].join(minutes * 60 / 4)
            warm, joined = memory(product), connections(product)
            manage("tick", "--at", "2026-12-01T07:00+01:00", "--really", "--var", folder)
            for thread in threads:
                thread.join()
            told = _judge(warm, memory(product), joined, connections(product), answers)
            mails = list(Path(folder, "mail").rglob("*.eml"))
        finally:
            product.stop()
        left = [one for one in psutil.process_iter(["cmdline"]) if folder in " ".join(one.info["cmdline"] or [])]
        print(f"{sum(answers.values())} answers in {minutes:g} minutes: {dict(answers)}; {len(mails)} mails")
    return told + [f"left running: {one}" for one in left]


def _token(folder: str, name: str) -> str:
    done = manage("api_token", f"{name}@innovationsund.example", "--var", folder)
    return done.stdout.split()[-1]


def _judge(warm: dict[int, int], end: dict[int, int], joined: int, later: int, answers: Counter[int]) -> list[str]:
    told = [f"{count} answers of {status}" for status, count in answers.items() if status >= 500]
    grown = {pid: (warm[pid], end[pid]) for pid in warm.keys() & end.keys()}
    for pid, (before, after) in sorted(grown.items()):
        print(f"process {pid}: {before / 2**20:.0f} → {after / 2**20:.0f} MB")
    told += [f"process {pid} grew" for pid, (before, after) in grown.items() if after > MAY_GROW * before + 16 * 2**20]
    if gone := warm.keys() - end.keys():
        told.append(f"{len(gone)} processes died")
    print(f"connections to PostgreSQL: {joined} → {later}")
    return told + (["connections grow"] if later > joined + 8 else [])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    told = run(parser.parse_args().minutes)
    print("\n".join(told) or "nothing grew, nothing failed, nothing is left")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
