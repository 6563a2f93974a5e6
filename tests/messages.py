"""`make messages`: gather every marked string into locale/sv and write the compiled file beside it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "sv" / "LC_MESSAGES" / "django.po"


def gather() -> None:
    if not shutil.which("xgettext"):
        sys.exit("messages: install gettext (apt-get install gettext).")
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    folders = ("var", ".venv", ".uv", "tests", "bench", "staticfiles")
    ignored = [argument for name in folders for argument in ("-i", name)]
    command = [sys.executable, "-m", "django", "makemessages", "-l", "sv", "--no-location", "--no-obsolete", *ignored]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tests.messages_settings"}
    subprocess.run(command, cwd=ROOT, check=True, env=environment)


def compile_catalogue() -> list[str]:
    """Write the .mo; the strings that still want a translation."""
    catalogue = polib.pofile(str(CATALOGUE))
    catalogue.metadata.pop("POT-Creation-Date", None)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    return [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy]


if __name__ == "__main__":
    gather()
    missing = compile_catalogue()
    print(f"{len(missing)} strings want a translation.")
    for text in missing:
        print(" ", text)
