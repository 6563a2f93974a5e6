"""What is taken is said at its field, a number in the words of journal.taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0016_reasons_on_rows"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="membership",
            name="membership_once",
            constraint=models.UniqueConstraint(
                models.F("community"),
                models.F("organisation"),
                name="membership_once",
                violation_error_message="It is in this community already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="organisation",
            name="organisation_number_unique",
            constraint=models.UniqueConstraint(
                models.F("country"),
                models.F("number_scheme"),
                models.F("number"),
                condition=models.Q(("number", ""), _negated=True),
                name="organisation_number_unique",
            ),
        ),
    ]
