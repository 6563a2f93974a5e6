"""The project page, and starting, changing and closing a project."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.readers import readers_of
from accounts.requests import SignedIn
from crm.forms.client import ConfidentialityForm
from journal.timeline import timeline
from projects.access import can_edit_project, can_keep_project, can_start_project
from projects.filters import day_field
from projects.forms.project import ChangeForm, CloseForm, StartForm
from projects.models import Project
from projects.project_page import ProjectPage
from projects.views.typed import typed
from ui import asked
from ui.form_page import Again, FormPage, form_view
from ui.form_page import typed as typed_in
from ui.once import Done
from ui.pictures.svg import SYMBOLS
from ui.versions import seen


def readable(request: SignedIn, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def detail_url(project: Project) -> str:
    return reverse("projects:project_detail", args=[project.pk])


@require_safe
def project_detail(request: SignedIn, pk: int) -> HttpResponse:
    today = timezone.localdate()
    day, error = _day(request.GET.get("as_of", ""), today)
    page = ProjectPage(request.user, pk, day or today, today)
    noun, before = request.GET.get("noun"), asked.key(request.GET.get("before"))
    shown = timeline(page.project, request.user, noun, before, until=day)
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "journal/timeline.html", {"timeline": shown})
    context = {"page": page, "project": page.project, "timeline": shown, "symbols": SYMBOLS, "day_error": error}
    context["log_query"] = f"?project={pk}"
    return render(request, "projects/project_detail.html", context, status=422 if error else 200)


def _day(text: str, today: date) -> tuple[date | None, str]:
    """The day asked for, and what is wrong with it."""
    field = day_field("")
    try:
        day = field.clean(text)
    except Exception as error:
        return None, " ".join(error.messages)  # type: ignore[attr-defined]
    if day and day > today:
        return None, _("The project can be shown as of today or an earlier day.")
    return day, ""


@form_view
def project_start(request: SignedIn) -> HttpResponse:
    require(can_start_project(request.user))
    initial = {
        "lead": request.user.pk,
        "team": getattr(request.user, "team_id", None),
        "starts_on": timezone.localdate(),
    }

    def made_as(row: Any, data: Any = None) -> StartForm:
        return StartForm(data, instance=row, user=request.user, initial={} if row else initial)

    def act(values: dict[str, Any]) -> Done:
        started = Project.start(by=request.user, at=timezone.now(), **values)
        return Done(detail_url(started), _("The project has started."), made=started)

    form, rows = made_as(None, typed_in(request)), Project.objects.visible_to(request.user)
    return typed(request, form, act, title=_("Start a project"), verb=_("Start the project"), again=made_as, rows=rows)


@form_view
def project_change(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_edit_project(request.user, project))

    def as_is(row: Any, data: Any = None) -> ChangeForm:
        return ChangeForm(data, instance=row, user=request.user)

    def act(values: dict[str, Any], version: int) -> Done:
        changed = project.change(values, by=request.user, at=timezone.now(), version=version)
        return Done(detail_url(changed), _("The facts are saved."))

    form, home = as_is(project, typed_in(request)), detail_url(project)
    return typed(request, form, act, title=_("Edit facts"), row=project, again=as_is, home=home)


@form_view
def project_confidentiality(request: SignedIn, pk: int) -> HttpResponse:
    """Who can see the project, and why; and, for those who may, another answer to that."""
    project = readable(request, pk)
    if request.method == "POST":
        require(can_keep_project(request.user, project))

    def as_is(row: Any, data: Any = None) -> ConfidentialityForm:
        readers = list(row.named_readers.values_list("user", flat=True))
        initial = {"confidentiality": row.confidentiality, "readers": readers}
        return ConfidentialityForm(data, user=request.user, initial=initial)

    form = as_is(project, typed_in(request))
    context = {"project": project, "version": project.version, "home": detail_url(project)}
    context |= {"readers": readers_of(project, request.user), "may_change": can_keep_project(request.user, project)}
    page = FormPage(request, "projects/project_confidentiality.html", form, context, Again(as_is))
    return page.answer(lambda: _set_confidentiality(request, project, form))


def _set_confidentiality(request: SignedIn, project: Project, form: ConfidentialityForm) -> Done:
    level, readers = form.cleaned_data["confidentiality"], form.cleaned_data["readers"]
    project.set_confidentiality(level, readers=readers, by=request.user, at=timezone.now(), version=seen(request))
    still = Project.objects.visible_to(request.user).filter(pk=project.pk).exists()
    url = detail_url(project) if still else reverse("projects:portfolio")
    return Done(url, _("Who may read the project is saved."))


@form_view
def project_close(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_edit_project(request.user, project))
    form = CloseForm(typed_in(request), initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int) -> Done:
        closed = project.close(by=request.user, at=timezone.now(), version=version, **values)
        return Done(detail_url(closed), _("The project is closed."))

    return typed(request, form, act, row=project, title=_("Close the project"), verb=_("Close"))
