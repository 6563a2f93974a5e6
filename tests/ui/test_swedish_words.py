"""The Swedish catalogue, read as a Swede reads it: one word for one thing, and none that says another."""

import re
from collections.abc import Iterator

import polib
import pytest
from django.conf import settings

# What must not stand there, and what to write instead.
WORDS = {
    r"\b[Pp]osta(d|t|s|de|des|r)?\b": "lämna: a letter is posted, a report is handed in",
    r"\bdag(ar)? sen\b": "försenad: “4 dagar sen” is heard as four days ago",
    r"\bdag(ar)? framåt, till\b": "senarelagd: “flyttad framåt” is heard both ways",
    r"\b[Gg]ranskare": "revisor",
    r"\b[Ss]kyddad identitet": "skyddade personuppgifter",
    r"\b([Ii]dag|[Ii]går|[Ii]kväll|[Ii]morgon)\b": "i dag, i går, i kväll, i morgon: two words",
    r"\b[Ss]tatushistorik": "lägeshistorik",
    r"\bnyckeln\b.*\bavsluta|\b[Aa]vsluta nyckel": "spärra",
    r"\b[Pp]arter\b": "partner",
    r"[a-zåäö]\.[”A-ZÅÄÖ]": "two sentences with nothing between them",
    r"\d\.\d+ (%|kr|m)": "a decimal comma",
    r'(?<!=)"(?!>|[^"<>]*>)|\b\'': "” and ’",
    r"\b(hon|henne|hennes)\b": "hen or personen: it can be anybody",
}


def swedish() -> Iterator[str]:
    for entry in polib.pofile(str(settings.BASE_DIR / "locale/sv/LC_MESSAGES/django.po")):
        if not entry.obsolete:
            yield from entry.msgstr_plural.values() or [entry.msgstr]


@pytest.mark.parametrize("pattern", WORDS)
def test_no_text_says_what_a_swede_would_hear_otherwise(pattern):
    assert [text for text in swedish() if re.search(pattern, text)] == [], WORDS[pattern]


def test_each_count_has_its_two_forms():
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale/sv/LC_MESSAGES/django.po"))
    plural = [entry for entry in catalogue if entry.msgid_plural]
    assert [entry.msgid for entry in plural if sorted(entry.msgstr_plural) != [0, 1]] == []
