"""Addresses of the local catcher's mail."""

from django.urls import path

from embedded import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mailbox_list, name="list"),
    path("<str:key>/", views.mailbox_detail, name="detail"),
    path("<str:key>/html/", views.mailbox_html, name="html"),
    path("<str:key>/file/<int:number>/", views.mailbox_file, name="file"),
]
