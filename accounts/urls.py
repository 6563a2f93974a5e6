"""Addresses of accounts beyond signing in (which is allauth's)."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/end/", views.token_end, name="token_end"),
    path("setup/", views.setup, name="setup"),
    path("users/", views.people, name="people"),
    path("users/new/", views.user_invite, name="user_invite"),
    path("users/<int:pk>/", views.user_edit, name="user_edit"),
    path("users/<int:pk>/deactivate/", views.user_deactivate, name="user_deactivate"),
    path("users/<int:pk>/activate/", views.user_activate, name="user_activate"),
    path("users/<int:pk>/link/", views.user_link, name="user_link"),
    path("language/", views.language, name="language"),
]
