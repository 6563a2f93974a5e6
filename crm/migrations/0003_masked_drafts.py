from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0002_history_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingdraft",
            name="masked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
