"""Every address of Fyr, by room."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import api

handler400 = "config.failing.handler400"
handler500 = "config.failing.handler500"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("accounts.signing_in")),
    path("api/v1/", include(api.urlpatterns)),
    path("", include("ui.urls")),
    path("", include("accounts.urls")),
    path("", include("crm.urls")),
    path("", include("projects.urls")),
    path("", include("reports.urls")),
]

if settings.MAILBOX_DIR:
    urlpatterns.append(path("mailbox/", include("embedded.urls")))
