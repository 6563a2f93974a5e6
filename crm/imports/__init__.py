"""What comes in about clients: kinds of import (see `imports.kinds`) and how their cells are guessed at."""

from pathlib import Path

from crm.imports import clients, meetings, suggesting
from imports import kinds, layouts
from imports.suggesting import register as suggest


def register() -> None:
    for kind in (clients, meetings):
        kinds.register(kind)
    layouts.register(Path(__file__).resolve().parent.parent / "data" / "layouts.toml")
    suggest("client_unknown", suggesting.clients)
    suggest("client_other_form", suggesting.clients)
