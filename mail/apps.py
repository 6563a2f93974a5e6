from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mail"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accounts.access import can_administer
        from mail import account_mails
        from ui import places

        account_mails.register()
        label = _("Addresses that refuse mail")
        places.register(places.Place("mail:suppression_list", label, "circle-alert", 91, may=can_administer))
