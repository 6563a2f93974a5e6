"""The web server: the product is loaded once and then forked, so that two workers weigh little more than one.

python -m embedded.web [--host 127.0.0.1] [--port 8000] [--application config.wsgi:application]
"""

import argparse
import gc
import os
from importlib import import_module

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def main() -> None:
    parser = argparse.ArgumentParser(prog="embedded.web", description="Serve Fyr's pages.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--application", default="config.wsgi:application")
    options = parser.parse_args()
    os.environ |= {"BOUND_TO": options.host, "FYR_WEB": "yes"}
    _load(options.application)
    _tell_first_visitor()
    Granian(
        options.application,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=2,
        # Most of them wait at the gate (config/gate.py), which lets four of each process work at a time.
        blocking_threads=32,
        backlog=1024,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _load(application: str) -> None:
    """Before the workers are forked; what is frozen here is never copied because the collector looked at it."""
    import_module(application.partition(":")[0])
    gc.collect()
    gc.freeze()


def _tell_first_visitor() -> None:
    from django.conf import settings

    from accounts import first_visit

    if settings.SETUP_NEEDS_TOKEN:
        print(f"Fyr: while there is nobody, the administrator is made at {first_visit.address()}", flush=True)


if __name__ == "__main__":
    main()
