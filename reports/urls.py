"""Addresses of schedules, runs and deliveries."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    # schedules
    path("reports/", views.schedule_list, name="schedule_list"),
    path("reports/new/", views.schedule_create, name="schedule_create"),
    path("reports/next/", views.schedule_next, name="schedule_next"),
    path("reports/<int:pk>/", views.schedule_detail, name="schedule_detail"),
    path("reports/<int:pk>/edit/", views.schedule_edit, name="schedule_edit"),
    path("reports/<int:pk>/pause/", views.schedule_pause, name="schedule_pause"),
    path("reports/<int:pk>/resume/", views.schedule_resume, name="schedule_resume"),
    path("reports/<int:pk>/run/", views.schedule_run, name="schedule_run"),
    # runs
    path("reports/runs/<int:pk>/", views.run_detail, name="run_detail"),
    path("reports/runs/<int:pk>/view/", views.run_view, name="run_view"),
    path("reports/runs/<int:pk>/try-again/", views.run_try_again, name="run_try_again"),
    path("reports/runs/<int:pk>/let-be/", views.run_let_be, name="run_let_be"),
    path("reports/runs/<int:pk>/resolve/", views.run_resolve, name="run_resolve"),
    path("reports/runs/<int:pk>/send-skipped/", views.run_send_skipped, name="run_send_skipped"),
    path("reports/runs/<int:pk>/file/<str:name>/", views.run_file, name="run_file"),
    # deliveries
    path("reports/deliveries/<int:pk>/send-again/", views.delivery_send_again, name="delivery_send_again"),
    path("reports/deliveries/<int:pk>/let-be/", views.delivery_let_be, name="delivery_let_be"),
    # without signing in
    path("reports/read/<str:token>/", views.delivery_view, name="delivery_view"),
    path("reports/stop/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
