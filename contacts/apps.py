from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accounts.access import can_administer
        from contacts import imports, search
        from contacts.access import can_look_through_likenesses
        from contacts.lists.likeness import LikenessList
        from contacts.lists.membership import MembershipList
        from contacts.lists.organisation import OrganisationList
        from contacts.lists.person import PersonList
        from contacts.lists.to_read import ToReadList
        from lists import registry
        from ui.places import Place, register

        registry.register([OrganisationList, PersonList, MembershipList, LikenessList, ToReadList])
        search.register()
        imports.register()
        register(
            Place("contacts:organisation_list", _("Organisations"), "building-2", 70),
            Place("contacts:person_list", _("People"), "users", 75),
            Place("contacts:likeness_list", LikenessList.title, "building-2", 76, may=can_look_through_likenesses),
            Place("contacts:text_list", ToReadList.title, "file-text", 77, may=can_administer),
        )
