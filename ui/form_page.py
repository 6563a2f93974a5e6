"""The form page: one form (or several in one), one verb, and what is answered: shown, refused in words with everything
still typed, both versions when somebody saved first, once only (docs/ui.md)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ui import respond, unsaved
from ui.asked import once_key
from ui.forms import are_valid, differences, focus_first, refuse
from ui.models import Sent
from ui.once import Done, SentOtherwise, again_if_taken, digest_of, once, sent_before, typed_in_forms
from ui.only import note
from ui.versions import Changed, seen
from ui.who import Somebody

form_view = require_http_methods(["GET", "HEAD", "POST"])

# fn(context, status): how a page that is more than its form shows itself.
Show = Callable[[dict[str, Any], int], HttpResponse]


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form begins with: what is sent, or what was sent before and could not be saved (?unsaved=); else None."""
    if request.method == "POST":
        return request.POST
    return unsaved.asked_for(request)


@dataclass(frozen=True)
class Again:
    """The row that is changed, or that came of the form before: `form` gives the unbound form of it as it is now.

    A form that makes a row says in `rows` where that is found, and in `change` the verb that changes it afterwards.
    """

    form: Callable[[Any], Any]
    rows: QuerySet[Any] | None = None
    change: Callable[[Any, int], Done] | None = None

    def find(self, sent: Sent) -> Any:
        return None if self.rows is None or sent.made is None else self.rows.filter(pk=sent.made).first()


@dataclass
class FormPage:
    request: HttpRequest
    template: str
    form: Any
    context: dict[str, Any] = field(default_factory=dict)
    again: Again | None = None
    show: Show | None = None
    # The name under which the content is summed up; forms sent to several addresses share one.
    where: str = ""

    def answer(self, act: Callable[[], Done]) -> HttpResponse:
        """The page; after a POST of a valid form `act`, which calls the verb in the transaction of the key."""
        if self.request.method != "POST":
            return self.shown(200)
        return again_if_taken(lambda: self._carried_out(act), lambda: self._carried_out_anew(act))

    def _carried_out_anew(self, act: Callable[[], Done]) -> HttpResponse:
        for one in self.forms:
            one.full_clean()
        return self._carried_out(act)

    def _carried_out(self, act: Callable[[], Done]) -> HttpResponse:
        if not are_valid(*self.forms):
            return self.shown(respond.UNPROCESSABLE)
        try:
            return self._saved(self._once(act))
        except SentOtherwise as error:
            self._both_of(error.sent)
        except Changed as error:
            if not self._differs(error.current):
                # The same has been saved already: this form again, or somebody of the same mind.
                return self._saved(Done(self.context.get("home", self.request.path)))
        except ValidationError as error:
            note(error, by=self.request.user, at=timezone.now(), door="page")
            refuse(self.forms, error)
        return self.shown(respond.UNPROCESSABLE)

    @property
    def is_guarded(self) -> bool:
        """A form of a row that is there sees by its version whether anything came between."""
        return "version" in self.request.POST or "organisation_version" in self.request.POST

    @property
    def is_repeated(self) -> bool:
        """Whether this form has been carried out before; what is asked only the first time is not asked again."""
        return sent_before(self.request.user, self.key) is not None

    @property
    def forms(self) -> tuple[Any, ...]:
        return self.form if isinstance(self.form, tuple) else (self.form,)

    @cached_property
    def key(self) -> UUID | None:
        """A form that is sent as a new one, after it has been saved before, goes on with another key."""
        post = self.request.POST
        return once_key(post.get("as_new") or post.get("key"))

    def shown(self, status: int) -> HttpResponse:
        focus_first(self.forms)
        own = {"forms": self.forms} if isinstance(self.form, tuple) else {"form": self.form}
        context = own | self.context
        return self.show(context, status) if self.show else render(self.request, self.template, context, status=status)

    def _once(self, act: Callable[[], Done]) -> Done:
        typed_here = typed_in_forms(self.request.POST, self.forms)
        content = digest_of(self.where or self.request.path, typed_here, self.request.FILES)
        by = self.request.user
        sent = self._came_before(by)
        row = self.again.find(sent) if sent and self.again else None
        if not sent or row is None or not self.again or not self.again.change:
            return once(act, by=by, key=self.key, content=content, anew=self.is_guarded)
        change, version = self.again.change, seen(self.request, "known_version")
        try:
            return once(lambda: change(row, version), by=by, key=self.key, content=content, anew=True)
        except Changed:
            raise SentOtherwise(sent) from None

    def _came_before(self, by: Somebody) -> Sent | None:
        """Sent again with both versions in view: what came of the form before is changed."""
        if "known_version" not in self.request.POST or "as_new" in self.request.POST:
            return None
        return sent_before(by, self.key)

    def _saved(self, done: Done) -> HttpResponse:
        unsaved.forget(self.request, self.key)
        said = done.said or (respond.SAVED if done.is_repeated else "")
        return respond.saved(self.request, done.url, said, undo=done.undo, look=done.look, key=self.key)

    def _both_of(self, sent: Sent) -> None:
        row = self.again.find(sent) if self.again else None
        self.context |= {"sent": sent, "new_key": uuid4(), "conflict": []}
        if row is not None and self.again:
            may_change = bool(self.again.change)
            self.context |= {"conflict": self._differences(row), "known": row, "may_change_known": may_change}

    def _differs(self, current: Any) -> bool:
        if self.again is None:
            self.context |= {"conflict": [], "current": current, "is_changed": True}
            return True
        found = self._differences(current)
        self.context |= {"conflict": found, "current": current, "version": current.version, "is_changed": True}
        return bool(found)

    def _differences(self, row: Any) -> list[Any]:
        if self.again is None:
            return []
        shown = self.again.form(row)
        now = shown if isinstance(shown, tuple) else (shown,)
        return [one for mine, theirs in zip(self.forms, now, strict=True) for one in differences(mine, theirs)]
