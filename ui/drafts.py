"""What is typed in an open form, word for word, as drafts keep it (decision 0003)."""

from typing import Any

from django.http import QueryDict

MAX_TYPED = 200_000


class TooLong(Exception):
    """More text than anybody types."""


def typed_in(post: QueryDict) -> dict[str, list[str]]:
    typed = {name: [str(text) for text in post.getlist(name)] for name in post if name != "csrfmiddlewaretoken"}
    if sum(len(text) for texts in typed.values() for text in texts) > MAX_TYPED:
        raise TooLong
    return typed


def initial(typed: dict[str, list[str]], many: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a form begins with to go on from there; the fields in `many` hold lists."""
    return {name: texts if name in many else texts[-1] for name, texts in typed.items() if texts or name in many}
