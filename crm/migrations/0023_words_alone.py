"""Words of her name that stood alone in a text to read through are known until it has been."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0022_cadence_within"),
    ]

    operations = [
        migrations.AddField(
            model_name="toread",
            name="words",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list),
        ),
    ]
