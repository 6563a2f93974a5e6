"""One form, one verb: shown, refused with everything still typed, or done and back to the project."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from projects.models import Project
from ui import respond
from ui.forms import differences, refuse
from ui.versions import Changed

form_view = require_http_methods(["GET", "HEAD", "POST"])


def typed(
    request: HttpRequest,
    form: Any,
    act: Callable[..., str],
    *,
    title: str,
    done: str,
    verb: str = "",
    project: Project | None = None,
    row: Any = None,
    again: Callable[[Any], Any] | None = None,
    template: str = "projects/part_form.html",
    **context: Any,
) -> HttpResponse:
    """`act` calls the verb with the form's values and gives the address to go to. With `row`, the form carries its
    version and `act` gets it; `again` makes the form of the row as somebody else saved it, to show both."""
    conflict: list[Any] = []
    version = row.version if row else None
    if request.method == "POST" and form.is_valid():
        try:
            seen = [_number(request.POST.get("version"))] if row else []
            return respond.saved(request, act(form.values(), *seen), done)
        except Changed as error:
            version = error.current.version  # type: ignore[attr-defined]
            conflict = differences(form, again(error.current)) if again else []
        except ValidationError as error:
            refuse(form, error)
    project = project or (row if isinstance(row, Project) else getattr(row, "project", None))
    shown = {"form": form, "title": title, "verb": verb, "project": project, "version": version, "conflict": conflict}
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, template, shown | context)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
