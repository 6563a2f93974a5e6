"""Fold text for search: case and marks dropped, so that “angwave” finds “Ångwave”."""

import unicodedata

# Letters that do not decompose into a base letter and a mark.
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})


def fold(text: str) -> str:
    """Lower case without marks, single spaces; at most twice as long as the text."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    decomposed = unicodedata.normalize("NFKD", folded)
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
