"""A visitor: asks over kept connections, alone or eight at a time, and notes how long each answer took."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.counting import ANSWER, ASK


@dataclass(frozen=True)
class Question:
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Times:
    """Seconds of each answer; `wrong` counts answers that were not the expected status, by status."""

    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0
    # Milliseconds of processor the server used for each answer.
    processor: float = 0
    wrong: Counter[int] = field(default_factory=Counter)

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)] * 1000

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.elapsed


class Visitor:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, question: Question, **headers: str) -> tuple[int, bytes, Any]:
        """(status, body, headers)"""
        self.connection.request(question.method, question.path, question.body or None, question.headers | headers)
        response = self.connection.getresponse()
        return response.status, response.read(), response.headers

    def count(self, question: Question) -> int:
        return int(self.ask(question, **{ASK: "yes"})[2].get(ANSWER, "-1"))


def measure(
    port: int, make: Callable[[int], Question], *, expected: set[int], clients: int, seconds: float, most: int
) -> Times:
    """Ask again and again for so many seconds, at most so many times in all; `make` gives the question by number."""
    times, lock, numbers = Times(), threading.Lock(), iter(range(most))
    until = time.perf_counter() + seconds

    def visit() -> None:
        visitor = Visitor(port)
        while time.perf_counter() < until:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            question = make(number)
            began = time.perf_counter()
            status, _body, _headers = visitor.ask(question)
            took = time.perf_counter() - began
            with lock:
                times.seconds.append(took)
                times.wrong.update([status] if status not in expected else [])

    began = time.perf_counter()
    threads = [threading.Thread(target=visit) for _each in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.elapsed = time.perf_counter() - began
    return times
