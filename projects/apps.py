from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from imports import kinds
        from projects import hooks, imports

        hooks.register()
        kinds.register(imports)
