"""Erasing a person: first what there is of her and what stays, then the ground; and the texts to read through."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import can_administer, require
from accounts.requests import SignedIn
from contacts import erase_person
from contacts.forms.erasing import ErasingForm
from contacts.lists.to_read import ToReadList
from contacts.models import ToRead
from contacts.views.person import readable
from journal.mask import Beside
from lists.answers import shown
from ui.form_page import FormPage, form_view, typed
from ui.once import Done
from ui.press import back, pressed, undoing_at
from ui.question import Question


@form_view
def person_erase(request: SignedIn, pk: int) -> HttpResponse:
    person = readable(request, pk)
    told = erase_person.preview(person, by=request.user, at=timezone.now())
    form = ErasingForm(typed(request))

    def act() -> Done:
        erase_person.erase(person, by=request.user, at=timezone.now(), **form.values())
        return Done(resolve_url(settings.LOGIN_REDIRECT_URL), _("The person is erased."))

    return FormPage(request, "contacts/person_erase.html", form, {"person": person, "told": told}).answer(act)


@require_safe
def text_list(request: SignedIn) -> HttpResponse:
    require(can_administer(request.user))
    return shown(request, ToReadList)


def named(text: ToRead) -> dict[str, Any]:
    return {"noun": text.noun, "key": text.record_id}


@require_POST
def text_read(request: SignedIn, pk: int) -> HttpResponse:
    """Asks first when words go for good, and offers then no Undo, which would not bring them back."""
    text = get_object_or_404(ToRead.objects.visible_to(request.user), pk=pk)
    require(can_administer(request.user))
    home = back(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    ask = _going(text.beside(), home)

    def act() -> Done:
        text.finish(by=request.user, at=timezone.now())
        said = _("Read through: %(noun)s %(key)s") % named(text)
        return Done(home, said, undo="" if ask else undoing_at(home, "contacts:text_reopen", text))

    return pressed(request, home, act, ask)


def _going(found: Beside | None, home: str) -> Question | None:
    """Which words go from how many earlier versions and drafts; None when none do."""
    if not found or not found.rows:
        return None
    versions = ngettext("%d earlier version", "%d earlier versions", found.versions) % found.versions
    drafts = ngettext("%d draft", "%d drafts", found.drafts) % found.drafts
    places = [words for words, count in ((versions, found.versions), (drafts, found.drafts)) if count]
    told = {"words": ", ".join(found.words), "places": get_text_list(places, _("and"))}
    lost = _("Out of %(places)s go these words, for everybody: %(words)s. They cannot be brought back.") % told
    return Question(_("Take the words out for good?"), _("Take them out"), lost, home)


@require_POST
def text_reopen(request: SignedIn, pk: int) -> HttpResponse:
    text = get_object_or_404(ToRead.objects.visible_to(request.user), pk=pk)
    home = back(request, resolve_url(settings.LOGIN_REDIRECT_URL))

    def act() -> Done:
        text.reopen(by=request.user, at=timezone.now())
        return Done(home, _("To be read through again: %(noun)s %(key)s") % named(text))

    return pressed(request, home, act)
