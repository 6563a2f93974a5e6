from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from contacts import imports, search
        from contacts.lists.membership import MembershipList
        from contacts.lists.organisation import OrganisationList
        from contacts.lists.person import PersonList
        from lists import registry
        from ui.places import Place, register

        registry.register([OrganisationList, PersonList, MembershipList])
        search.register()
        imports.register()
        register(
            Place("contacts:organisation_list", _("Organisations"), "building-2", 70),
            Place("contacts:person_list", _("People"), "users", 75),
        )
