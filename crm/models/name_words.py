"""The words of a folded name as PostgreSQL indexes them, and the query that finds each typed word as a prefix of one."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Func, Value

from ui.text import fold

# Punctuation parts words: the parser would keep "sund/vik" and "fyr.se" whole.
NAME_WORDS = SearchVector(
    Func(F("search_key"), Value("[[:punct:]]+"), Value(" "), Value("g"), function="regexp_replace"), config="simple"
)


def words_in(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def prefixes_of(words: list[str]) -> SearchQuery:
    """Every word as a prefix; the words hold letters and digits alone, so none is an operator."""
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
