from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from contacts import imports, search
        from ui.places import Place, register

        search.register()
        imports.register()
        register(
            Place("contacts:organisation_list", _("Organisations"), "building-2", 70),
            Place("contacts:person_list", _("People"), "users", 75),
        )
