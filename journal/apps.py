from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from journal.models.notification import waiting_for
        from ui.places import Place, register

        register(Place("journal:notifications", _("Notifications"), "bell", 80, count=waiting_for))
