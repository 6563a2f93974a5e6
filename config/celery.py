"""The Celery application; its messages are hints that carry a row's id."""

import os
from typing import Any

from celery import Celery
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Somebody waits at a page while her hint is sent: a broker that hangs is given up as soon as the cache is. Workers, who
# read, wait for as long as there is nothing to do.
SENDING = {"socket_timeout": 2, "socket_connect_timeout": 2, "max_retries": 1, "connect_retries_timeout": 1}


class Fyr(Celery):
    def connection_for_write(self, url: str | None = None, **more: Any) -> Connection:
        return super().connection_for_write(url, **more | {"transport_options": SENDING})


app = Fyr("fyr")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["worker"])
