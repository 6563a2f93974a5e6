"""The reports room's addresses."""

from django.urls import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = []
