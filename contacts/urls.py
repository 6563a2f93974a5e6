"""The contacts room's addresses, a list per noun."""

from django.urls import URLPattern, path

from contacts.views import affiliation, erasing, likeness, membership, organisation, person

app_name = "contacts"

organisations = [
    path("contacts/organisations/", organisation.organisation_list, name="organisation_list"),
    path("contacts/organisations/export/<slug:form>/", organisation.organisation_export, name="organisation_export"),
    path("contacts/organisations/add/", organisation.organisation_add, name="organisation_add"),
    path("contacts/organisations/<int:pk>/", organisation.organisation_detail, name="organisation_detail"),
    path("contacts/organisations/<int:pk>/change/", organisation.organisation_change, name="organisation_change"),
]
people = [
    path("contacts/people/", person.person_list, name="person_list"),
    path("contacts/people/export/<slug:form>/", person.person_export, name="person_export"),
    path("contacts/people/<int:pk>/", person.person_detail, name="person_detail"),
    path("contacts/people/<int:pk>/change/", person.person_change, name="person_change"),
    path("contacts/people/<int:pk>/erase/", erasing.person_erase, name="person_erase"),
    path("contacts/erasures/texts/", erasing.text_list, name="text_list"),
    path("contacts/erasures/texts/<int:pk>/read/", erasing.text_read, name="text_read"),
    path("contacts/erasures/texts/<int:pk>/reopen/", erasing.text_reopen, name="text_reopen"),
    path("contacts/organisations/<int:pk>/people/", affiliation.affiliation_add, name="affiliation_add"),
    path("contacts/affiliations/<int:pk>/change/", affiliation.affiliation_change, name="affiliation_change"),
    path("contacts/affiliations/<int:pk>/end/", affiliation.affiliation_end, name="affiliation_end"),
    path("contacts/affiliations/<int:pk>/resume/", affiliation.affiliation_resume, name="affiliation_resume"),
]
memberships = [
    path("contacts/communities/", membership.community_list, name="community_list"),
    path("contacts/communities/<int:pk>/", membership.membership_list, name="membership_list"),
    path("contacts/communities/<int:pk>/export/<slug:form>/", membership.membership_export, name="membership_export"),
    path("contacts/organisations/<int:pk>/apply/", membership.membership_apply, name="membership_apply"),
    path("contacts/memberships/<int:pk>/approve/", membership.membership_approve, name="membership_approve"),
    path("contacts/memberships/<int:pk>/activate/", membership.membership_activate, name="membership_activate"),
    path("contacts/memberships/<int:pk>/leave/", membership.membership_leave, name="membership_leave"),
    path("contacts/memberships/<int:pk>/rejoin/", membership.membership_rejoin, name="membership_rejoin"),
]
likenesses = [
    path("contacts/likenesses/", likeness.likeness_list, name="likeness_list"),
    path("contacts/likenesses/<int:pk>/settle/", likeness.likeness_settle, name="likeness_settle"),
    path("contacts/likenesses/<int:pk>/reopen/", likeness.likeness_reopen, name="likeness_reopen"),
]

urlpatterns: list[URLPattern] = [*organisations, *people, *memberships, *likenesses]
