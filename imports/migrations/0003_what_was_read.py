from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_row_taken_in")]
    operations = [
        migrations.AddField("importrun", "choices", models.JSONField(default=dict)),
        migrations.AddField("importrun", "reading", models.JSONField(default=dict)),
        migrations.AddField("importrow", "told", models.JSONField(default=list)),
    ]
