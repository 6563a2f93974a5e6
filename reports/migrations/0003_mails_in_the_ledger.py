"""Deliveries and notices become rows of the ledger of mails; a pause of the mail server is begun anew."""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = """
    state, message_id, planned_at, next_try_at, claimed_by, claimed_until, fence, attempts, sent_at, finished_at,
    bytes_sent, reason, reply
"""
# As they were, beside the tables that go; a delivery keeps its number, by which pages and programs name it.
KEEP = """
CREATE TABLE reports_delivery_before AS SELECT * FROM reports_delivery;
CREATE TABLE reports_notice_before AS SELECT * FROM reports_notice;
"""
MOVE = f"""
INSERT INTO mail_mail (id, kind, subject, to_id, mailbox, sequence, resolved_by_id, resolution, {COLUMNS})
SELECT before.id, 'report', run_id, reader.user_id, mailbox, 0, resolved_by_id, resolution, {COLUMNS}
FROM reports_delivery_before before JOIN reports_recipient reader ON reader.id = recipient_id;

INSERT INTO reports_delivery (mail_ptr_id, run_id, recipient_id, sight, left_out)
SELECT id, run_id, recipient_id, sight, left_out FROM reports_delivery_before;

SELECT setval(pg_get_serial_sequence('mail_mail', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM mail_mail), false);

INSERT INTO mail_mail (kind, subject, to_id, mailbox, sequence, resolution, {COLUMNS})
SELECT 'report_' || about, run_id, to_id, lower(reader.email),
    CASE WHEN about IN ('late', 'unsure', 'missed') THEN 0 ELSE extract(epoch FROM planned_at)::bigint END,
    '', {COLUMNS}
FROM reports_notice_before JOIN accounts_user reader ON reader.id = to_id;

DROP TABLE reports_delivery_before;
DROP TABLE reports_notice_before;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_history_index"), ("mail", "0001_nouns")]
    operations = [
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel("Notice"),
        migrations.DeleteModel("MailPause"),
        migrations.DeleteModel("Delivery"),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "mail_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="mail.mail",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="reports.run"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="reports.recipient"
                    ),
                ),
                ("sight", models.CharField(blank=True, max_length=64)),
                ("left_out", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(models.F("run"), models.F("recipient"), name="delivery_once_a_recipient")
                ],
            },
            bases=("mail.mail",),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
