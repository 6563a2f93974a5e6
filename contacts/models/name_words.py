"""The words of a folded name as PostgreSQL indexes them, and the query that finds typed words as prefixes of them."""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.core.validators import RegexValidator
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from ui import near
from ui.text import fold

# A function of our own (migration 0006) whose declared cost makes the planner take the index and never compute the
# words of every row; it also parts words at punctuation, where the parser would keep "sund/vik" and "fyr.se" whole.
NAME_WORDS = Func(F("search_key"), function="name_words", output_field=SearchVectorField())

# What is typed in the wrong field would be found by nobody, and no mail would reach it.
NO_ADDRESS = RegexValidator("^[^@]*$", _("This is an e-mail address, or meant to be; write a name here."))


def prefixes_of(words: list[str]) -> SearchQuery:
    """Every word as a prefix; the words hold letters and digits alone, so none is an operator."""
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


def near_to(words: list[str]) -> SearchQuery:
    """Every word as a prefix, but for an error among its first letters."""
    each = ("(" + " | ".join(f"{head}:*" for head in near.spelled_out(word)) + ")" for word in words)
    return SearchQuery(" & ".join(each), config="simple", search_type="raw")


def number_prefix(text: str) -> str:
    """The beginning of an organisation number as it is stored ("559914-02"), or "" when the text is none."""
    digits = re.sub(r"[\s–-]", "", text)
    if not digits.isdigit() or len(digits) < 3:
        return ""
    return digits if len(digits) <= 6 else f"{digits[:6]}-{digits[6:10]}"


FORMS = [
    "ab (publ)",
    "ab",
    "hb",
    "kb",
    "ek. for.",
    "ek for",
    "aktiebolag",
    "handelsbolag",
    "oy",
    "as",
    "aps",
    "ltd",
    "inc",
]
FORM = re.compile(r"[ ,]+(?:" + "|".join(re.escape(form) for form in FORMS) + r")\.?$")


def core(name: str) -> str:
    """The folded name without its legal form and punctuation: "voltlab" of "VOLTLAB AB" and of "Voltlab AB (publ)"."""
    text = fold(name)
    while (shorter := FORM.sub("", text)) != text:
        text = shorter
    return " ".join(re.sub(r"[^\w&+]+", " ", text).split())


def variants(cores: Iterable[str]) -> set[str]:
    """The folded names that have one of these cores, as far as they can be listed."""
    return {variant for one in cores for variant in (one, *(f"{one} {form}" for form in FORMS))}
