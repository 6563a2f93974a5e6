"""The report kinds, by code: each is a module with CODE, LABEL, freeze, is_changed, cut and title."""

from types import ModuleType
from typing import Any

from reports.kinds import portfolio_status

KINDS: dict[str, ModuleType] = {portfolio_status.CODE: portfolio_status}


def choices() -> list[tuple[str, Any]]:
    return [(code, kind.LABEL) for code, kind in KINDS.items()]
