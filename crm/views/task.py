"""Tasks: the list, and every change of one."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import can_write, require
from accounts.requests import SignedIn
from crm.access import can_edit_known_task, can_edit_task
from crm.forms.task import TaskForm, of_task
from crm.models import Client, Task
from crm.ties import with_ties
from crm.views.about import address, named_in
from journal.models import Notification
from ui import asked
from ui.form_page import Again, FormPage, typed
from ui.once import Done
from ui.press import back, pressed, undoing
from ui.versions import seen

WHOSE = ("mine", "late", "all")
LONGEST = 200
# Orders by the day it is due: ?sort=-due puts the day furthest off first, and those without a day last either way.
SORTS = {"due": F("due_on").asc(nulls_last=True), "-due": F("due_on").desc(nulls_last=True)}


@require_safe
def task_list(request: SignedIn) -> HttpResponse:
    """Open tasks, soonest first unless asked otherwise; the first two hundred, as many as anybody can act on."""
    if "done" in request.GET:
        return _done_list(request)
    whose = request.GET.get("whose", "mine")
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "due"
    tasks = Task.objects.visible_to(request.user).open().select_related("client__organisation", "owner")
    if whose != "all":
        tasks = tasks.filter(owner=request.user)
    if whose == "late":
        tasks = tasks.overdue(timezone.localdate())
    found = with_ties(tasks.order_by(SORTS[sort], "pk")[: LONGEST + 1])
    context = {"tasks": found[:LONGEST], "has_more": len(found) > LONGEST, "whose": whose, "sort": sort}
    return render(request, "crm/task_list.html", context | {"may": can_write(request.user)})


def _done_list(request: SignedIn) -> HttpResponse:
    """What is done (?done=), the latest first: hers whose task it was or who finished it, or everybody's."""
    whose = "all" if request.GET.get("whose") == "all" else "mine"
    tasks = Task.objects.visible_to(request.user).done().select_related("client__organisation", "done_by")
    if whose == "mine":
        tasks = tasks.filter(Q(owner=request.user) | Q(done_by=request.user))
    found = with_ties(tasks.order_by("-done_at", "-pk")[: LONGEST + 1])
    may = can_write(request.user)
    shown = [(task, bool(may and can_edit_known_task(request.user, task))) for task in found[:LONGEST]]
    context = {"tasks": shown, "has_more": len(found) > LONGEST, "whose": whose, "may": may}
    return render(request, "crm/task_done_list.html", context)


def task_create(request: SignedIn) -> HttpResponse:
    require(can_write(request.user))
    given, start = named_in(request, Task), {"client": request.GET.get("client")}
    form = TaskForm(typed(request), user=request.user, given=given, initial=start)
    client = Client.objects.visible_to(request.user).filter(pk=_key(request)).first()
    again = Again(lambda task: _form(request, task), Task.objects.visible_to(request.user), _change(request, form))

    def act() -> Done:
        task = Task.add(by=request.user, at=timezone.now(), client=form.cleaned_data["client"], **form.values())
        url = address(task.client, task) or reverse("crm:task_list")
        return Done(back(request, url), _("Added: %(text)s") % {"text": task.text}, made=task)

    return FormPage(request, "crm/task_form.html", form, {"client": client}, again).answer(act)


def _form(request: SignedIn, task: Any) -> TaskForm:
    return TaskForm(user=request.user, task=task, initial=of_task(task))


def _change(request: SignedIn, form: TaskForm) -> Callable[[Any, int], Done]:
    def change(task: Any, version: int) -> Done:
        changed = task.change(by=request.user, at=timezone.now(), version=version, **form.values())
        return Done(reverse("crm:task_list"), _("Saved."), made=changed)

    return change


def _key(request: SignedIn) -> int:
    return asked.key(request.POST.get("client") or request.GET.get("client")) or 0


def task_change(request: SignedIn, pk: int) -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(request.user).select_related("client__organisation"), pk=pk)
    require(can_edit_task(request.user, task))
    if request.method == "GET":
        # What she was told of it she has come to by now, from wherever she came.
        Notification.objects.of(task).mark_read(by=request.user, at=timezone.now())
    form = TaskForm(typed(request), user=request.user, task=task, initial=of_task(task))
    context = {"task": task, "client": task.client, "version": task.version, "home": reverse("crm:task_list")}
    page = FormPage(request, "crm/task_form.html", form, context, Again(lambda row: _form(request, row)))
    return page.answer(lambda: _change(request, form)(task, seen(request)))


@require_POST
def task_done(request: SignedIn, pk: int) -> HttpResponse:
    return _act(request, pk, "finish", _("Done: %(text)s"), "crm:task_reopen")


@require_POST
def task_reopen(request: SignedIn, pk: int) -> HttpResponse:
    return _act(request, pk, "reopen", _("Open again: %(text)s"))


def _act(request: SignedIn, pk: int, verb: str, message: str, undo: str = "") -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    url = back(request, request.META.get("HTTP_REFERER") or reverse("crm:task_list"))
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        url = reverse("crm:task_list")

    def act() -> Done:
        done = getattr(task, verb)(by=request.user, at=timezone.now(), version=seen(request))
        return Done(url, message % {"text": task.text}, undo=undoing(undo, done) if undo else "")

    return pressed(request, url, act)
