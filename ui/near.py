"""Typing errors: which words lie so near a typed one that it may be meant, and by what beginnings those are found."""

import string
from collections.abc import Iterator

from rapidfuzz.distance import OSA

# Shorter words differ by one letter from too many others.
SHORTEST = 4
LONG = 8
# So many letters of a word are looked up; an error among them is tried out, later ones are left to the comparison.
HEAD = 4
ANY = "?"


def is_long_enough(word: str) -> bool:
    return len(word) >= SHORTEST and not word.isdigit()


def heads(word: str) -> set[str]:
    """The beginnings of every word that `word` may be with one error among its first letters: one wrong, missing, too
    many, or two swapped; ANY is any letter. Of a word too short for errors its own beginning."""
    if not is_long_enough(word):
        return {word}
    head = word[:HEAD]
    places = range(len(head))
    wrong = {head[:at] + ANY + head[at + 1 :] for at in places}
    missing = {(word[:at] + ANY + word[at:])[:HEAD] for at in places}
    too_many = {(word[:at] + word[at + 1 :])[:HEAD] for at in places}
    swapped = {head[:at] + head[at + 1] + head[at] + head[at + 2 :] for at in places[:-1]}
    return wrong | missing | too_many | swapped


def spelled_out(word: str) -> list[str]:
    """The beginnings of `heads` with every letter in the place of ANY."""
    found = {head.replace(ANY, letter, 1) for head in heads(word) for letter in string.ascii_lowercase}
    return sorted(found)


def pattern(word: str) -> str:
    """The beginnings of `heads` as a regular expression of PostgreSQL, at the beginning of a word."""
    return r"\m(" + "|".join(sorted(head.replace(ANY, r"\w") for head in heads(word))) + ")"


def errors(words: list[str], name: list[str]) -> int | None:
    """How many errors there are in the typed words, each the beginning of a word of the name; None when too many."""
    found = [min((_errors(word, one) for one in name), default=LONG) for word in words]
    return sum(found) if all(count <= _allowed(word) for count, word in zip(found, words, strict=True)) else None


def _allowed(word: str) -> int:
    return 0 if not is_long_enough(word) else 1 if len(word) < LONG else 2


def _errors(word: str, of: str) -> int:
    return min(OSA.distance(word, of[: len(word) + longer]) for longer in _lengths(word))


def _lengths(word: str) -> Iterator[int]:
    """A beginning is as long as what was typed, or longer or shorter by as many letters as may be wrong."""
    yield from range(-_allowed(word), _allowed(word) + 1)
