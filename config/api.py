"""The API's addresses: every room's viewsets under /api/v1/, and its OpenAPI description."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import DefaultRouter

import accounts.api
import contacts.api
import crm.api
import hooks.api
import journal.api
import lists.api
import mail.api
import projects.api
import reports.api
from ui.api import Nowhere

router = DefaultRouter()
router.include_format_suffixes = False
router.register("users", accounts.api.UserViewSet, basename="user")
for room in (journal.api, hooks.api, mail.api, lists.api, contacts.api, crm.api, projects.api, reports.api):
    for prefix, viewset in room.viewsets.items():
        router.register(prefix, viewset, basename=viewset.basename)

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("", include((router.urls, "api"))),
    # With its slash only: an address without one is sent on to that with it.
    re_path(".*/$", Nowhere.as_view()),
]
