"""The projects room's addresses."""

from django.urls import URLPattern, path

from projects import views

app_name = "projects"
urlpatterns: list[URLPattern] = [
    path("projects/", views.portfolio, name="portfolio"),
    path("projects/<int:pk>/", views.portfolio, name="project_detail"),
    path("projects/start/", views.portfolio, name="project_start"),
]
