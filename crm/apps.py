from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self) -> None:
        from crm import imports, search
        from crm.likenesses import likenesses
        from crm.to_read import texts_to_read
        from crm.today import contributors

        contributors.append(likenesses)
        contributors.append(texts_to_read)
        search.register()
        imports.register()
