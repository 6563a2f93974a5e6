"""A risk’s probability and consequence are 1 to 5: the matrix has no place for another."""

from django.db import migrations

CLAMP = """
UPDATE projects_risk
SET probability = LEAST(GREATEST(probability, 1), 5), consequence = LEAST(GREATEST(consequence, 1), 5)
WHERE probability NOT BETWEEN 1 AND 5 OR consequence NOT BETWEEN 1 AND 5
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0015_versions_of_plans")]
    operations = [migrations.RunSQL(CLAMP, migrations.RunSQL.noop)]
