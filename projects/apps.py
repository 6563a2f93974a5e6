from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from imports import kinds
        from projects import hooks, imports, renew

        hooks.register()
        kinds.register(imports)
        post_migrate.connect(renew.after_migrating, sender=self)
