"""Addresses of the journal: one's notifications, and what did not follow by itself."""

from django.urls import path

from journal import views

app_name = "journal"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
    path("notifications/<int:pk>/read/", views.notification_read, name="notification_read"),
    path("consequences/<int:pk>/try-again/", views.following_try_again, name="following_try_again"),
    path("consequences/<int:pk>/let-be/", views.following_let_be, name="following_let_be"),
]
