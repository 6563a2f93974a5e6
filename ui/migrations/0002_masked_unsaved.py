from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ui", "0001_nouns"),
    ]

    operations = [
        migrations.AddField(
            model_name="unsaved",
            name="masked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
