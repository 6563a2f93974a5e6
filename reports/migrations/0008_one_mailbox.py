"""Why a mail was refused or not sent: its address, another to the same mailbox; and that a run was let be."""

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
    ("address", "The address has letters that mail servers do not take."),
    ("same", "Another mail of this report goes to the same mailbox."),
]


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_files_made_again"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="reason",
            field=models.CharField(blank=True, choices=REASONS, max_length=12),
        ),
        migrations.AlterField(
            model_name="mailpause",
            name="reason",
            field=models.CharField(choices=REASONS, max_length=12),
        ),
        migrations.AlterField(
            model_name="notice",
            name="reason",
            field=models.CharField(blank=True, choices=REASONS, max_length=12),
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
                    ("left", "somebody let it be"),
                ],
                max_length=200,
            ),
        ),
    ]
