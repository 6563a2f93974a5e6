"""Indexes for finding names by any word, for clients that are not open, and for lists by opening day."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_history_index")]

    operations = [
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                models.F("organisation"),
                condition=models.Q(("confidentiality", "open"), _negated=True),
                name="client_not_open",
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                models.OrderBy(models.F("opened_on"), descending=True),
                models.F("search_key"),
                models.F("id"),
                name="client_by_opening",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        models.F("search_key"),
                        models.Value("[[:punct:]]+"),
                        models.Value(" "),
                        models.Value("g"),
                        function="regexp_replace",
                    ),
                    config="simple",
                ),
                name="organisation_name_words",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        models.F("search_key"),
                        models.Value("[[:punct:]]+"),
                        models.Value(" "),
                        models.Value("g"),
                        function="regexp_replace",
                    ),
                    config="simple",
                ),
                name="person_name_words",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Lower("email"), "varchar_pattern_ops"
                ),
                name="person_email_prefix",
            ),
        ),
    ]
