"""Every address of Fyr, by room."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext_lazy as _

from config import api
from config.moved import OF_CONTACTS, moved
from ui import places
from ui.places import Place

handler400 = "config.failing.handler400"
handler500 = "config.failing.handler500"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("accounts.signing_in")),
    path("api/v1/", include(api.urlpatterns)),
    path("", include("ui.urls")),
    path("", include("accounts.urls")),
    path("", include("journal.urls")),
    path("", include("hooks.urls")),
    path("", include("lists.urls")),
    path("", include("mail.urls")),
    path("", include("contacts.urls")),
    path("", include("crm.urls")),
    re_path(rf"^crm/(?P<nouns>{OF_CONTACTS})/(?P<rest>.*)$", moved),
    path("", include("projects.urls")),
    path("", include("reports.urls")),
]

if settings.MAILBOX_DIR:
    places.register(Place("mailbox:list", _("Caught mail"), "file-text", 99))
    urlpatterns.append(path("mailbox/", include("embedded.urls")))
