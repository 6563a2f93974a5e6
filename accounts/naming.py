"""How a person is named in texts: her name in its spellings, her addresses and numbers, found and masked.

Also as addresses of pages write them: `%C3%96ga+Ek`, in an address within another one `%25C3%2596ga%2BEk`. Every letter
is looked for in each of its forms, so that a text is masked where it stands, whatever it is kept as.
"""

import html
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from ui.text import fold

TAG = re.compile(r"<[^>]*>")
# What begins an encoded byte; the sign itself is encoded again for each address that the text stands in.
PERCENT = r"%(?:25){0,3}"
# What may stand between the words of a name, and between the digits of a number.
GAP = rf"(?:[\s,.+]|{PERCENT}(?:2[0bBcCeE]|0[9aAdD]))"
APART = rf"(?:[\s\-()/.+]|{PERCENT}(?:2[\da-fA-F]|0[9aAdD]))*"
# An encoded sign: what follows it begins anew, though its last digit looks like a letter of the same word.
SIGN = "|".join(rf"(?<=%{'25' * depth}[0-3][\da-fA-F])" for depth in range(4))
# What the database finds of encoded text; each letter in each form would be too much for it.
ENCODED = "%[0-9A-Fa-f]{2}"
LARGEST_PART = 200 * 2**20


@dataclass(frozen=True)
class Named:
    """`is_shared`: somebody else has the same name, so that it does not tell by itself who is meant."""

    names: frozenset[str]
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    is_shared: bool = False

    @cached_property
    def parts(self) -> dict[str, re.Pattern[str]]:
        """Each word of her name, by which a text about her may still tell of her."""
        found = {word for name in self.names for word in name.split() if len(word) > 1}
        return {word: re.compile(rf"{_not_after(r'\w')}(?:{_letters(word)})[sS]?(?!\w)") for word in sorted(found)}

    @cached_property
    def by_name(self) -> re.Pattern[str]:
        found = self._spelled(f"{GAP}{{1,3}}", _letters)
        return _any([rf"{_not_after(r'\w')}(?:{one})[sS]?(?!\w)" for one in found])

    @cached_property
    def by_address(self) -> re.Pattern[str]:
        emails = [one.whole for one in _emails(self.emails, _letters)]
        return _any([*emails, *(one.whole for one in (*_phones(self.phones), *_numbers(self.numbers)))])

    @cached_property
    def rough(self) -> str:
        """For the database, where a text inside JSON is escaped: finds all that the others find, and perhaps more.
        Without bounds: their word letters would take the n of an escaped line break for a letter of the word before."""
        bounded = [*_emails(self.emails, _plain_letters), *_phones(self.phones), *_numbers(self.numbers)]
        plain = [*self._spelled(r".{1,6}", _plain_letters), *(one.inner for one in bounded)]
        return "|".join(f"(?:{one})" for one in [*plain, ENCODED]) if plain else ""

    def is_in(self, value: Any) -> bool:
        return any(self.by_name.search(text) or self.by_address.search(text) for text in texts_of(value))

    def is_surely_in(self, value: Any) -> bool:
        """By what only she has."""
        return any(self.by_address.search(text) for text in texts_of(value)) or (
            not self.is_shared and self.is_in(value)
        )

    def parts_in(self, values: Iterable[Any]) -> set[str]:
        texts = [text for value in values for text in texts_of(value)]
        return {word for word, pattern in self.parts.items() if any(map(pattern.search, texts))}

    def is_in_file(self, content: bytes) -> bool:
        return any(self.is_in(text) for text in _texts_of_file(content))

    def masked(self, value: Any, instead: str) -> Any:
        """The value without her, of whatever shape JSON has."""
        return _written_over(value, [self.by_name, self.by_address], instead)

    def masked_in_parts(self, value: Any, instead: str) -> Any:
        """The same without any word of her name either."""
        return _written_over(value, [*self.parts.values()], instead)

    def _spelled(self, gap: str, letters: Callable[[str], str]) -> list[str]:
        """A name of one word is nobody's alone: it is looked at by a person, not masked."""
        found = {form for name in self.names for form in (name, fold(name), unicodedata.normalize("NFD", name))}
        orders = {order for form in found for order in _orders(form.split())}
        return [gap.join(map(letters, order)) for order in sorted(orders, key=lambda order: (-len(order), order))]


@dataclass(frozen=True)
class Bounded:
    """A pattern, and what stands around it where it is meant."""

    inner: str
    before: str
    after: str

    @property
    def whole(self) -> str:
        return f"{self.before}(?:{self.inner}){self.after}"


def _written_over(value: Any, patterns: list[re.Pattern[str]], instead: str) -> Any:
    if isinstance(value, str):
        for pattern in patterns:
            value = pattern.sub(instead, value)
    elif isinstance(value, list):
        return [_written_over(one, patterns, instead) for one in value]
    elif isinstance(value, dict):
        pairs = ((_written_over(name, patterns, instead), one) for name, one in value.items())
        return {name: _written_over(one, patterns, instead) for name, one in pairs}
    return value


def texts_of(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from texts_of(name)
            yield from texts_of(one)


def _texts_of_file(content: bytes) -> Iterable[str]:
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            for part in parts.infolist():
                if part.file_size <= LARGEST_PART:
                    yield from _plain(parts.read(part))
    yield from _plain(content)


def _plain(content: bytes) -> Iterable[str]:
    """As text in the encodings that files come in, and without the tags between the pieces of a word."""
    for encoding in ("utf-8", "cp1252", "utf-16-le"):
        text = html.unescape(content.decode(encoding, "ignore"))
        yield text
        yield TAG.sub("", text)


def _orders(words: list[str]) -> set[tuple[str, ...]]:
    if len(words) < 2:
        return set()
    orders = {tuple(words), (words[-1], *words[:-1])}
    return orders | {(words[0], words[-1]), (words[-1], words[0])} if len(words) > 2 else orders


def _letters(word: str) -> str:
    """Each letter in either case, and as an address encodes it."""
    return "".join(f"(?:{_plain_letters(one)}|{_encoded(one)})" for one in word)


def _plain_letters(word: str) -> str:
    """Each letter in either case, said so plainly that no database's locale has a say."""
    return "".join(f"[{one.lower()}{one.upper()}]" if _has_cases(one) else re.escape(one) for one in word)


def _encoded(one: str) -> str:
    cases = sorted({one.lower(), one.upper()}) if _has_cases(one) else [one]
    return "|".join("".join(f"{PERCENT}{_plain_letters(f'{byte:02x}')}" for byte in case.encode()) for case in cases)


def _has_cases(one: str) -> bool:
    return one.lower() != one.upper() and len(one.lower()) == len(one.upper()) == 1


def _not_after(these: str) -> str:
    return f"(?:(?<!{these})|{SIGN})"


def _emails(emails: Iterable[str], letters: Callable[[str], str]) -> Iterator[Bounded]:
    """With the @ encoded, a plus before it is a space, and no part of the address."""
    for email in sorted(emails):
        local, _at, domain = email.partition("@")
        if domain:
            yield Bounded(f"{letters(local)}@{letters(domain)}", _not_after(r"[\w.+%\-]"), r"(?!\w)")
            yield Bounded(f"{letters(local)}{_encoded('@')}{letters(domain)}", _not_after(r"[\w.%\-]"), r"(?!\w)")


def _phones(phones: Iterable[str]) -> list[Bounded]:
    """Also as they are written from abroad, and with other gaps."""
    found = sorted({re.sub(r"[^\d+]", "", phone) for phone in phones})
    return [Bounded(_phone(digits), _not_after(r"\d"), r"(?!\d)") for digits in found if len(digits) > 5]


def _phone(digits: str) -> str:
    if home := re.match(r"(?:\+46|0046|0)0?(\d+)$", digits):
        return rf"(?:(?:{_letters('+')}|00)46{APART}0?|0){APART}{APART.join(home[1])}"
    return APART.join(_letters(one) if one == "+" else one for one in digits)


def _numbers(numbers: Iterable[str]) -> list[Bounded]:
    """A personal number, with its century or without."""
    digits = {re.sub(r"\D", "", number)[-10:] for number in numbers}
    apart = rf"(?:[\-+ ]|{PERCENT}2[0bBdD])?"
    around = {"before": _not_after(r"\d"), "after": r"(?!\d)"}
    return [Bounded(rf"(?:19|20)?{apart.join(one)}", **around) for one in sorted(digits) if len(one) == 10]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")
