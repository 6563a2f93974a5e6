from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"

    def ready(self) -> None:
        from django.db import models
        from django.db.models import fields
        from rest_framework.serializers import ModelSerializer

        from ui.api_days import Day, Moment

        # Nothing chosen is a dash in every language; Django's own words for it are not in Swedish.
        fields.BLANK_CHOICE_LABEL = "–"
        # A day in what is sent is read by one rule, whichever serializer has made the field.
        ModelSerializer.serializer_field_mapping |= {models.DateField: Day, models.DateTimeField: Moment}
