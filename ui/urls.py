"""Addresses of the frame itself: search, and the phone's “More”."""

from django.urls import path

from ui import views

app_name = "ui"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("when/", views.when, name="when"),
    path("more/", views.more, name="more"),
]
