"""The kinds of import by code; rooms above register theirs. A kind is a module with CODE, LABEL, SHEETS (sheet →
columns, "" for any), plan(rows, today, by) and carry_out(rows, by, at)."""

from types import ModuleType
from typing import Any

from crm.imports import clients, meetings, members, partners

KINDS: dict[str, ModuleType] = {kind.CODE: kind for kind in (clients, partners, meetings, members)}
ALIASES = {
    **{"klienter": "clients", "client": "clients", "partner": "partners", "organisationer": "partners"},
    **{"moten": "meetings", "möten": "meetings", "meeting": "meetings", "projekt": "projects", "project": "projects"},
    **{"medlemmar": "members", "member": "members", "community": "members"},
}


def register(kind: ModuleType) -> None:
    KINDS[kind.CODE] = kind


def named(text: str) -> ModuleType | None:
    return KINDS.get(ALIASES.get(text.casefold(), text.casefold()))


def choices() -> list[tuple[str, Any]]:
    return [(code, kind.LABEL) for code, kind in KINDS.items()]
