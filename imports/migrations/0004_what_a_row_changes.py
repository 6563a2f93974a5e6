from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_what_was_read")]
    operations = [migrations.AddField("importrow", "changes", models.JSONField(default=list))]
