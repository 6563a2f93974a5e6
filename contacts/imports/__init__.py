"""What comes in about organisations and people: kinds of import (see `imports.kinds`) and how cells are guessed at."""

from contacts.imports import members, partners, suggesting
from imports import kinds
from imports.suggesting import register as suggest


def register() -> None:
    for kind in (partners, members):
        kinds.register(kind)
    suggest("org_number_check_digit", suggesting.numbers)
    suggest("municipality_unknown", suggesting.municipalities)
