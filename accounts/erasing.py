"""What erasing a person does to a noun: each noun says it once, as `erasing`, for every column that may hold her.

Closed by default: a house test refuses a column of text, JSON, lists or bytes of which nothing has been said. What a
room keeps otherwise than in columns, or does in its own way, it registers as a Part.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils.functional import Promise

from accounts.naming import Named
from ui.models import Sent, Unsaved


@dataclass(frozen=True)
class Erasing:
    """`nobody`: columns that name nobody (codes, keys, sums). `text`: written by people; she is masked in it. `frozen`:
    the same in a row that never changes otherwise, so by the one function that records it. `hers`: the row is hers and
    goes. `parts`: seen to by the room's Part. `kept`: stays, because of `why`.

    `tied` leads from the noun to the people it is about; `reviewed` are texts of such a row that somebody reads
    through, also when they do not name her; `page` is the address at which she does: (name, attribute of the row). `of`
    leads from a draft to the record whose texts it may become.
    """

    nobody: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ()
    hers: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    tied: str = ""
    reviewed: tuple[str, ...] = ()
    page: tuple[str, str] | None = None
    of: str = ""

    @property
    def said(self) -> set[str]:
        return {*self.nobody, *self.text, *self.frozen, *self.hers, *self.parts, *self.kept}


NAMES_NOBODY = Erasing()

# What cannot say it itself: the frame's rows, which know no room above, and other people's tables.
of_others: dict[type[Model], Erasing] = {
    Unsaved: Erasing(nobody=("who",), text=("page", "typed")),
    Sent: Erasing(nobody=("digest",), text=("url",)),
    Session: Erasing(nobody=("session_key",), parts=("session_data",)),
    Group: Erasing(nobody=("name",)),
    Permission: Erasing(nobody=("name", "codename")),
    ContentType: Erasing(nobody=("app_label", "model")),
    EmailAddress: Erasing(kept=("email",)),
    EmailConfirmation: Erasing(nobody=("key",)),
}


@lru_cache(maxsize=512)
def erasing(model: type[Model]) -> Erasing | None:
    """What the noun has said; of a history row, what its noun has."""
    of: type[Model] | None = getattr(model, "instance_type", None)
    if of is not None:
        said = erasing(of)
        return said and Erasing(**{**vars(said), "text": (*said.text, "history_change_reason")})
    return vars(model).get("erasing") or of_others.get(model)


@dataclass(frozen=True)
class Found:
    """So many records of a kind name her; `kept` says why they stay when they do."""

    what: str | Promise
    count: int
    kept: str | Promise = ""


@dataclass(frozen=True)
class Part:
    """What a room keeps of people in its own way: what there is, what forbids erasing her now, and erasing it. `erase`
    is called after the texts have been masked, in the same transaction; it can be done again without harm. `keep` says
    why a sole trader's name and number must stay, "" when this room knows no reason."""

    find: Callable[[Any, Named], Iterable[Found]]
    erase: Callable[[Any, Named], None]
    refuse: Callable[[Any, Named, datetime], Iterable[str]] = lambda _person, _named, _at: ()
    keep: Callable[[Any, datetime], str] = lambda _organisation, _at: ""


parts: list[Part] = []


def _sessions(named: Named) -> Iterator[Session]:
    return (one for one in Session.objects.iterator() if named.is_in(one.get_decoded()))


def _found(person: Any, named: Named) -> Iterable[Found]:
    return ()


def _forget_messages(person: Any, named: Named) -> None:
    """What a page was about to say; a session that names her otherwise ends."""
    for session in list(_sessions(named)):
        decoded = session.get_decoded()
        decoded.pop("_messages", None)
        if named.is_in(decoded):
            session.delete()
            continue
        session.session_data = SessionStore().encode(decoded)
        session.save(update_fields=["session_data"])


def register() -> None:
    parts.append(Part(find=_found, erase=_forget_messages))
