"""Lines that say something of a list and are no rows of it: sums, counts, footnotes, and what a system writes below."""

import re
from collections.abc import Iterator

from imports.saying import said as _
from imports.sheets import Sheet
from ui.text import fold

SUM = (
    r"(del|total ?)?summa|totalt?|(sub|grand )total|sum|genomsnitt|snitt|medel(varde)?|median|average|mean|antal|count"
)
NOUN = (
    r"(kunder|klienter|foretag|bolag|rader|poster|kontakter|personer|moten|projekt|medlemmar|anstallda|omsattning|st"
    r"|clients|customers|companies|rows|records|items|contacts|people|meetings|projects|members|employees|turnover)"
)
NAME = rf"({SUM})( antal| summa| number of)?( {NOUN})*"
NUMBER = r"[-+]?\d[\d\s.,]*( ?(kr|sek|tkr|mkr|%))?"
TOTAL = re.compile(NAME)
COUNTED = re.compile(rf"{NAME}[ :=]+\(?{NUMBER}( {NOUN})?\)?|\d+ {NOUN}( totalt| i listan| in total)?")
FIGURE = re.compile(r"[-+]?[\d\s.,%]*(kr|sek|tkr|mkr)?|#.*")
FOOTER = re.compile(
    r"utskriv|utskrift|exporter|skapad |uppdaterad |printed|created |generated|updated |kalla:|sida \d|page \d|\*"
    r"|as of \d|filter(ed by|:)|not:|anm(arkning)?:|obs[:!]|rapport(en)? (skapad|uttagen)|report (generated|created)"
)
# A company's name may stand in these.
OWNED = re.compile(r"copyright|\(c\) |©|confidential information|konfidentiell information")
# Codes of left lines that a person may take as rows all the same.
TAKEABLE = {"title", "above_headings", "total_row", "footer", "other_table", "no_taken_cells"}
LEGAL = re.compile(r".*\b(ab|hb|kb|aps|as|a/s|oyj?|inc|ltd|llc|gmbh|ek\.? ?for|publ)[.)]*")


def why(filled: list[str]) -> tuple[str, str] | None:
    """(code, message) of a line that is a sum or a remark, by what its filled cells say."""
    first = fold(filled[0]).strip(" :.")
    if len(filled) == 1 and OWNED.match(first):
        return footer(filled[0])
    if LEGAL.fullmatch(first):
        return None
    is_total = TOTAL.fullmatch(first) and all(FIGURE.fullmatch(fold(text)) for text in filled[1:])
    if is_total or (len(filled) == 1 and COUNTED.fullmatch(first)):
        return "total_row", _("“%(text)s” is a sum of the rows, not a row.") % {"text": filled[0]}
    if len(filled) == 1 and FOOTER.match(fold(filled[0])):
        return footer(filled[0])
    return None


def footer(text: str) -> tuple[str, str]:
    return "footer", _("“%(text)s” is said of the list, not a row.") % {"text": text[:80]}


def below(sheet: Sheet) -> set[int]:
    """Lines of one cell each after a blank one at the end, one of which is surely a remark: then all are."""
    blocks = [block for block in _blocks(sheet) if any(_is_footer(text) for _number, text in block)]
    return {number for block in blocks for number, _text in block}


def _is_footer(text: str) -> bool:
    return bool(OWNED.match(fold(text)) or FOOTER.match(fold(text)))


def _blocks(sheet: Sheet) -> Iterator[list[tuple[int, str]]]:
    """The lines of one cell at the end of a sheet, by blank lines between them; not those that follow a row at once."""
    block: list[tuple[int, str]] = []
    for (before, _cells), (number, cells) in zip(reversed(sheet.rows[:-1]), reversed(sheet.rows), strict=False):
        filled = [text for text in cells if text]
        if len(filled) != 1:
            return
        block.append((number, filled[0]))
        if before < number - 1:
            yield block
            block = []
