"""The crm room's addresses, a list per noun."""

from django.urls import URLPattern, path

from crm.views import affiliation, client, membership, organisation, person

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
    path("crm/organisations/<int:pk>/people/", affiliation.affiliation_add, name="affiliation_add"),
    path("crm/affiliations/<int:pk>/change/", affiliation.affiliation_change, name="affiliation_change"),
    path("crm/affiliations/<int:pk>/end/", affiliation.affiliation_end, name="affiliation_end"),
]
memberships = [
    path("crm/communities/", membership.community_list, name="community_list"),
    path("crm/communities/<int:pk>/", membership.membership_list, name="membership_list"),
    path("crm/organisations/<int:pk>/apply/", membership.membership_apply, name="membership_apply"),
    path("crm/memberships/<int:pk>/approve/", membership.membership_approve, name="membership_approve"),
    path("crm/memberships/<int:pk>/activate/", membership.membership_activate, name="membership_activate"),
    path("crm/memberships/<int:pk>/leave/", membership.membership_leave, name="membership_leave"),
]
urlpatterns: list[URLPattern] = [*clients, *organisations, *people, *memberships]
