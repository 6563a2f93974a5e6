"""The projects room's addresses."""

from django.urls import URLPattern

app_name = "projects"
urlpatterns: list[URLPattern] = []
