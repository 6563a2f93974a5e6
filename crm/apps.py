from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self) -> None:
        from crm import imports, search
        from crm.access import clients_hidden_from
        from crm.models import Client
        from journal.timeline import hidden_rows

        hidden_rows[Client] = clients_hidden_from
        search.register()
        imports.register()
