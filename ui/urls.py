"""Addresses of the frame itself: search, the phone's “More”, and what was typed and could not be saved."""

from django.urls import path

from ui import views

app_name = "ui"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("when/", views.when, name="when"),
    path("minutes/", views.minutes, name="minutes"),
    path("number/", views.number, name="number"),
    path("more/", views.more, name="more"),
    path("device/", views.device, name="device"),
    path("unsaved/", views.unsaved_keep, name="unsaved_keep"),
    path("unsaved/<uuid:key>/discard/", views.unsaved_discard, name="unsaved_discard"),
]
