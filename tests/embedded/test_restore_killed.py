"""A restore killed at any step: the database as it was, or a mark that stops the product until it is finished."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from embedded import postgres
from embedded.folder import ROOT
from tests.embedded.test_keeping import LEFT
from tests.product import environment, until
from tests.rounds import rounds

DIE = """
import os, shutil, sys, zipfile
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from embedded.keeping import ledger, restore, unfinished
from reports import restored

def die(*_, **__):
    os._exit(9)

def half(source, target, *length):
    if isinstance(source, zipfile.ZipExtFile):
        return copy(source, target, *length)
    target.write(source.read(200_000))
    target.flush()
    die()

def at_the_second_rename(path, target):
    if path.name.endswith(".new"):
        die()
    return rename(path, target)

copy, rename = shutil.copyfileobj, Path.rename
step = sys.argv[2]
if step == "half":
    shutil.copyfileobj = half
elif step == "rename":
    Path.rename = at_the_second_rename
else:
    place, name = {
        "files": (restore, "_put_files_in_place"), "migrate": (restore, "call_command"), "replay": (ledger, "replay"),
        "hold": (restored, "hold"), "mark": (unfinished, "take_away"),
    }[step]
    setattr(place, name, die)
restore.read_in(Path(sys.argv[1]), timezone.now(), replaces=True)
"""
READY = """
from django.test import Client
answer = Client().get("/readyz", headers={"host": "localhost"})
print(answer.status_code, answer.json().get("reason", ""))
"""
SENTENCE = "a restore was cut short; finish it with `manage.py restore --finish`"


class Instance:
    """A folder whose PostgreSQL runs, the product's programs on it, and a backup older than an erasure."""

    def __init__(self, folder):
        self.var, self.older = folder / "var", folder / "older.fyr"
        self.address = postgres.start(self.var / "pg", durable=False)
        self.environment = environment(
            DATABASE_URL=self.address, REDIS_URL=os.environ["REDIS_URL"], SECRET_KEY="x" * 50, FYR_VAR=str(self.var),
            DJANGO_SETTINGS_MODULE="config.settings", PYTHONPATH=str(ROOT), SMTP_URL=os.environ["SMTP_URL"],
        )  # fmt: skip

    def run(self, *arguments):
        return subprocess.run(
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True, cwd=ROOT
        )

    def manage(self, *arguments):
        return self.run("manage.py", *arguments, "--var", str(self.var))

    def shell(self, code):
        return self.manage("shell", "--no-imports", "-c", code).stdout.strip()

    def fill(self):
        assert self.manage("migrate", "-v0").returncode == 0
        (self.var / "media").mkdir()
        (self.var / "media" / "letter.txt").write_text("Dear Edit")
        told = self.manage("demo", "--meetings", "20", "--projects", "2")
        assert told.returncode == 0, told.stderr
        pk = self.shell("from tests.canary import report_of_her; print(report_of_her().pk)")
        assert self.manage("backup", str(self.older)).returncode == 0
        (self.var / "media" / "letter.txt").write_text("Changed since")
        assert self.manage("erase_person", pk, "--ground", "objection", "--yes").returncode == 0

    def idle(self):
        with psycopg.connect(self.address) as connection:
            told = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'fyr-restore'"
            return connection.execute(told).fetchone() == (0,)

    @property
    def left(self):
        """How many have been erased, whether there is her report, and where she is found."""
        return self.shell(LEFT.format(str(self.var))).split()

    @property
    def letter(self):
        return (self.var / "media" / "letter.txt").read_text()


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    instance = Instance(tmp_path_factory.mktemp("killed"))
    try:
        instance.fill()
        yield instance
    finally:
        postgres.stop(instance.var / "pg")


def killed(instance, step):
    done = instance.run("-c", DIE, str(instance.older), step)
    assert done.returncode == 9, done.stderr
    until(instance.idle)


def test_killed_while_the_backup_is_read_in_the_database_is_as_it_was(instance):
    before = instance.left
    killed(instance, "half")
    assert (instance.left, before, instance.letter) == (["1", "True"], ["1", "True"], "Changed since")
    assert instance.shell(READY) == "200"


STEPS = ["files", "rename", "migrate", "replay", "hold", "mark"]


@pytest.mark.parametrize("step", rounds(["files"], STEPS))
def test_killed_after_that_nothing_goes_on_until_it_is_finished_and_nobody_comes_back(instance, step):
    (instance.var / "media" / "letter.txt").write_text("Changed since")
    killed(instance, step)
    assert instance.shell(READY) == f"503 {SENTENCE}"
    refused = [
        instance.manage(*command).stderr
        for command in (("tick",), ("backup", str(instance.var / "other.fyr")), ("restore", str(instance.older)))
    ]
    assert [SENTENCE[2:] in told for told in refused] == [True, True, True], refused
    finish = ["restore", "--finish"] if step in STEPS[::2] else ["prepare", "--empty"]
    finished = instance.manage(*finish)
    assert finished.returncode == 0, finished.stderr
    assert (instance.left, instance.letter) == (["1", "True"], "Dear Edit")
    assert instance.shell(READY) == "200"
    assert instance.manage("restore", "--finish").stderr == "fyr: No restore was cut short.\n"
    assert sorted(path.name for path in Path(instance.var).glob("media*")) == ["media"]
