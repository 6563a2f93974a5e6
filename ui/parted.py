"""What stands and what has ended, of one list: a page shows the first, and the second folded under it."""

from collections.abc import Callable, Iterable


def parted[Row](rows: Iterable[Row], has_ended: Callable[[Row], object]) -> tuple[list[Row], list[Row]]:
    standing: list[Row] = []
    ended: list[Row] = []
    for row in rows:
        (ended if has_ended(row) else standing).append(row)
    return standing, ended
