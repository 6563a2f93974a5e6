"""Once a promise, where it was once a period."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_promised_days")]
    operations = [
        migrations.RemoveConstraint(
            model_name="run",
            name="run_once_a_period",
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                models.F("schedule"), models.F("promised_on"), name="run_once_a_promise"
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                models.F("schedule"),
                models.F("period"),
                condition=models.Q(("promised_on", None)),
                name="run_once_by_hand",
            ),
        ),
    ]
