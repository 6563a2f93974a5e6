"""What is typed in the log bar: whom she met, and behind the name when: "klarvik igår 10 45 min"."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.rights import Reader
from crm.models import Client
from crm.search import find_clients
from ui import when

# Words that may say when; a name has no more before it is looked for as it is.
MOST_WORDS = 10


@dataclass(frozen=True)
class Heard:
    """`found` are keys of clients; `when` is what is read as a time, word for word."""

    name: str = ""
    when: str = ""
    found: list[int] = field(default_factory=list)


def heard(user: Reader, query: str, limit: int) -> Heard:
    """The whole as a name where a client is called so; else the longest name that leaves a time behind it. Of a name
    that nobody has, as much as can be is read as the time."""
    words, unknown = query.split(), Heard(query.strip())
    if found := find_clients(user, query, limit):
        return Heard(query.strip(), found=found)
    for at in range(len(words) - 1, max(0, len(words) - 1 - MOST_WORDS), -1):
        name, rest = " ".join(words[:at]), " ".join(words[at:])
        if moment(rest) is None:
            continue
        if found := find_clients(user, name, limit):
            return Heard(name, rest, found)
        unknown = Heard(name, rest)
    return unknown


def moment(text: str) -> when.When | None:
    """None for what is no time."""
    try:
        return when.read(text, timezone.localdate()) if text.strip() else None
    except ValidationError:
        return None


def in_words(user: Reader, query: str) -> str:
    """What Enter would do: the client, and when; several clients that fit; or nobody of that name."""
    said = heard(user, query, 4)
    clients = Client.objects.visible_to(user).select_related("organisation").filter(pk__in=said.found)
    names = ", ".join(map(str, clients)) + (" …" if len(said.found) > 3 else "")
    read = moment(said.when)
    told = f", {when.in_words(read, timezone.localdate())}" if read else ""
    if not said.name or said.found:
        return names + told
    return _("No client is called “%(name)s”.") % {"name": said.name} + (f" {capfirst(told[2:])}" if told else "")
