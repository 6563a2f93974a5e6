"""Addresses of schedules, runs and deliveries."""

from django.urls import path

from reports.views import outside, run, schedule

app_name = "reports"
urlpatterns = [
    # schedules
    path("reports/", schedule.schedule_list, name="schedule_list"),
    path("reports/new/", schedule.schedule_create, name="schedule_create"),
    path("reports/next/", schedule.schedule_next, name="schedule_next"),
    path("reports/<int:pk>/", schedule.schedule_detail, name="schedule_detail"),
    path("reports/<int:pk>/edit/", schedule.schedule_edit, name="schedule_edit"),
    path("reports/<int:pk>/pause/", schedule.schedule_pause, name="schedule_pause"),
    path("reports/<int:pk>/resume/", schedule.schedule_resume, name="schedule_resume"),
    path("reports/<int:pk>/run/", schedule.schedule_run, name="schedule_run"),
    # runs
    path("reports/runs/held/", run.held_decide, name="held_decide"),
    path("reports/runs/<int:pk>/", run.run_detail, name="run_detail"),
    path("reports/runs/<int:pk>/view/", run.run_view, name="run_view"),
    path("reports/runs/<int:pk>/try-again/", run.run_try_again, name="run_try_again"),
    path("reports/runs/<int:pk>/let-be/", run.run_let_be, name="run_let_be"),
    path("reports/runs/<int:pk>/resolve/", run.run_resolve, name="run_resolve"),
    path("reports/runs/<int:pk>/send-skipped/", run.run_send_skipped, name="run_send_skipped"),
    path("reports/runs/<int:pk>/file/<str:name>/", run.run_file, name="run_file"),
    # deliveries
    path("reports/deliveries/<int:pk>/send-again/", run.delivery_send_again, name="delivery_send_again"),
    path("reports/deliveries/<int:pk>/let-be/", run.delivery_let_be, name="delivery_let_be"),
    # without signing in
    path("reports/read/<str:token>/", outside.delivery_view, name="delivery_view"),
    path("reports/stop/<str:token>/", outside.unsubscribe, name="unsubscribe"),
]
