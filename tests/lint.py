"""The checks of `make lint` that need Django: migrations, deployment, templates, translations, compose file."""

import os
import sys
from pathlib import Path
from typing import Any

import jsonschema
import polib
import yaml

from tests import shape

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "for-the-checks-" + "0123456789abcdef" * 4,
    "DATABASE_URL": "postgresql://fyr@localhost/fyr",
    "REDIS_URL": "redis://localhost:6379/0",
    "SMTP_URL": "smtp://localhost:25",
    "BASE_URL": "https://fyr.example",
    "ALLOWED_HOSTS": "fyr.example",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}
SERVICE = {
    "type": "object",
    "properties": {
        "image": {"type": "string"},
        "build": {"type": ["string", "object"]},
        "command": {"type": ["string", "array"]},
        "environment": {"type": ["object", "array"]},
        "depends_on": {"type": ["object", "array"]},
        "healthcheck": {"type": "object", "required": ["test"]},
        "volumes": {"type": "array", "items": {"type": "string"}},
        "ports": {"type": "array", "items": {"type": "string"}},
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
        "deploy": {"type": "object"},
        "stop_grace_period": {"type": "string"},
        "profiles": {"type": "array"},
    },
    "additionalProperties": False,
    "anyOf": [{"required": ["image"]}, {"required": ["build"]}],
}
# The part of the compose specification that our file uses; an unknown key is an error, as it is for compose.
COMPOSE = {
    "type": "object",
    "required": ["services"],
    "properties": {
        "name": {"type": "string"},
        "services": {"type": "object", "additionalProperties": SERVICE},
        "volumes": {"type": "object"},
    },
    "patternProperties": {"^x-": {}},
    "additionalProperties": False,
}


def migrations() -> list[str]:
    """Models without a migration; asked of the code alone, since there is no database here."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    # Migrations keep English names; a catalogue would make every one of them look changed.
    translation.deactivate_all()
    loader = MigrationLoader(None)
    forks = [f"two last migrations in {app}: {names}" for app, names in loader.detect_conflicts().items()]
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    return forks + [f"{app} has changes without a migration: {found}" for app, found in changes.items()]


def deployment() -> list[str]:
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=True, databases=[])
    return [str(message) for message in found if message.level >= checks.WARNING and not message.is_silenced()]


def templates() -> list[str]:
    from django.template import TemplateSyntaxError, engines

    errors = []
    for path in sorted((ROOT / "templates").rglob("*.*")):
        try:
            engines["django"].get_template(str(path.relative_to(ROOT / "templates")))
        except TemplateSyntaxError as error:
            errors.append(f"{path.relative_to(ROOT)}: {error}")
    return errors


def translations() -> list[str]:
    """Every gathered string has its Swedish, and the compiled file is that of the source."""
    path = ROOT / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    catalogue, compiled = polib.pofile(str(path)), polib.mofile(str(path.with_suffix(".mo")))
    missing = [f"no Swedish for “{entry.msgid}”" for entry in catalogue if not entry.translated() or entry.fuzzy]
    told = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled}
    mine = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in catalogue}
    return missing + ([] if missing or told == mine else ["django.mo is not made from django.po: run make messages"])


def compose() -> list[str]:
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    errors = [error.message for error in jsonschema.Draft202012Validator(COMPOSE).iter_errors(document)]
    services = document["services"]
    asked = {name: needed for name, service in services.items() for needed in service.get("depends_on", {})}
    errors += [f"{name} needs {needed}, which is not there" for name, needed in asked.items() if needed not in services]
    return errors + [
        told for name, service in services.items() for told in not_kept(name, service, document["volumes"])
    ]


def not_kept(name: str, service: dict[str, Any], volumes: dict[str, Any]) -> list[str]:
    """What our image writes into its own disk, which is gone with the container."""
    mounts = dict(reversed(mount.split(":")[:2]) for mount in service.get("volumes", []))
    lost = [f"{name}: {mount} is no named volume" for mount in mounts.values() if mount not in volumes]
    if "build" not in service:
        return lost
    folders = {place: service["environment"].get(place, "") for place in ("FYR_VAR", "MEDIA_ROOT")}
    return lost + [
        f"{name} loses {place} with its container: {folder or 'not set'} lies in no volume"
        for place, folder in folders.items()
        if not any(folder == mount or folder.startswith(f"{mount}/") for mount in mounts)
    ]


def main() -> int:
    os.environ |= PRODUCTION
    import django

    django.setup()
    checks = (*shape.CHECKS, migrations, deployment, templates, translations, compose)
    found = [told for check in checks for told in check()]
    for told in found:
        print(told)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
