"""A row that waits for a worker is told to it at once; should the message be lost, the next tick finds it by itself.

The rooms know no tasks: the worker's room says at the start of the process who is woken for which noun.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import models, transaction

_wakers: dict[type[models.Model], Callable[[Any], None]] = {}


def register(model: type[models.Model], waker: Callable[[Any], None]) -> None:
    """`waker` takes the key of a row of `model`."""
    _wakers[model] = waker


def wake(row: models.Model) -> None:
    """Once what was changed is there to be found."""
    transaction.on_commit(partial(_wakers[type(row)], row.pk))
