from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from imports import kinds
        from projects import hooks, imports, renew
        from ui import places
        from ui.places import Place

        hooks.register()
        place = Place("projects:portfolio", _("Portfolio"), "flag", 30, rooms=("projects:",), is_main=True)
        places.register(place)
        kinds.register(imports)
        post_migrate.connect(renew.after_migrating, sender=self)
