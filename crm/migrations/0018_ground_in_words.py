"""The grounds of an erasure in the words of the law; no change in the database."""

from django.db import migrations, models

GROUNDS = [
    ("no_longer_needed", "No longer needed (GDPR art. 17.1 a)"),
    ("consent_withdrawn", "Consent withdrawn, and nothing else allows it (GDPR art. 17.1 b)"),
    ("objection", "She objects, and nothing weighs heavier (GDPR art. 17.1 c)"),
    ("unlawful", "Kept unlawfully (GDPR art. 17.1 d)"),
    ("legal_obligation", "A law demands that it is erased (GDPR art. 17.1 e)"),
    ("disposal", "Disposal by decision (arkivlagen 10 §)"),
]


class Migration(migrations.Migration):
    dependencies = [("crm", "0017_no_said_at_a_field")]
    operations = [
        migrations.AlterField(
            "erasure", "ground", models.CharField(choices=GROUNDS, max_length=20, verbose_name="ground")
        )
    ]
