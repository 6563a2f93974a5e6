"""Tokens expire, tell when they were used and end for good; a user can be signed out everywhere."""

from datetime import datetime, timedelta

from django.db import migrations, models
from django.utils import timezone


def in_a_year() -> datetime:
    return timezone.now() + timedelta(days=365)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_swedish_order")]

    operations = [
        migrations.AddField("user", "signed_out_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "apitoken",
            "expires_at",
            models.DateTimeField(default=in_a_year, verbose_name="expires"),
            preserve_default=False,
        ),
        migrations.AddField("apitoken", "last_used_at", models.DateTimeField(null=True, verbose_name="last used")),
        migrations.AddField("apitoken", "ended_at", models.DateTimeField(null=True)),
        migrations.AlterField("apitoken", "name", models.CharField(max_length=100, verbose_name="name")),
    ]
