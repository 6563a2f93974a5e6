"""What is typed in an open form, word for word, as drafts keep it (decision 0003)."""

from typing import Any

from django.http import JsonResponse, QueryDict
from django.utils import timezone

MAX_TYPED = 200_000
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
