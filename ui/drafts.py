"""What is typed in an open form, word for word, as drafts keep it (decision 0003)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import JsonResponse, QueryDict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ui.question import Question

MAX_TYPED = 200_000
SHOWN = 80
UNTYPED = {"csrfmiddlewaretoken", "who"}


class TooLong(Exception):
    """More text than anybody types."""


def typed_in(post: QueryDict) -> dict[str, list[str]]:
    typed = {name: [str(text) for text in post.getlist(name)] for name in post if name not in UNTYPED}
    if sum(len(text) for texts in typed.values() for text in texts) > MAX_TYPED:
        raise TooLong
    return typed


def initial(typed: dict[str, list[str]], many: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a form begins with to go on from there; the fields in `many` hold lists."""
    return {name: texts if name in many else texts[-1] for name, texts in typed.items() if texts or name in many}


def kept(key: Any, draft: Any = None, url: str = "") -> JsonResponse:
    """The answer to a script that has kept something: which form, as which version, where it is opened again."""
    if draft is None:
        return JsonResponse({"kept": str(key)})
    moment = timezone.localtime(draft.saved_at)
    return JsonResponse({"kept": str(key), "version": draft.version, "saved_at": f"{moment:%H:%M}", "open": url})


def refused(why: str, status: int) -> JsonResponse:
    """Nothing was kept, and the page says so: it has the words for each reason."""
    return JsonResponse({"error": why}, status=status)


def words(typed: dict[str, list[str]], names: Iterable[str]) -> str:
    """The first text that somebody has written in one of these fields, on one line: by it she knows it again."""
    texts = (" ".join(text.split()) for name in names for text in typed.get(name, []))
    return Truncator(next(filter(None, texts), "")).chars(SHOWN)


def is_within(typed: dict[str, list[str]], other: dict[str, list[str]], but: Iterable[str] = ()) -> bool:
    """Whether every text typed stands in the same field of the other: whole, or with more words around it."""
    return all(_stand(typed[name], other.get(name, [])) for name in typed.keys() - set(but))


def _stand(texts: Iterable[str], others: Iterable[str]) -> bool:
    """A text of one word may be a choice, a day or a number: that stands in no other."""
    found = [_of_one_kind(other) for other in others]
    said = filter(None, map(_of_one_kind, texts))
    return all(text in found or (" " in text and any(text in one for one in found)) for text in said)


def _of_one_kind(text: str) -> str:
    """Browsers end lines in two ways."""
    return str(text).replace("\r\n", "\n").strip()


def discarding(typed: str, going_on: str, lines: Sequence[str] = ()) -> Question:
    """Asked before what somebody has typed is gone; `lines` says all of it."""
    gone = _("It cannot be brought back.")
    if typed and not lines:
        gone = _("“%(words)s” cannot be brought back.") % {"words": typed}
    return Question(_("Discard what you have typed?"), _("Discard"), gone, going_on, about=lines)
