"""What projects were called, from their history; amounts are 0 or more (rows that are not stay, and take no change)."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

TITLES = f"""
INSERT INTO projects_titlechange (project_id, title, set_on, recorded_at)
SELECT DISTINCT ON (id, day) id, title, day, now()
FROM (
    SELECT id, title, history_date, history_id, lag(title) OVER earlier AS before,
        CASE WHEN lag(title) OVER earlier IS NULL
            THEN least(starts_on, (history_date AT TIME ZONE '{settings.TIME_ZONE}')::date)
            ELSE (history_date AT TIME ZONE '{settings.TIME_ZONE}')::date END AS day
    FROM projects_historicalproject
    WHERE id IN (
        SELECT historical.id FROM projects_historicalproject historical JOIN projects_project project USING (id)
        GROUP BY historical.id HAVING count(DISTINCT historical.title) > 1
    )
    WINDOW earlier AS (PARTITION BY id ORDER BY history_date, history_id)
) titles
WHERE before IS DISTINCT FROM title
ORDER BY id, day, history_date DESC, history_id DESC
"""
NONE_LESS = django.core.validators.MinValueValidator(Decimal("0"), "An amount is 0 or more.")


def amount(name: str, label: str) -> migrations.AlterField:
    field = models.DecimalField(decimal_places=0, default=0, max_digits=14, validators=[NONE_LESS], verbose_name=label)
    return migrations.AlterField("budgetline", name, field)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0009_project_task"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "TitleChange",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("set_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="title_changes",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "ordering": ["set_on", "pk"],
                "constraints": [models.UniqueConstraint("project", "set_on", name="titlechange_once_a_day")],
            },
        ),
        migrations.RunSQL(TITLES, migrations.RunSQL.noop),
        amount("plan_sek", "plan"),
        amount("forecast_sek", "forecast"),
        amount("actual_sek", "spent"),
        AddConstraintNotValid(
            "budgetline",
            models.CheckConstraint(
                name="budgetline_not_negative",
                condition=models.Q(("plan_sek__gte", 0), ("forecast_sek__gte", 0), ("actual_sek__gte", 0)),
                violation_error_message="An amount is 0 or more.",
            ),
        ),
    ]
