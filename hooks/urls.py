"""Addresses of webhooks, under Settings."""

from django.urls import path

from hooks import views

app_name = "hooks"
urlpatterns = [
    path("settings/webhooks/", views.webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>/", views.webhook_detail, name="webhook_detail"),
    path("settings/webhooks/<int:pk>/end/", views.webhook_end, name="webhook_end"),
    path("settings/webhooks/sendings/<int:pk>/again/", views.send_again, name="send_again"),
]
