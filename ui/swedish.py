"""Names in Swedish order: å, ä and ö after z, other marks and case ignored; search keeps folding them (`ui.text`)."""

from typing import Any

from django.db.models import CharField, Func


class SwedishOrder(Func):
    """Order and page by this, over an index of the same expression.

    A function of our own (accounts migration 0002) rather than a collation of ICU, which not every PostgreSQL is built
    with; its keys compare byte by byte.
    """

    function = "swedish_order"
    template = '(%(function)s(%(expressions)s) COLLATE "C")'
    arity = 1

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, **{"output_field": CharField(), **options})
