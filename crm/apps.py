from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self) -> None:
        from crm import imports, search
        from crm.access import clients_hidden_from
        from crm.likenesses import likenesses
        from crm.models import Client
        from crm.today import contributors
        from journal.timeline import hidden_rows

        contributors.append(likenesses)
        hidden_rows[Client] = clients_hidden_from
        search.register()
        imports.register()
