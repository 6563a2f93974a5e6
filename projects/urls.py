"""The projects room's addresses, a list per noun."""

from django.urls import URLPattern, path

from projects.views import gate, part, portfolio, project, status, status_draft

app_name = "projects"

projects = [
    path("projects/", portfolio.portfolio, name="portfolio"),
    path("projects/start/", project.project_start, name="project_start"),
    path("projects/<int:pk>/", project.project_detail, name="project_detail"),
    path("projects/<int:pk>/change/", project.project_change, name="project_change"),
    path("projects/<int:pk>/confidentiality/", project.project_confidentiality, name="project_confidentiality"),
    path("projects/<int:pk>/close/", project.project_close, name="project_close"),
]
gates = [
    path("projects/<int:pk>/gates/plan/", gate.gate_plan, name="gate_plan"),
    path("projects/<int:pk>/gates/decide/", gate.gate_decide, name="gate_decide"),
]
statuses = [
    path("projects/<int:pk>/status/post/", status.status_post, name="status_post"),
    path("projects/<int:pk>/status/draft/", status_draft.status_draft_save, name="status_draft_save"),
    path("projects/<int:pk>/status/draft/both/", status.status_both, name="status_draft_both"),
    path("projects/<int:pk>/status/draft/discard/", status_draft.status_draft_discard, name="status_draft_discard"),
    path("projects/<int:pk>/status/<int:report>/", status.status_detail, name="status_detail"),
]
parts = [
    path("projects/<int:pk>/milestones/add/", part.milestone_add, name="milestone_add"),
    path("projects/milestones/<int:pk>/change/", part.milestone_change, name="milestone_change"),
    path("projects/milestones/<int:pk>/finish/", part.milestone_finish, name="milestone_finish"),
    path("projects/milestones/<int:pk>/reopen/", part.milestone_reopen, name="milestone_reopen"),
    path("projects/<int:pk>/risks/add/", part.risk_add, name="risk_add"),
    path("projects/risks/<int:pk>/change/", part.risk_change, name="risk_change"),
    path("projects/risks/<int:pk>/close/", part.risk_close, name="risk_close"),
    path("projects/risks/<int:pk>/reopen/", part.risk_reopen, name="risk_reopen"),
    path("projects/<int:pk>/benefits/add/", part.benefit_add, name="benefit_add"),
    path("projects/benefits/<int:pk>/change/", part.benefit_change, name="benefit_change"),
    path("projects/benefits/<int:pk>/read/", part.benefit_read, name="benefit_read"),
    path("projects/<int:pk>/partners/add/", part.partner_add, name="partner_add"),
    path("projects/partners/<int:pk>/remove/", part.partner_remove, name="partner_remove"),
    path("projects/<int:pk>/budget/", part.budget_set, name="budget_set"),
]
urlpatterns: list[URLPattern] = [*projects, *gates, *statuses, *parts]
