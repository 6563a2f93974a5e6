"""Projects in Swedish order of their titles."""

from django.db import migrations, models

from ui.swedish import SwedishOrder


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_swedish_order"),
        ("projects", "0003_reports_never_change"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="project",
            options={
                "ordering": [SwedishOrder("title")],
                "verbose_name": "project",
                "verbose_name_plural": "projects",
            },
        ),
        migrations.RemoveIndex("project", "project_by_phase"),
        migrations.AddIndex("project", models.Index(models.F("phase"), SwedishOrder("title"), name="project_by_phase")),
    ]
