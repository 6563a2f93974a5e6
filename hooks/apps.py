from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "hooks"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accounts import leaving
        from hooks.leaving import PART
        from ui.places import Place, register

        leaving.parts.append(PART)
        register(Place("hooks:webhooks", _("Webhooks"), "send", 95, is_setting=True))
