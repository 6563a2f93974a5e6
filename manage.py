#!/usr/bin/env python
"""Fyr's commands. `--var DIR` names the folder of an embedded instance (default: var)."""

import os
import sys

# These read no rows, so they need no services.
STANDALONE = {
    *("help", "--help", "-h", "version", "--version", "check", "makemessages", "compilemessages", "collectstatic"),
    *("makemigrations", "spectacular"),
}
# These work on a folder that `up` has not seen yet: its tables are made first.
FIRST = {"import", "demo", "tick", "api_token", "administrator", "createsuperuser"}
NOWHERE = {"DATABASE_URL": "postgresql://localhost/none", "SECRET_KEY": "unused-by-this-command"}


UNDEFINED_TABLE = "42P01"


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from embedded.trouble import Trouble

    try:
        _run(arguments)
    except Trouble as trouble:
        sys.exit(f"fyr: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


def _run(arguments: list[str]) -> None:
    from embedded import folder, starting

    arguments, var = folder.take_var(arguments)
    os.environ["FYR_VAR"] = str(var)
    command = arguments[1] if len(arguments) > 1 else "help"
    if command == "up":
        from embedded.up import up

        sys.exit(up(arguments[2:], var))
    if command in STANDALONE:
        os.environ.update(NOWHERE | os.environ)
        _django(arguments)
    else:
        with starting.for_command(var) as environment:
            os.environ.update(environment)
            if command in FIRST and starting.is_unprepared(var, environment):
                _django([arguments[0], "migrate", "-v0"])
            _django(arguments)


def _django(arguments: list[str]) -> None:
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    from embedded.trouble import Trouble

    try:
        settings.INSTALLED_APPS  # noqa: B018 - reading one setting reads them all
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        raise Trouble(str(error)) from None
    except OperationalError as error:
        raise Trouble(f"The database does not answer: {' '.join(str(error).split())}") from None
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != UNDEFINED_TABLE:
            raise
        raise Trouble("The database has not the tables of this version; run `manage.py migrate`.") from None


if __name__ == "__main__":
    main(sys.argv)
