"""What people wrote leaves the journal: reasons go to the rows that keep them, texts as changed are in history."""

from django.db import migrations

# A move is that with the same words, of the day nearest to the entry's.
MOVES = """
UPDATE journal_entry AS entry SET facts = (entry.facts - 'reason') || jsonb_build_object('move', (
    SELECT move.id FROM crm_stagemove AS move
    WHERE move.client_id = entry.subject_id
    AND move.from_stage = entry.facts ->> 'from' AND move.to_stage = entry.facts ->> 'to'
    ORDER BY move.reason = coalesce(entry.facts ->> 'reason', '') DESC, abs(move.on - entry.at::date), move.id LIMIT 1))
WHERE entry.verb = 'client.stage_changed' AND NOT entry.facts ? 'move'
"""

REASONS = """
UPDATE crm_meeting AS meeting SET cancel_reason = left(entry.facts ->> 'reason', 200) FROM journal_entry AS entry
WHERE entry.verb = 'meeting.cancelled' AND entry.subject_id = meeting.id AND entry.facts ->> 'reason' <> '';
UPDATE crm_historicalmeeting AS meeting SET cancel_reason = left(entry.facts ->> 'reason', 200)
FROM journal_entry AS entry
WHERE entry.verb = 'meeting.cancelled' AND entry.subject_id = meeting.id AND entry.facts ->> 'reason' <> ''
AND meeting.state = 'cancelled';
UPDATE journal_entry SET facts = facts - 'reason' WHERE verb = 'meeting.cancelled' AND facts ? 'reason'
"""

# Fields that hold codes, keys, days and figures; of all others the entry keeps the name alone.
WORDLESS = {
    "client": ["stage", "stage_since", "opened_on", "lead", "team", "origin", "confidentiality", "cadence_days"],
    "organisation": [
        "kind", "number_scheme", "municipality", "founded_on", "employees", "turnover_sek", "balance_sek",
        "figures_year", "domains", "s3_area", "parent",
    ],
    "person": ["is_protected"],
    "affiliation": ["is_main", "from_on", "to_on"],
    "membership": ["state", "since_on", "left_on", "is_public"],
}  # fmt: skip

CHANGES = """
UPDATE journal_entry AS entry SET facts = jsonb_set(entry.facts, '{{changes}}', (
    SELECT jsonb_agg(CASE WHEN change ->> 'field' = ANY (ARRAY{fields}) THEN change ELSE change - 'from' - 'to' END
        ORDER BY place)
    FROM jsonb_array_elements(entry.facts -> 'changes') WITH ORDINALITY AS told (change, place)))
WHERE entry.verb = '{noun}.changed' AND jsonb_path_exists(entry.facts, '$.changes[*].to')
"""


def without_words(noun: str, fields: list[str]) -> migrations.RunSQL:
    return migrations.RunSQL(CHANGES.format(noun=noun, fields=fields), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("crm", "0015_cancel_reason"), ("journal", "0002_masking")]
    operations = [
        migrations.RunSQL(MOVES, migrations.RunSQL.noop),
        migrations.RunSQL(REASONS, migrations.RunSQL.noop),
        *(without_words(*one) for one in WORDLESS.items()),
    ]
