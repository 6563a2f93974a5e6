"""A client’s usual days between contacts are 1 to 3 650: Today divides by them."""

from django.db import migrations

CLAMP = """
UPDATE crm_client SET cadence_days = CASE WHEN cadence_days < 1 THEN 60 ELSE 3650 END
WHERE cadence_days NOT BETWEEN 1 AND 3650
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0020_who_made_people")]
    operations = [migrations.RunSQL(CLAMP, migrations.RunSQL.noop)]
