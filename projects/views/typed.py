"""One form, one verb: shown, refused with everything still typed, or done and back to the project."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from projects.models import Project
from ui.form_page import Again, FormPage
from ui.once import Done
from ui.versions import seen


def typed(
    request: HttpRequest,
    form: Any,
    act: Callable[..., Done],
    *,
    title: str,
    verb: str = "",
    project: Project | None = None,
    row: Any = None,
    known: Any = None,
    again: Callable[[Any], Any] | None = None,
    rows: QuerySet[Any] | None = None,
    change: Callable[[Any, int], Done] | None = None,
    template: str = "projects/part_form.html",
    home: str = "",
    **context: Any,
) -> HttpResponse:
    """`act` calls the verb with the form's values; with `row`, the form carries its version and `act` gets it.

    `known` is the line that a form begins with which sets that of a day anew: it is sent back, with its version.
    `again` makes the form of a row as it is now, to show both versions; `rows` and `change` see to a form that has made
    a row already and comes again with other words.
    """
    project = project or (row if isinstance(row, Project) else getattr(row, "project", None))
    version = (row or known).version if row or known else None
    shown = {"title": title, "verb": verb, "project": project, "version": version, "known": known, "home": home}
    both = Again(again, rows, change) if again else None
    page = FormPage(request, template, form, shown | context, both)
    return page.answer(lambda: act(form.values(), *([seen(request)] if row else [])))
