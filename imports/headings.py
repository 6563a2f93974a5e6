"""A heading as it is known in all its spellings: "Kontakt person", "KONTAKTPERSON:", "Omsättning (tkr)"."""

import re

from ui.text import fold

UNITS = ["sek", "kr", "tkr", "ksek", "mkr", "msek", "mnkr"]
UNIT = re.compile(r"(.+?)[ ,]*[( ](" + "|".join(UNITS) + r")\)?\.?", re.DOTALL)


def key(heading: str) -> str:
    """The heading's letters and digits, without the unit that its figures are in."""
    folded = fold(heading)
    found = UNIT.fullmatch(folded)
    return "".join(filter(str.isalnum, found[1] if found else folded)) or folded


def unit(heading: str) -> str:
    """ "tkr" of "Omsättning (tkr)"; "" where the heading says none."""
    found = UNIT.fullmatch(fold(heading))
    return found[2] if found else ""
