"""What an import says of a file: kept as a message and its facts, and worded for whoever reads it, in her language."""

from collections.abc import Callable, Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, override

SAY, OTHERS, COUNT, FACTS, IN = "say", "others", "count", "facts", "in"


class Said(str):
    """Words as they read now, that know how they were put: `kept` is what is stored of them.

    That is {say: the catalogue's message, facts: {name: text, number, or words again}}, with its plural as `others`
    and the `count` when it counts; or {in: {language: words}} of what is worded elsewhere.
    """

    kept: dict[str, Any]

    def __new__(cls, kept: dict[str, Any]) -> Self:
        words = super().__new__(cls, _worded(kept))
        words.kept = kept
        return words

    def __mod__(self, facts: Any) -> "Said":
        return Said(self.kept | {FACTS: {name: _kept(fact) for name, fact in facts.items()}})

    def __reduce__(self) -> tuple[Any, ...]:
        return Said, (self.kept,)


def said(message: str) -> Said:
    """As gettext, of a sentence that is kept."""
    return Said({SAY: message})


def said_of_many(message: str, others: str, count: int) -> Said:
    """As ngettext."""
    return Said({SAY: message, OTHERS: others, COUNT: count})


def in_each_language(words: Callable[[], Any]) -> str:
    """What others word: labels, the refusals of fields and verbs, names of countries."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = str(words())
    return Said({IN: found}) if len(set(found.values())) > 1 else next(iter(found.values()))


def put(words: Any) -> str:
    """As a text that can be kept: what is lazy is not settled in the language of now."""
    if isinstance(words, Promise):
        return in_each_language(lambda: words)
    return words if isinstance(words, Said) else str(words)


def joined(sentences: Iterable[str]) -> str:
    """Several sentences as one remark."""
    first, *rest = sentences
    return Said({SAY: "%(first)s %(rest)s"}) % {"first": first, "rest": joined(rest)} if rest else first


def listed(labels: Iterable[Any]) -> str:
    labels = list(labels)
    return in_each_language(lambda: ", ".join(map(str, labels)))


def refusals(refused: ValidationError) -> str:
    return in_each_language(lambda: " ".join(refused.messages))


def _worded(kept: dict[str, Any]) -> str:
    if IN in kept:
        return str(kept[IN].get(get_language()) or next(iter(kept[IN].values())))
    facts = {name: _said_again(fact) for name, fact in kept.get(FACTS, {}).items()}
    words = ngettext(kept[SAY], kept[OTHERS], kept[COUNT]) if OTHERS in kept else gettext(kept[SAY])
    return words % facts if facts else words


def _kept(fact: Any) -> Any:
    """A number as it is, anything else as its text or words."""
    return fact if isinstance(fact, int) else _as_kept(put(fact))


def _said_again(value: Any) -> Any:
    """A stored value with its words as they read now, wherever in it they stand."""
    if isinstance(value, dict):
        is_words = SAY in value or IN in value
        return Said(value) if is_words else {name: _said_again(one) for name, one in value.items()}
    return [_said_again(one) for one in value] if isinstance(value, list) else value


def _as_kept(value: Any) -> Any:
    if isinstance(value, Said):
        return value.kept
    if isinstance(value, dict):
        return {name: _as_kept(one) for name, one in value.items()}
    return [_as_kept(one) for one in value] if isinstance(value, list | tuple) else value


class SaidField(models.JSONField):
    """JSON with words of an import in it; what was kept as plain text, before words were kept so, reads as it did."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return _said_again(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(_as_kept(value))
