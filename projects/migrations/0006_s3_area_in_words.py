"""The S3 area of a project is named in the reader’s language; no change in the database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0009_swedish_order"),
        ("projects", "0005_status_draft"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalproject",
            name="s3_area",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="crm.s3area",
                verbose_name="S3 area",
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="s3_area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="crm.s3area",
                verbose_name="S3 area",
            ),
        ),
    ]
