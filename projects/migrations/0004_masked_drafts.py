from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_reports_never_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="statusdraft",
            name="masked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
