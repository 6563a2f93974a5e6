"""`manage.py up` as a person at a terminal meets it: one line, a clean end, one sentence when something is wrong."""

import json
import os
import signal
import socket
import urllib.request

import psutil
import pytest

from embedded import folder, postgres, starting, up
from embedded.folder import ROOT
from tests.begun import begun
from tests.product import PATIENCE, Product, manage, until


def status(product: Product, path: str) -> int:
    with urllib.request.urlopen(product.address + path, timeout=10) as answer:
        return answer.status


@pytest.fixture
def started():
    """Products to stop whatever happens."""
    products = []
    yield products
    for product in products:
        product.stop(signal.SIGTERM)


def test_up_says_one_line_serves_and_leaves_nothing(tmp_path, started):
    product = Product(tmp_path / "var", "--empty")
    started.append(product)
    product.wait_until_ready()
    assert product.lines == [f"Fyr is ready at {product.address}"]
    assert [status(product, path) for path in ("/livez", "/readyz", "/accounts/login/")] == [200, 200, 200]
    until(lambda: product.part("worker") and product.part("beat"))
    family = product.processes()
    assert len(family) > 6
    assert [
        str(path) for path in product.var.rglob("*") if path.lstat().st_mode & 0o077 and not path.is_symlink()
    ] == []
    # Root's PostgreSQL runs as another user, who may pass through the folder and not look into it.
    assert product.var.stat().st_mode & 0o066 == 0
    # Ctrl-C reaches everything at the terminal, not only the supervisor.
    assert product.stop(signal.SIGINT) == 0
    assert product.lines == [f"Fyr is ready at {product.address}"]
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    assert product.processes() == []


def test_compiled_modules_are_kept_in_the_folder_where_python_may_leave_them_nowhere_else(tmp_path, started):
    chosen, found = str(tmp_path / "chosen"), []
    for name, told in (("first", "1"), ("second", "")):
        python = {"PYTHONDONTWRITEBYTECODE": told, "PYTHONPYCACHEPREFIX": "" if told else chosen}
        product = Product(begun(tmp_path / name, "--empty"), "--empty", **python)
        started.append(product)
        product.wait_until_ready()
        found.append(len(list((tmp_path / name).rglob("config/wsgi.*.pyc"))))
    assert found == [1, 0]


def test_two_folders_run_at_once_and_a_folder_only_once(tmp_path, started):
    first = Product(begun(tmp_path / "first", "--empty"), "--empty")
    second = Product(begun(tmp_path / "second", "--empty"), "--empty")
    started += [first, second]
    first.wait_until_ready()
    second.wait_until_ready()
    assert status(first, "/readyz") == status(second, "/readyz") == 200
    again = manage("up", "--var", str(first.var), "--port", str(second.port + 1), "--empty")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == f"fyr: Fyr runs already on the folder {first.var}; stop it, or name another with --var.\n"


def test_up_starts_again_after_its_supervisor_was_killed(tmp_path, started):
    killed = Product(begun(tmp_path / "var", "--empty"), "--empty")
    started.append(killed)
    killed.wait_until_ready()
    orphans = killed.processes()
    assert killed.stop(signal.SIGKILL) == -signal.SIGKILL
    again = Product(killed.var, "--empty", port=killed.port)
    started.append(again)
    again.wait_until_ready()
    assert status(again, "/readyz") == 200
    ours = {process.pid for process in again.processes()}
    left = [process for process in psutil.wait_procs(orphans, timeout=PATIENCE)[1] if process.pid not in ours]
    assert left == []


def test_a_command_finds_the_running_instance_by_its_folder(tmp_path, started):
    product = Product(begun(tmp_path / "var", "--empty"), "--empty")
    started.append(product)
    product.wait_until_ready()
    told = manage("shell", "--no-imports", "-c", SAY, "--var", str(product.var))
    said = json.loads(told.stdout)
    assert said["mailbox"] == str(product.var / "mail")
    assert said["base"] == product.address
    assert said["tables"] > 10


SAY = """
import json
from django.conf import settings
from django.db import connection
print(json.dumps({
    "mailbox": settings.MAILBOX_DIR,
    "base": settings.BASE_URL,
    "tables": len(connection.introspection.table_names()),
}))
"""


def test_only_the_demo_region_has_a_name_of_its_own(tmp_path, monkeypatch):
    assert starting.of_demo(tmp_path) == {}
    (tmp_path / folder.SIGN_INS).write_text("sign in as …")
    assert starting.of_demo(tmp_path) == {"WORKSPACE_NAME": "Innovation Sund"}
    monkeypatch.setenv("WORKSPACE_NAME", "Region Nord")
    assert starting.of_demo(tmp_path) == {}


def test_a_command_without_an_instance_starts_what_it_needs_and_stops_it(tmp_path):
    told = manage("shell", "--no-imports", "-c", SAY, "--var", str(tmp_path / "var"))
    assert json.loads(told.stdout)["tables"] == 0
    assert postgres.pid(tmp_path / "var" / "pg") is None


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = manage("up", "--var", str(tmp_path / "var"), "--port", str(port))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (f"fyr: Port {port} cannot be used (Address already in use); choose another with --port.\n")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "file" / "var"
    answer = manage("up", "--var", str(folder), "--port", "8999")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        f"fyr: The folder {folder} cannot be written (Not a directory); name another with --var.\n"
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "maybe", "DEBUG must be yes or no, not “maybe”."),
        ("DATABASE_POOL_SIZE", "many", "DATABASE_POOL_SIZE must be a whole number, not “many”."),
        ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL must begin with postgres:// or postgresql://; it is"),
    ],
)
def test_a_broken_setting_is_one_sentence(tmp_path, name, value, sentence):
    answer = manage("up", "--var", str(tmp_path / "var"), "--port", str(free()), **{name: value})
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"fyr: {sentence}")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("said", "is_own", "comes"),
    [([], True, True), (["--empty"], True, False), ([], False, False), (["--demo"], False, True)],
)
def test_the_demo_comes_into_a_given_database_only_when_it_is_said(said, is_own, comes):
    assert up._wants_demo(up._options(said), is_own=is_own) is comes


def free() -> int:
    from embedded.valkey import free_port

    return free_port()


def test_the_secret_is_made_once_and_kept_private(tmp_path):
    var = tmp_path / "var"
    first = manage("shell", "--no-imports", "-c", "", "--var", str(var))
    assert first.returncode == 0, first.stderr
    secret = (var / "secret_key").read_text()
    assert len(secret) > 50
    assert os.stat(var / "secret_key").st_mode & 0o777 == 0o600
    manage("shell", "--no-imports", "-c", "", "--var", str(var))
    assert (var / "secret_key").read_text() == secret


def test_a_command_makes_the_tables_of_a_new_folder_first(tmp_path):
    done = manage("import", "partner", str(ROOT / "tests/data/legacy/partner.csv"), "--var", str(tmp_path))
    assert "There is no administrator." in done.stderr
    told = manage("shell", "-c", "from crm.models import Client; Client.objects.count()", "--var", str(tmp_path / "b"))
    assert told.stderr.strip().endswith("run `manage.py migrate`.")
    assert "Traceback" not in told.stderr
