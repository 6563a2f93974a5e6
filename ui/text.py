"""Fold text for search: case and marks dropped, so that “angwave” finds “Ångwave”; and what stands for the erased."""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import gettext, override

# Letters that do not decompose into a base letter and a mark.
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})


def fold(text: str) -> str:
    """Lower case without marks, single spaces; at most twice as long as the text and twenty more, as columns allow."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    decomposed = unicodedata.normalize("NFKD", folded)
    words = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).split()
    # A ligature may fold to eighteen letters; without the cut such a name would not fit its column.
    return " ".join(words)[: 2 * len(text) + 20].rstrip()


def words_in(text: str) -> list[str]:
    """The folded words, of letters and digits alone."""
    return re.findall(r"[^\W_]+", fold(text))


def instead() -> str:
    """What stands where an erased person stood, in the house's language."""
    with override(settings.LANGUAGE_CODE):
        return gettext("[erased]")
