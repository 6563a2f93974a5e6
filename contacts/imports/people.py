"""People as a cell names them: one or several, the surname first or last, or nobody at all."""

import re

from imports.cells import Told
from imports.saying import said as _
from ui.text import fold

NOBODY = {
    "-",
    "–",
    "—",
    "?",
    "x",
    "n/a",
    "na",
    "saknas",
    "ingen",
    "inga",
    "okand",
    "okant",
    "none",
    "nobody",
    "unknown",
}
NUMBER = re.compile(r"(?:ca\.? ?)?\d+ *(?:st|pers|personer|person|deltagare|people|persons|participants)?\.?")
SEVERAL = re.compile(r"\s*(?:[;\n/&]|\+|\boch\b|\band\b|\bsamt\b)\s*")
# How surnames here end, where a given name hardly does.
SURNAME = re.compile(
    r".*(?:sson|sen|berg|strom|gren|lund|kvist|qvist|quist|stedt|dahl|dal|holm|lind|mark|blad|blom|strand|stad|borg|"
    r"fors|nder|ander|ius|ell|kranz|feldt|hjelm|skog|bring|hage|vall|wall|back|beck)"
)


def people(text: str) -> Told:
    """(their names, what was told of how they were read): "Andersson, Eva" is one, "Eva Ek och Bo Berg" are two."""
    parts = [part.strip(" ,") for part in SEVERAL.split(text)]
    read = [name for part in parts for name in _of(part)]
    if addresses := [name for name in read if "@" in name]:
        message = _("“%(text)s” is an e-mail address, or meant to be, and no name; it is left out.")
        kept = people(", ".join(name for name in read if "@" not in name)).value
        return Told(kept, "address_no_name", message % {"text": ", ".join(addresses)}, ", ".join(addresses))
    names = list(dict.fromkeys(name for name in read if not _is_nobody(name)))
    if nobody := [name for name in read if _is_nobody(name)]:
        message = _("“%(text)s” names nobody; it is left out.") % {"text": ", ".join(nobody)}
        if not names:
            return Told([], "nobody", message)
    told = {"text": text, "names": _and(names)}
    if nobody or names != _plain(text) or any(_is_unsure(part) for part in parts):
        return Told(names, "people_read", _("“%(text)s” is read as %(names)s.") % told)
    return Told(names)


def _plain(text: str) -> list[str]:
    """As anybody would read it: whole names, parted by commas or semicolons."""
    return list(dict.fromkeys(part.strip() for part in re.split("[,;]", text) if part.strip()))


def _of(part: str) -> list[str]:
    """The names of one part, in which commas part people, or a surname from what comes before it."""
    names = [name.strip() for name in part.split(",") if name.strip()]
    if _is_unsure(part) and _is_inverted(*names):
        return [f"{names[1]} {names[0]}"]
    return names


def _is_unsure(part: str) -> bool:
    """One word, a comma and more: a surname and what comes before it, or two people."""
    names = [name.strip() for name in part.split(",") if name.strip()]
    return len(names) == 2 and " " not in names[0]


def _is_inverted(first: str, second: str) -> bool:
    if " " in second:
        # "Ek, Eva Maria": one word before the comma, and no surname of her own after it.
        return not SURNAME.fullmatch(fold(second.split()[-1])) and bool(SURNAME.fullmatch(fold(first)))
    return bool(SURNAME.fullmatch(fold(first))) and not SURNAME.fullmatch(fold(second))


def _is_nobody(name: str) -> bool:
    folded = fold(name).strip(". ")
    return folded in NOBODY or bool(NUMBER.fullmatch(folded)) or not re.search(r"[^\W\d_]", name)


def _and(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
