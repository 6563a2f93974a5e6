"""The crm room's addresses, a list per noun."""

from django.urls import URLPattern, path

from crm.views import (
    affiliation,
    client,
    draft,
    erasing,
    importing,
    likeness,
    log_bar,
    meeting,
    membership,
    organisation,
    person,
    task,
    today,
)

app_name = "crm"

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
    path("crm/clients/<int:pk>/undo/<int:entry>/", client.client_undo, name="client_undo"),
]
organisations = [
    path("crm/organisations/<int:pk>/take-on/", client.organisation_take_on, name="organisation_take_on"),
    path("crm/organisations/", organisation.organisation_list, name="organisation_list"),
    path("crm/organisations/add/", organisation.organisation_add, name="organisation_add"),
    path("crm/organisations/<int:pk>/", organisation.organisation_detail, name="organisation_detail"),
    path("crm/organisations/<int:pk>/change/", organisation.organisation_change, name="organisation_change"),
]
people = [
    path("crm/people/", person.person_list, name="person_list"),
    path("crm/people/<int:pk>/", person.person_detail, name="person_detail"),
    path("crm/people/<int:pk>/change/", person.person_change, name="person_change"),
    path("crm/people/<int:pk>/erase/", erasing.person_erase, name="person_erase"),
    path("crm/erasures/texts/<int:pk>/read/", erasing.text_read, name="text_read"),
    path("crm/erasures/texts/<int:pk>/reopen/", erasing.text_reopen, name="text_reopen"),
    path("crm/organisations/<int:pk>/people/", affiliation.affiliation_add, name="affiliation_add"),
    path("crm/affiliations/<int:pk>/change/", affiliation.affiliation_change, name="affiliation_change"),
    path("crm/affiliations/<int:pk>/end/", affiliation.affiliation_end, name="affiliation_end"),
    path("crm/affiliations/<int:pk>/resume/", affiliation.affiliation_resume, name="affiliation_resume"),
]
memberships = [
    path("crm/communities/", membership.community_list, name="community_list"),
    path("crm/communities/<int:pk>/", membership.membership_list, name="membership_list"),
    path("crm/organisations/<int:pk>/apply/", membership.membership_apply, name="membership_apply"),
    path("crm/memberships/<int:pk>/approve/", membership.membership_approve, name="membership_approve"),
    path("crm/memberships/<int:pk>/activate/", membership.membership_activate, name="membership_activate"),
    path("crm/memberships/<int:pk>/leave/", membership.membership_leave, name="membership_leave"),
    path("crm/memberships/<int:pk>/rejoin/", membership.membership_rejoin, name="membership_rejoin"),
]
meetings = [
    path("crm/meetings/", meeting.meeting_list, name="meeting_list"),
    path("crm/meetings/heard/", log_bar.meeting_heard, name="meeting_heard"),
    path("crm/meetings/log/", meeting.meeting_log, name="meeting_log"),
    path("crm/meetings/<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("crm/meetings/<int:pk>/change/", meeting.meeting_change, name="meeting_change"),
    path("crm/meetings/<int:pk>/cancel/", meeting.meeting_cancel, name="meeting_cancel"),
    path("crm/meetings/<int:pk>/plan-again/", meeting.meeting_plan_again, name="meeting_plan_again"),
    path("crm/drafts/save/", draft.draft_save, name="draft_save"),
    path("crm/drafts/discard/", draft.draft_discard, name="draft_discard"),
    path("crm/drafts/both/", meeting.draft_both, name="draft_both"),
    path("crm/drafts/<uuid:key>/", meeting.draft_continue, name="draft_continue"),
]
likenesses = [
    path("crm/likenesses/<int:pk>/settle/", likeness.likeness_settle, name="likeness_settle"),
    path("crm/likenesses/<int:pk>/reopen/", likeness.likeness_reopen, name="likeness_reopen"),
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
    *organisations,
    *people,
    *memberships,
    *meetings,
    *likenesses,
    *tasks,
    *imports,
]
