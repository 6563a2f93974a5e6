"""Once is once: a form or request with a key is carried out one time, however often it arrives (decision 0012)."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from psycopg.errors import UniqueViolation

from ui.models import Sent
from ui.who import Somebody

# What every form carries besides what is typed in it.
FRAME = {
    "csrfmiddlewaretoken",
    "key",
    "who",
    "page",
    "version",
    "organisation_version",
    "known_version",
    "as_new",
    "line",
    "is_sure",
    "unsaved",
    "form_about",
    "form_changed",
}


class SentOtherwise(Exception):
    """The key has come before with other content; `sent` tells what came of it."""

    def __init__(self, sent: Sent) -> None:
        super().__init__("This key was used for other content.")
        self.sent = sent


@dataclass(frozen=True)
class Done:
    """What a verb did: where to go, what to say there, how to take it back, the row that came of it, and where that is
    looked at by whoever is led elsewhere."""

    url: str
    said: str = ""
    made: Any = None
    undo: str = ""
    is_repeated: bool = False
    look: str = ""


@transaction.atomic
def once(act: Callable[[], Done], *, by: Somebody, key: UUID | None, content: str, anew: bool = False) -> Done:
    """Do it, unless the same was done before with this key: then say where. Two at the same moment wait for each other.

    Raises SentOtherwise when the key came before with other content; with `anew` that content takes its place.
    """
    if key is None or by.pk is None:
        return act()
    sent, is_first = Sent.objects.get_or_create(by=by.pk, key=key, defaults={"digest": content})
    if not is_first and sent.digest == content:
        return Done(sent.url, made=sent.made, is_repeated=True)
    if not is_first and not anew:
        raise SentOtherwise(sent)
    done = act()
    sent.keep(content, done.url, done.made)
    return done


def again_if_taken[Answer](act: Callable[[], Answer], anew: Callable[[], Answer] | None = None) -> Answer:
    """Do it; if somebody took a unique value meanwhile, do it anew: hers is seen by then, and refused in words."""
    try:
        return act()
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
    return (anew or act)()


def sent_before(by: Somebody, key: UUID | None) -> Sent | None:
    return Sent.objects.filter(by=by.pk, key=key).first() if key and by.pk else None


def forget_old(at: datetime) -> None:
    """Nobody goes back to a form of two months ago."""
    Sent.objects.filter(at__lt=at - timedelta(days=60)).delete()


def digest_of(where: str, typed: Iterable[tuple[str, list[str]]], files: MultiValueDict[str, Any] | None = None) -> str:
    """Of what was typed there, not of when or how: browsers end lines in two ways."""
    content = [(name, [text.replace("\r\n", "\n").strip() for text in texts]) for name, texts in sorted(typed)]
    sums = [(name, _sum(file)) for name, several in (files.lists() if files else ()) for file in several]
    return digest([where, content, sums])


def digest(content: Any) -> str:
    """With the secret in it: a short text could be guessed from a bare sum."""
    return salted_hmac("ui.once", json.dumps(content, sort_keys=True, default=str), algorithm="sha256").hexdigest()


def typed_in_forms(post: QueryDict, forms: Iterable[Any]) -> list[tuple[str, list[str]]]:
    names = {form.add_prefix(name) for form in forms for name in form.fields}
    return [(name, [str(text) for text in post.getlist(name)]) for name in sorted(names - FRAME) if name in post]


def _sum(file: Any) -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
