from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mail import kinds
        from reports import delivering, erasing, telling
        from ui import places
        from ui.places import Place

        place = Place("reports:schedule_list", _("Reports"), "file-text", 40, rooms=("reports:",), is_main=True)
        places.register(place)
        kinds.register(delivering.DeliveryKind())
        telling.register()
        erasing.register()
