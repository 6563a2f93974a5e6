"""Saved views: saving how a list is looked at, changing, sharing and removing it, and what a list begins with."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.requests import SignedIn
from lists import registry
from lists.access import can_change_view, can_save_view
from lists.forms import ViewForm, of_view
from lists.models import SavedView
from lists.page import ListPage
from lists.saved import views_of
from ui.form_page import Again, FormPage, form_view, typed
from ui.once import Done
from ui.press import pressed, undoing
from ui.versions import seen


def _page(request: SignedIn, code: str, query: str = "") -> ListPage:
    page = registry.find(code, QueryDict(query), user=request.user, on=timezone.localdate(), request=request)
    if page is None:
        raise Http404
    return page


def _url(request: SignedIn, view: SavedView) -> str:
    page = _page(request, view.list)
    return f"{page.url}?{page.views.query_of(view)}"


@require_safe
def view_list(request: SignedIn) -> HttpResponse:
    """The views of one list, everybody's and the saved ones, and what it begins with."""
    page = _page(request, request.GET.get("list", ""))
    return render(request, "lists/view_list.html", {"list": page, "saved": views_of(page)})


@form_view
def view_save(request: SignedIn) -> HttpResponse:
    require(can_save_view(request.user))
    asked = typed(request) or request.GET
    page = _page(request, asked.get("list", ""), asked.get("query", ""))
    form = ViewForm(typed(request), user=request.user, initial={"list": page.key, "query": page.kept_query})
    rows = SavedView.objects.visible_to(request.user)

    def act() -> Done:
        kept = form.values() | {"list": page.key, "query": page.kept_query}
        made = SavedView.keep(by=request.user, at=timezone.now(), **kept)
        _begin(request, page.key, made, opens=form.cleaned_data["opens"])
        return Done(_url(request, made), _("The view “%(name)s” is saved.") % {"name": made}, made=made)

    again = Again(lambda view: ViewForm(user=request.user, initial=of_view(view, request.user)), rows)
    return FormPage(request, "lists/view_form.html", form, {"list": page, "home": page.url}, again).answer(act)


def _begin(request: SignedIn, code: str, view: SavedView, *, opens: bool) -> None:
    begins = request.user.opens_with.get(code) == str(view.pk)
    if opens != begins:
        request.user.open_with(code, str(view.pk) if opens else "")


def _readable(request: SignedIn, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user).select_related("owner"), pk=pk)


@form_view
def view_change(request: SignedIn, pk: int) -> HttpResponse:
    view = _readable(request, pk)
    require(can_change_view(request.user, view))
    page = _page(request, view.list)

    def of(row: Any, data: Any = None) -> ViewForm:
        return ViewForm(data, user=request.user, view=row, initial=of_view(row, request.user))

    form = of(view, typed(request))

    def act() -> Done:
        changed = view.change(form.values(), by=request.user, version=seen(request))
        _begin(request, view.list, changed, opens=form.cleaned_data["opens"])
        return Done(_home(page), _("Saved."), made=changed)

    context = {"list": page, "view": view, "version": view.version, "home": _home(page)}
    return FormPage(request, "lists/view_form.html", form, context, Again(of)).answer(act)


def _home(page: ListPage) -> str:
    return f"{reverse('lists:view_list')}?list={page.key}"


@require_POST
def view_reshape(request: SignedIn, pk: int) -> HttpResponse:
    """Keep the filters, columns and order in view as those of the saved view."""
    view = _readable(request, pk)
    page = _page(request, view.list, request.POST.get("query", ""))

    def act() -> Done:
        changed = view.change({"query": page.kept_query}, by=request.user, version=seen(request))
        return Done(_url(request, changed), _("The view “%(name)s” is saved.") % {"name": changed}, made=changed)

    return pressed(request, f"{page.url}?{page.views.query_of(view)}", act)


@require_POST
def view_remove(request: SignedIn, pk: int) -> HttpResponse:
    view = _readable(request, pk)
    home = _home(_page(request, view.list))

    def act() -> Done:
        done = view.remove(by=request.user, at=timezone.now(), version=seen(request))
        said = _("The view “%(name)s” is removed.") % {"name": done}
        return Done(home, said, undo=undoing("lists:view_bring_back", done))

    return pressed(request, home, act)


@require_POST
def view_bring_back(request: SignedIn, pk: int) -> HttpResponse:
    view = _readable(request, pk)
    home = _home(_page(request, view.list))

    def act() -> Done:
        done = view.bring_back(by=request.user, version=seen(request))
        return Done(home, _("The view “%(name)s” is back.") % {"name": done}, made=done)

    return pressed(request, home, act)


@require_POST
def view_begin(request: SignedIn) -> HttpResponse:
    """Begin a list with one of its views; with none of them when none is named."""
    page = _page(request, request.POST.get("list", ""))
    wanted = request.POST.get("view", "")

    def act() -> Done:
        key = wanted if page.views.named(wanted) else ""
        request.user.open_with(page.key, key)
        return Done(_home(page), _("Saved."))

    return pressed(request, _home(page), act)
