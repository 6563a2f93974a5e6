"""Every test run has an own embedded PostgreSQL, Valkey and SMTP server, started before Django reads its settings."""

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django
import django.conf
import hypothesis
import pytest
import pytest_django
from django.urls import clear_url_caches, include, path
from django.utils import translation

from embedded import postgres, valkey
from tests.begun import SHARED
from tests.mailbox import Mailbox

FOLDER = Path(tempfile.mkdtemp(prefix="fyr-test-"))
MAILBOX = Mailbox(valkey.free_port())


def _compile_once() -> None:
    """Where Python may leave no compiled modules beside their sources, all processes of a run share those of its own:
    each that a test starts compiled the product and its packages anew, for seconds."""
    if sys.dont_write_bytecode and not sys.pycache_prefix:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(FOLDER / "pycache")
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


def _start() -> None:
    atexit.register(_stop)
    os.environ.setdefault(SHARED, str(FOLDER))
    _compile_once()
    # What the machine's own environment says about Fyr is not for tests.
    for name in ("BASE_URL", "ALLOWED_HOSTS", "MAILBOX_DIR", "STATIC_ROOT", "MEDIA_ROOT", "LANGUAGE_CODE", "COUNTRY"):
        os.environ.pop(name, None)
    os.environ |= {
        "DATABASE_URL": postgres.start(FOLDER / "pg", durable=False),
        "REDIS_URL": valkey.start(FOLDER / "valkey"),
        "SMTP_URL": f"smtp://127.0.0.1:{MAILBOX.port}",
        "SMTP_TIMEOUT": "5",
        "SMTP_ANSWER_TIMEOUT": "5",
        "SECRET_KEY": "only-for-tests-" + "x" * 40,
        "FYR_VAR": str(FOLDER),
        "DEBUG": "no",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    MAILBOX.start()


def _stop() -> None:
    with contextlib.suppress(RuntimeError):
        MAILBOX.stop()
    valkey.stop(FOLDER / "valkey")
    postgres.stop(FOLDER / "pg")
    shutil.rmtree(FOLDER, ignore_errors=True)


_start()
django.setup()
# The same examples each time, so that a run says something of the change; `make faults` looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
MAILERS = django.conf.settings.MAILERS
# A slow hash protects stored passwords; those of tests need none, and half a second for each user.
django.conf.settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

from tests.emptying import Emptying  # noqa: E402 - needs the settings above
from tests.world import world  # noqa: E402, F401 - a fixture for every test; needs the settings above


def pytest_configure(config: pytest.Config) -> None:
    """Processes that run tests beside each other read their settings after starting services of their own, not ours."""
    if getattr(config.option, "numprocesses", None):
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    config.option.loadscopereorder = False


# Where tests wait for other processes and browsers; next, what goes through everything.
LONGEST = ("browser", "embedded"), ("tests", "rights")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Processes take file after file: the long ones first, or one process would end with them while the other has
    nothing to do. By name among each other, so that what waits stands beside what works."""

    def place(item: pytest.Item) -> tuple[int, str]:
        folder, name = item.path.parent.name, item.path.name
        group = next((number for number, one in enumerate(LONGEST) if folder in one), len(LONGEST))
        return group, name if group == 0 else ""

    items.sort(key=place)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Emptying:
    with django_db_blocker.unblock():
        emptying = Emptying()
    emptying.instead_of_flushing()
    return emptying


@pytest.fixture(autouse=True)
def plain_static_files(settings: object) -> None:
    """Pages in tests name their files without the manifest that collectstatic makes."""
    settings.STORAGES = settings.STORAGES | {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests read rules' sentences in English, whatever language the test before them was left in."""
    with translation.override("en"):
        yield


@pytest.fixture
def mailbox_folder(settings: object, tmp_path: Path) -> Iterator[Path]:
    """Where a catcher of our own keeps its mail; its pages exist as they do where MAILBOX_DIR is set at the start."""
    # First: read while the setting stands, the routes would have these for good.
    routes = import_module(django.conf.settings.ROOT_URLCONF).urlpatterns
    settings.MAILBOX_DIR = str(tmp_path / "mailbox")  # type: ignore[attr-defined]
    (tmp_path / "mailbox").mkdir()
    added = path("mailbox/", include("embedded.urls"))
    routes.append(added)
    clear_url_caches()
    yield tmp_path / "mailbox"
    routes.remove(added)
    clear_url_caches()


@pytest.fixture
def mailbox(settings: object) -> Mailbox:
    """The real SMTP server, empty and willing; without this fixture Django keeps mail in memory."""
    settings.MAILERS = MAILERS  # type: ignore[attr-defined]
    MAILBOX.clear()
    return MAILBOX
