"""A run is what was promised for a day; notices to owners, the clock of the last tick, and one mail to a mailbox."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_mail_server"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ticked_at", models.DateTimeField()),
                ("leapt_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("claimed", "Claimed"),
                            ("sending", "Being sent"),
                            ("accepted", "Accepted"),
                            ("deferred", "Waiting"),
                            ("bounced", "Refused by the receiver"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("message_id", models.CharField(max_length=200, unique=True)),
                ("planned_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField(null=True)),
                ("claimed_by", models.CharField(blank=True, max_length=60)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("bytes_sent", models.PositiveIntegerField(default=0)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_answer", "The mail server does not answer."),
                            ("login", "The mail server refuses our user name or password."),
                            ("sender", "The mail server does not let us send."),
                            ("went_away", "The mail server went away before the mail was sent."),
                            ("line_broke", "The line broke while the mail was handed over."),
                            ("unreadable", "The mail server’s answer cannot be read."),
                            ("stopped", "The worker stopped while the mail was handed over."),
                            ("error", "The mail could not be made."),
                        ],
                        max_length=12,
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=500)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("failed", "The report could not be made."),
                            ("undelivered", "The report did not reach everyone."),
                            ("late", "The report waited for the mail server."),
                        ],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveIndex(
            model_name="schedule",
            name="schedule_due",
        ),
        migrations.AddField(
            model_name="delivery",
            name="mailbox",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="historicalschedule",
            name="planned_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="promised_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="schedule",
            name="planned_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="run",
            name="skipped_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("downtime", "the system was down"),
                    ("paused", "the schedule was paused"),
                    ("moved", "the schedule was changed"),
                    ("clock", "the clock was wrong"),
                    ("unchanged", "nothing had changed"),
                ],
                max_length=200,
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "Due"),
                    ("frozen", "Data frozen"),
                    ("delivering", "Being delivered"),
                    ("done", "Done"),
                    ("undelivered", "Not delivered to all"),
                    ("skipped", "Skipped"),
                    ("failed", "Failed"),
                ],
                default="due",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(models.F("next_due_at"), name="schedule_is_due"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                models.F("run"),
                models.F("mailbox"),
                condition=models.Q(("mailbox", ""), _negated=True),
                name="delivery_once_a_mailbox",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="clock_is_one"),
        ),
        migrations.AddField(
            model_name="notice",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="reports.run"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("next_try_at"),
                condition=models.Q(("state__in", ["planned", "deferred", "claimed", "sending"])),
                name="notice_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("run"), models.F("about"), models.F("planned_at"), name="notice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("run"), condition=models.Q(("about", "late")), name="notice_late_once"
            ),
        ),
    ]
