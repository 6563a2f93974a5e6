"""The crm room's addresses, a list per noun."""

from django.urls import URLPattern, path

from crm.lists.client import ClientList
from crm.lists.meeting import MeetingList
from crm.views import client, draft, importing, log_bar, meeting, task, today
from lists.registry import register

app_name = "crm"
# With the addresses, and not when the room starts: by then rooms above have said what meetings are about (`crm.ties`).
register([ClientList, MeetingList])

clients = [
    path("crm/clients/", client.client_list, name="client_list"),
    path("crm/clients/export/<slug:form>/", client.client_export, name="client_export"),
    path("crm/clients/open/", client.client_open, name="client_open"),
    path("crm/clients/alike/", client.client_alike, name="client_alike"),
    path("crm/clients/<int:pk>/", client.client_detail, name="client_detail"),
    path("crm/clients/<int:pk>/change/", client.client_change, name="client_change"),
    path("crm/clients/<int:pk>/change/<slug:name>/", client.client_fact, name="client_fact"),
    path("crm/clients/<int:pk>/move/", client.client_move, name="client_move"),
    path("crm/clients/<int:pk>/assign/", client.client_assign, name="client_assign"),
    path("crm/clients/<int:pk>/confidentiality/", client.client_confidentiality, name="client_confidentiality"),
    path("crm/organisations/<int:pk>/take-on/", client.organisation_take_on, name="organisation_take_on"),
    path("crm/clients/<int:pk>/undo/<int:entry>/", client.client_undo, name="client_undo"),
]
meetings = [
    path("crm/meetings/", meeting.meeting_list, name="meeting_list"),
    path("crm/meetings/export/<slug:form>/", meeting.meeting_export, name="meeting_export"),
    path("crm/meetings/heard/", log_bar.meeting_heard, name="meeting_heard"),
    path("crm/meetings/log/", meeting.meeting_log, name="meeting_log"),
    path("crm/meetings/<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("crm/meetings/<int:pk>/readers/", meeting.meeting_readers, name="meeting_readers"),
    path("crm/meetings/<int:pk>/change/", meeting.meeting_change, name="meeting_change"),
    path("crm/meetings/<int:pk>/cancel/", meeting.meeting_cancel, name="meeting_cancel"),
    path("crm/meetings/<int:pk>/plan-again/", meeting.meeting_plan_again, name="meeting_plan_again"),
    path("crm/drafts/save/", draft.draft_save, name="draft_save"),
    path("crm/drafts/discard/", draft.draft_discard, name="draft_discard"),
    path("crm/drafts/both/", meeting.draft_both, name="draft_both"),
    path("crm/drafts/<uuid:key>/", meeting.draft_continue, name="draft_continue"),
]
tasks = [
    path("crm/tasks/", task.task_list, name="task_list"),
    path("crm/tasks/new/", task.task_create, name="task_create"),
    path("crm/tasks/<int:pk>/change/", task.task_change, name="task_change"),
    path("crm/tasks/<int:pk>/done/", task.task_done, name="task_done"),
    path("crm/tasks/<int:pk>/reopen/", task.task_reopen, name="task_reopen"),
]
imports = [
    path("crm/imports/", importing.import_list, name="import_list"),
    path("crm/imports/new/", importing.import_start, name="import_start"),
    path("crm/imports/<int:pk>/", importing.import_preview, name="import_preview"),
    path("crm/imports/<int:pk>/match/", importing.import_match, name="import_match"),
    path("crm/imports/<int:pk>/decide/", importing.import_decide, name="import_decide"),
    path("crm/imports/<int:pk>/choose/", importing.import_choose, name="import_choose"),
    path("crm/imports/<int:pk>/decide-all/", importing.import_decide_all, name="import_decide_all"),
    path("crm/imports/<int:pk>/invite/", importing.import_invite, name="import_invite"),
    path("crm/imports/<int:pk>/choose-all/", importing.import_choose_all, name="import_choose_all"),
    path("crm/imports/<int:pk>/carry-out/", importing.import_carry_out, name="import_carry_out"),
    path("crm/imports/<int:pk>/left/<slug:form>/", importing.import_left, name="import_left"),
]
urlpatterns: list[URLPattern] = [
    path("", today.today, name="today"),
    *clients,
    *meetings,
    *tasks,
    *imports,
]
