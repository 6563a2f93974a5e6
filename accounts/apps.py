from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accounts import erasing
        from accounts.access import can_administer
        from ui import places

        erasing.register()
        places.register(places.Place("accounts:people", _("Users"), "users", 90, may=can_administer))
