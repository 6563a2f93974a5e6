from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_drafts_have_versions"), ("crm", "0013_drafts_have_versions")]

    operations = [
        migrations.CreateModel(
            name="ProjectTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="project_tasks", to="projects.project"),
                ),
                ("task", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="crm.task")),
            ],
        ),
        migrations.AddConstraint("projecttask", models.UniqueConstraint("project", "task", name="projecttask_once")),
    ]
