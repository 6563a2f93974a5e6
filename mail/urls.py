"""Addresses that refuse mail, for who sees to them; and the end of mails for who gets them."""

from django.urls import path

from mail import views

app_name = "mail"
urlpatterns = [
    path("mail/refused/", views.suppression_list, name="suppression_list"),
    path("mail/stop/<str:token>/", views.stop, name="stop"),
    path("mail/refused/<int:pk>/lift/", views.suppression_lift, name="suppression_lift"),
]
