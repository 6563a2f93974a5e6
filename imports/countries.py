"""Countries' names in Swedish, English and the languages near us, as ISO codes; the names are Unicode's (CLDR)."""

from functools import cache

from babel import Locale

from ui.text import fold

LANGUAGES = ["sv", "en", "da", "nb", "fi", "is", "de", "nl", "fr", "es", "it", "pl", "et", "lv", "lt", "pt"]
ALSO = {
    **{"uk": "GB", "england": "GB", "scotland": "GB", "skottland": "GB", "wales": "GB", "great britain": "GB"},
    **{"usa": "US", "u.s.a.": "US", "u.s.": "US", "united states of america": "US", "america": "US", "amerika": "US"},
    **{"holland": "NL", "czech republic": "CZ", "tjeckiska republiken": "CZ", "faroe islands": "FO", "uae": "AE"},
}


@cache
def codes() -> dict[str, str]:
    """Folded name or code → code; a name that two languages use for two countries is the Swedish one's."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}:
                found.setdefault(fold(name), code)
                found.setdefault(fold(code), code)
    return ALSO | {name: code for name, code in found.items() if name not in ALSO}


def options(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language.replace("-", "_")).territories
    return sorted(((code, names.get(code, code)) for code in set(codes().values())), key=lambda pair: fold(pair[1]))
