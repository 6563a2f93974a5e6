from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"

    def ready(self) -> None:
        from django.db.models import fields

        # Nothing chosen is a dash in every language; Django's own words for it are not in Swedish.
        fields.BLANK_CHOICE_LABEL = "–"
