"""Who has forgotten her password is noted, and mailed to by a worker."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_users_have_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForgottenPassword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=320, verbose_name="e-mail")),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "forgotten password",
                "verbose_name_plural": "forgotten passwords",
                "ordering": ["pk"],
            },
        ),
    ]
