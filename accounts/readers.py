"""Who can see a record, and why: told by the declaration by which it is shown or hidden (`accounts.hanging`)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.hanging import hanging, hung_on
from accounts.models import User
from accounts.rights import Reader


def readers_of(row: Model, reader: Reader) -> list[tuple[User, str]]:
    """Those who work here and read the record, each with the reason; of a noun that says so itself, or by what it hangs
    on. `reader` reads it, and so all that is named in the reasons."""
    deciding = _asked_together(_deciding(row))
    staff = User.objects.visible_to(reader).active().select_related("team")
    return [(user, said) for user in staff if (said := _why(user, row, deciding))]


def _deciding(row: Model) -> Iterator[Any]:
    """The records whose own rule decides who reads this one."""
    if (said := hanging(type(row))) and said.itself:
        yield row
        return
    for one in hung_on(row):
        yield from _deciding(one)


def _asked_together(rows: Iterable[Any]) -> list[Any]:
    """Each once, with what its rule asks for, in as many queries for many as for one."""
    by_noun: dict[Any, dict[Any, Any]] = defaultdict(dict)
    for one in rows:
        by_noun[type(one)].setdefault(one.pk, one)
    for model, found in by_noun.items():
        prefetch_related_objects(list(found.values()), *model.hangs_on.itself.asks)
    return [one for found in by_noun.values() for one in found.values()]


def _why(user: User, row: Model, deciding: list[Any]) -> str:
    """The reason why she reads it; empty when something keeps it from her."""
    answers = [(one, type(one).hangs_on.itself.why(user.rights, one)) for one in deciding]
    if not all(answer for _one, answer in answers):
        return ""
    if not answers:
        return _("It is about nothing that is kept.")
    return " ".join(str(answer.reason) if one is row else f"{one}: {answer.reason}" for one, answer in answers)
