from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self) -> None:
        from accounts.erasing import parts
        from contacts.standing import standings
        from crm import erasing, imports, places, reminding, search
        from crm.client_of import CLIENT
        from crm.likenesses import likenesses
        from crm.to_read import texts_to_read
        from crm.today import contributors

        standings.append(CLIENT)
        parts.append(erasing.PART)
        contributors.append(likenesses)
        contributors.append(texts_to_read)
        reminding.register()
        search.register()
        imports.register()
        places.register()
