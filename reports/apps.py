from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from reports import erasing, telling
        from ui import places
        from ui.places import Place

        place = Place("reports:schedule_list", _("Reports"), "file-text", 40, rooms=("reports:",), is_main=True)
        places.register(place)
        telling.register()
        erasing.register()
