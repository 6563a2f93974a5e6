from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_opens_with"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="reminds",
            field=models.BooleanField(default=True, verbose_name="mail about follow-ups"),
        ),
    ]
