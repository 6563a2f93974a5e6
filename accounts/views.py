"""Pages of accounts: settings, the first administrator, the users and their invitations."""

from django.conf import settings as site
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import first_visit, inviting, leaving
from accounts.access import can_administer, require
from accounts.forms import SettingsForm, SetupForm, TokenForm, UserForm
from accounts.models import ApiToken, User
from accounts.requests import SignedIn
from ui import places, respond
from ui.asked import once_key
from ui.form_page import Again, FormPage, typed
from ui.once import Done, once
from ui.press import pressed, undoing
from ui.question import Question
from ui.swedish import SwedishOrder
from ui.versions import seen


def settings(request: HttpRequest) -> HttpResponse:
    user = get_object_or_404(User, pk=request.user.pk)
    context = {"version": user.version, "home": reverse("accounts:settings"), "own_settings": places.settings()}
    form = SettingsForm(typed(request), instance=user)

    def act() -> Done:
        user.choose(version=seen(request), **form.cleaned_data)
        with translation.override(user.language):
            return Done(reverse("accounts:settings"), _("Settings saved."))

    again = Again(lambda row: SettingsForm(instance=row))
    return FormPage(request, "accounts/settings.html", form, context, again).answer(act)


def tokens(request: SignedIn) -> HttpResponse:
    """Her own tokens, and a new one, whose secret this answer shows and no other."""
    form = TokenForm(request.POST or None)
    issued: list[tuple[ApiToken, str]] = []

    def act() -> Done:
        issued.append(ApiToken.issue(request.user, **form.cleaned_data, at=timezone.now()))
        return Done(request.path, made=issued[0][0])

    if request.method == "POST" and form.is_valid():
        done = once(act, by=request.user, key=once_key(request.POST.get("key")), content=request.path, anew=True)
        if done.is_repeated:
            return respond.saved(request, done.url, _("This token has been made; its secret was shown then, once."))
        form = TokenForm()
    mine = ApiToken.objects.of(request.user).alive(timezone.now())
    context = {"form": form, "tokens": mine}
    if issued:
        context |= {"issued": issued[0][0], "secret": issued[0][1]}
    return respond.form(request, "accounts/token_list.html", context)


@require_POST
def token_end(request: SignedIn, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.of(request.user), pk=pk)
    home = reverse("accounts:tokens")

    def act() -> Done:
        token.end(by=request.user, at=timezone.now())
        return Done(home, _("The token “%(name)s” has ended.") % {"name": token})

    lost = _("Programs that use it are answered no more.")
    ask = Question(_("End the token “%(name)s”?") % {"name": token}, _("End it"), lost, home)
    return pressed(request, home, act, ask)


@login_not_required
def setup(request: HttpRequest) -> HttpResponse:
    """The first visit makes the administrator; afterwards this page does not exist."""
    if User.objects.exists():
        raise Http404
    if not first_visit.may_set_up(request):
        return render(request, "accounts/setup_locked.html", status=403)
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        administrator = User.objects.create_first_administrator(**form.cleaned_data)
        login(request, administrator)
        return redirect("/")
    return respond.form(request, "accounts/setup.html", {"form": form, "token": first_visit.shown(request)})


@require_safe
def people(request: SignedIn) -> HttpResponse:
    require(can_administer(request.user))
    users = User.objects.select_related("team").order_by("-is_active", SwedishOrder("name"))
    return render(request, "accounts/user_list.html", {"users": users})


def user_invite(request: SignedIn) -> HttpResponse:
    require(can_administer(request.user))
    form = UserForm(typed(request))

    def act() -> Done:
        user = User.objects.invite(by=request.user, **form.cleaned_data)
        return Done(reverse("accounts:user_link", args=[user.pk]), made=user)

    return FormPage(request, "accounts/user_form.html", form).answer(act)


def user_edit(request: SignedIn, pk: int) -> HttpResponse:
    require(can_administer(request.user))
    user = get_object_or_404(User, pk=pk)
    home = reverse("accounts:people")
    context = {"edited": user, "version": user.version, "home": home}
    form = UserForm(typed(request), instance=user)

    def act() -> Done:
        user.change(by=request.user, version=seen(request), **form.cleaned_data)
        return Done(home, _("User saved."))

    again = Again(lambda row: UserForm(instance=row))
    return FormPage(request, "accounts/user_form.html", form, context, again).answer(act)


@require_safe
def user_link(request: SignedIn, pk: int) -> HttpResponse:
    """The one-time address at which an invited user chooses her password; whoever invites hands it over."""
    require(can_administer(request.user))
    user = get_object_or_404(User.objects.active(), pk=pk)
    return render(request, "accounts/user_link.html", {"invited": user, "link": inviting.address_for(user)})


@require_POST
def user_deactivate(request: SignedIn, pk: int) -> HttpResponse:
    """Asks first when it ends tokens or webhooks, which stay ended when she is let in again."""
    user = get_object_or_404(User, pk=pk)
    require(can_administer(request.user))
    home = reverse("accounts:people")
    tokens = ApiToken.objects.of(user).alive(timezone.now()).count()
    lost = ngettext(
        "%d token of hers ends for good, and the program that uses it is answered no more.",
        "%d tokens of hers end for good, and the programs that use them are answered no more.",
        tokens,
    )
    also = leaving.lost(user, timezone.now())
    said = " ".join([lost % tokens, *also] if tokens else also)
    ask = Question(_("Shut out %(name)s?") % {"name": user.name}, _("Shut out"), said, home)

    def act() -> Done:
        user.deactivate(by=request.user, at=timezone.now(), version=seen(request))
        done = _("%(name)s can no longer sign in.") % {"name": user.name}
        return Done(home, done, undo=undoing("accounts:user_activate", user))

    return pressed(request, home, act, ask if said else None)


@require_POST
def user_activate(request: SignedIn, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)

    def act() -> Done:
        user.activate(by=request.user, version=seen(request))
        said = _("%(name)s can sign in again.") % {"name": user.name}
        return Done(reverse("accounts:people"), said, undo=undoing("accounts:user_deactivate", user))

    return pressed(request, reverse("accounts:people"), act)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """A stranger's choice of language, in a cookie; a user's is in her settings."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if check_for_language(chosen):
        response.set_cookie(site.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax", secure=site.HTTPS)
    return response
