"""By which rule the portfolio's states were made; those from before are of none, and are made anew after migrating."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0013_words_on_rows")]
    operations = [
        migrations.CreateModel(
            name="StateRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.PositiveIntegerField()),
            ],
        ),
    ]
