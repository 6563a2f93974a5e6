"""A new line of money and a plan of a gate carry a version; that a partner has a role is said at the organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0014_state_rule"),
    ]

    operations = [
        migrations.AddField(
            model_name="budgetline",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="gateplan",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterConstraint(
            model_name="partner",
            name="partner_once",
            constraint=models.UniqueConstraint(
                models.F("project"),
                models.F("organisation"),
                models.F("role"),
                name="partner_once",
                violation_error_message="It has this role in the project already.",
            ),
        ),
    ]
