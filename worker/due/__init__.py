"""What a date brings (`journal.due`), of all rooms: at each tick, one row at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from crm import reminding
from journal.due import Promises
from reports import planning

PROMISES: tuple[Promises[Any, Any], ...] = (planning.SCHEDULES, reminding.PROMISES)
STEPS: tuple[Callable[[datetime], object], ...] = tuple(
    step for promises in PROMISES for step in (promises.take_back, promises.settle_all)
)
