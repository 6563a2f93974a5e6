"""A planned end that was taken away is a plan too: from that day there is none."""

from django.conf import settings
from django.db import migrations, models

# The day it was taken away is that of the first version of the row without one after the last with one.
TAKEN_AWAY = f"""
INSERT INTO projects_endplan (project_id, ends_on, set_on, by_id, recorded_at)
SELECT project.id, NULL, greatest(coalesce(cleared.day, current_date), last.set_on + 1), NULL, now()
FROM projects_project project
JOIN LATERAL (
    SELECT set_on FROM projects_endplan WHERE project_id = project.id ORDER BY set_on DESC LIMIT 1
) last ON true
LEFT JOIN LATERAL (
    SELECT (min(history_date) AT TIME ZONE '{settings.TIME_ZONE}')::date AS day FROM projects_historicalproject
    WHERE id = project.id AND ends_on IS NULL AND history_date > coalesce((
        SELECT max(history_date) FROM projects_historicalproject WHERE id = project.id AND ends_on IS NOT NULL
    ), '-infinity')
) cleared ON true
WHERE project.ends_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_s3_area_in_words")]

    operations = [
        migrations.AlterField("endplan", "ends_on", models.DateField(null=True, verbose_name="planned end")),
        migrations.RunSQL(TAKEN_AWAY, "DELETE FROM projects_endplan WHERE ends_on IS NULL"),
    ]
