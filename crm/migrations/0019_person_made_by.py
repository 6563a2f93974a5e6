from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0018_ground_in_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "historicalperson",
            "created_by",
            models.ForeignKey(
                to=settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, blank=True,
                db_constraint=False, related_name="+",
            ),
        ),
        migrations.AddField(
            "person",
            "created_by",
            models.ForeignKey(to=settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"),
        ),
    ]  # fmt: skip
