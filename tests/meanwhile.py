"""Two at once, in the order that is dangerous: the second has looked before the first is done, and writes after."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction
from django.test import Client as Browser

from tests.product import until

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() != (0,)


def meanwhile(save: Callable[[], object], ask: Callable[[Browser], Any]) -> Any:
    """What `ask` is answered when it has looked before `save` is committed, and writes after."""

    def asked() -> Any:
        try:
            return ask(Browser(raise_request_exception=False))
        finally:
            connection.close()

    def waits() -> bool:
        assert not answer.done(), answer.result().content.decode()
        return someone_waits()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            save()
            answer = thread.submit(asked)
            until(waits)
        return answer.result()
