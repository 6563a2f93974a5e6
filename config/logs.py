"""Log lines without personal data: no values of a database's error, no personal numbers."""

import logging
import re

# PostgreSQL's DETAIL tells the row that broke a constraint; CONTEXT and STATEMENT the values of a query.
DETAIL = re.compile(r"^(DETAIL|CONTEXT|STATEMENT|LINE \d+): .*$(\n^ *\^$)?", re.MULTILINE)
# Swedish personal and coordination numbers, with the month and the day that tell them from an organisation's.
PERSONAL = re.compile(
    r"(?<![\d.])(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])[-+]?\d{4}(?![\d.])"
)


class Discreet(logging.Formatter):
    """Cleans the whole line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return PERSONAL.sub("******-****", DETAIL.sub(r"\1: (kept out of the log)", super().format(record)))
