"""Folded names compare byte by byte: one index then serves order, pages and prefixes under any database locale."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0006_name_words"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_search_prefix",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_search_prefix",
        ),
        migrations.AlterField(
            model_name="client",
            name="search_key",
            field=models.CharField(db_collation="C", editable=False, max_length=420),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="search_key",
            field=models.CharField(db_collation="C", editable=False, max_length=420),
        ),
        migrations.AlterField(
            model_name="person",
            name="search_key",
            field=models.CharField(db_collation="C", editable=False, max_length=320),
        ),
    ]
