"""A worker in a process of its own that a test may kill, and waiting for what it does."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.reports.conftest import FIRST

WORK = """
import django, sys
django.setup()
from datetime import datetime
from django.conf import settings
from django.db import connection
from worker.tasks import carry_out_all
carry_out_all(datetime.fromisoformat(sys.argv[1]))
"""


@pytest.fixture
def worker():
    """Starts a worker on the test's own database; whatever is left of it is killed."""
    started = []

    def start():
        environment = os.environ | {"DATABASE_URL": address(), "SMTP_TIMEOUT": "60", "SMTP_ANSWER_TIMEOUT": "60"}
        command = [sys.executable, "-c", WORK, FIRST.isoformat()]
        started.append(subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def address():
    """Of the test's database, which has another name than the one the environment tells."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    return f"{base.rpartition('/')[0]}/{name}?{query}"


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL
