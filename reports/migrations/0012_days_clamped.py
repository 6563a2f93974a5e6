"""A schedule’s weekday is 1 to 7 and its day of the month 1 to 31: the calendar knows no other."""

from django.db import migrations

CLAMP = """
UPDATE reports_schedule SET weekday = LEAST(GREATEST(weekday, 1), 7), day = LEAST(GREATEST(day, 1), 31)
WHERE weekday NOT BETWEEN 1 AND 7 OR day NOT BETWEEN 1 AND 31
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_held")]
    operations = [migrations.RunSQL(CLAMP, migrations.RunSQL.noop)]
