"""Indexes for the lists of organisations and people, by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0004_search_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(models.F("search_key"), models.F("id"), name="organisation_by_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(models.F("search_key"), models.F("id"), name="person_by_name"),
        ),
    ]
