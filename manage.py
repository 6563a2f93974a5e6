#!/usr/bin/env python
"""Fyr's commands. `--var DIR` names the folder of an embedded instance (default: var)."""

import os
import sys

# These need no database, or bring their own.
STANDALONE = {"up", "help", "--help", "-h", "version", "--version", "makemessages", "compilemessages", "collectstatic"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from worker.embedded import EmbeddedError, instance, take_var

    arguments, var = take_var(arguments)
    os.environ["FYR_VAR"] = str(var)
    command = arguments[1] if len(arguments) > 1 else "help"
    try:
        if command == "up":
            from worker.up import up

            sys.exit(up(arguments[2:], var))
        with instance(var, needs_services=command not in STANDALONE) as environment:
            os.environ |= environment
            from django.core.management import execute_from_command_line

            execute_from_command_line(arguments)
    except EmbeddedError as error:
        sys.exit(f"fyr: {error}")


if __name__ == "__main__":
    main(sys.argv)
