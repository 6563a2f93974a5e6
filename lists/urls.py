"""The addresses of saved views."""

from django.urls import path

from lists import views

app_name = "lists"
urlpatterns = [
    path("lists/views/", views.view_list, name="view_list"),
    path("lists/views/save/", views.view_save, name="view_save"),
    path("lists/views/begin/", views.view_begin, name="view_begin"),
    path("lists/views/<int:pk>/change/", views.view_change, name="view_change"),
    path("lists/views/<int:pk>/reshape/", views.view_reshape, name="view_reshape"),
    path("lists/views/<int:pk>/remove/", views.view_remove, name="view_remove"),
    path("lists/views/<int:pk>/bring-back/", views.view_bring_back, name="view_bring_back"),
]
