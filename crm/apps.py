from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self) -> None:
        from crm import imports, search
        from crm.likenesses import likenesses
        from crm.today import contributors

        contributors.append(likenesses)
        search.register()
        imports.register()
