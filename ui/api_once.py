"""Idempotency-Key at the API: the same table behind it as behind the pages' forms (decision 0012)."""

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from ui.api import problem
from ui.models import Sent
from ui.once import Done, SentOtherwise, again_if_taken, digest, digest_of, once


class Once:
    """For viewsets: a POST with an Idempotency-Key is carried out once; the same again answers 200 with what it made.

    `made_by` names, for actions that make a row of another noun, its `visible_to` and its serializer.
    """

    made_by: ClassVar[dict[str, tuple[Any, Any]]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if request.method == "POST" and (key := idempotency_key(request)):
            self.post = partial(self._once, key, self.post)  # type: ignore[has-type]
        if request.method == "POST":
            # What cannot be read is refused by verbs that ask for nothing, too.
            _body = request.data
        name = str(request.method).lower()
        if name in {"post", "patch"} and hasattr(self, name):
            setattr(self, name, partial(self._again_if_taken, getattr(self, name)))

    def _again_if_taken(self, handler: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        return again_if_taken(partial(handler, request, *args, **kwargs))

    def _once(self, key: UUID, handler: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        answers: list[Response] = []

        def act() -> Done:
            answers.append(handler(request, *args, **kwargs))
            return Done(request.path, made=_Made(answers[0]))

        try:
            done = once(act, by=request.user, key=key, content=_content(request))
        except SentOtherwise as error:
            return self._other_content(error.sent)
        return answers[0] if answers else Response(self._known(done.made))

    def _known(self, pk: int | None) -> Any:
        """What came of the key before, as it is now and as this reader may see it."""
        view: Any = self
        visible_to, serializer = self.made_by.get(view.action, (None, None))
        if visible_to is not None:
            row = get_object_or_404(visible_to(view.request.user), pk=pk)
            return serializer(row, context=view.get_serializer_context()).data
        return view.get_serializer(get_object_or_404(view.get_queryset(), pk=pk)).data

    def _other_content(self, sent: Sent) -> Response:
        """409 with the record that the key made, so that the client can show both versions."""
        title = _("This Idempotency-Key came before with other content.")
        return problem(409, title, current=self._known(sent.made) if sent.made else None)


@dataclass(frozen=True)
class _Made:
    """The row that an answer tells of."""

    answer: Response

    @property
    def pk(self) -> int | None:
        return self.answer.data.get("id") if isinstance(self.answer.data, dict) else None


def _content(request: Request) -> str:
    data, files = request.data, request.FILES
    if not isinstance(data, QueryDict):
        return digest([request.path, data])
    texts = [(name, [str(one) for one in data.getlist(name)]) for name in data if name not in files]
    return digest_of(request.path, texts, files)


def idempotency_key(request: Request) -> UUID | None:
    """The header that makes a repeated request answer what it made the first time."""
    header = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not header:
        return None
    try:
        return UUID(header)
    except ValueError:
        raise exceptions.ValidationError({"Idempotency-Key": [_("Idempotency-Key must be a UUID.")]}) from None


def with_keys(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """The schema says of every POST that it takes an Idempotency-Key, and how it answers one that came before."""
    header = {
        "in": "header",
        "name": "Idempotency-Key",
        "schema": {"type": "string", "format": "uuid"},
        "description": "The same key with the same content is carried out once; with other content it answers 409.",
    }
    for path in result["paths"].values():
        if post := path.get("post"):
            post.setdefault("parameters", []).append(header)
            if made := post["responses"].get("201"):
                post["responses"].setdefault("200", made | {"description": "What the same key made before."})
    return result
