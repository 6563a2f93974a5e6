"""The pause of a mail server that fails all mail alike, and why a delivery waits or a run has failed, as codes."""

from django.db import migrations, models

REASONS = [
    ("no_answer", "The mail server does not answer."),
    ("login", "The mail server refuses our user name or password."),
    ("sender", "The mail server does not let us send."),
    ("went_away", "The mail server went away before the mail was sent."),
    ("line_broke", "The line broke while the mail was handed over."),
    ("unreadable", "The mail server’s answer cannot be read."),
    ("stopped", "The worker stopped while the mail was handed over."),
    ("error", "The mail could not be made."),
]
TROUBLES = [
    ("stopped", "The worker stopped each time."),
    ("slow", "The PDF took too long to make."),
    ("large", "The PDF took too much memory to make."),
    ("wrong", "The PDF could not be made."),
    ("error", "The report could not be made."),
]


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_history_index")]
    operations = [
        migrations.AddField("delivery", "reason", models.CharField(blank=True, choices=REASONS, max_length=12)),
        migrations.AddField("run", "trouble", models.CharField(blank=True, choices=TROUBLES, max_length=12)),
        migrations.CreateModel(
            name="MailPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=1)),
                ("next_try_at", models.DateTimeField()),
                ("reason", models.CharField(choices=REASONS, max_length=12)),
                ("reply", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "constraints": [models.CheckConstraint(name="mail_pause_is_one", condition=models.Q(pk=1))],
            },
        ),
    ]
