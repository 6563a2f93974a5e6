"""What people wrote leaves the journal's facts: reasons, sources and titles are on the rows that keep them, texts as
changed in history."""

from django.db import migrations

# The demo region's closings had their reason in the entry alone.
CLOSINGS = """
UPDATE projects_phasemove AS move SET reason = left(entry.facts ->> 'reason', 300) FROM journal_entry AS entry
WHERE entry.verb = 'project.closed' AND entry.subject_id = move.project_id AND entry.facts ->> 'reason' <> ''
AND move.phase = 'closed' AND move.reason = '';
UPDATE journal_entry AS entry SET facts = (entry.facts - 'reason') || jsonb_build_object('move', (
    SELECT move.id FROM projects_phasemove AS move WHERE move.project_id = entry.subject_id AND move.phase = 'closed'
    ORDER BY move.on DESC, move.id DESC LIMIT 1))
WHERE entry.verb = 'project.closed' AND NOT entry.facts ? 'move'
"""

BUDGETS = """
UPDATE journal_entry AS entry SET facts = (entry.facts - 'source') || jsonb_build_object('line', (
    SELECT line.id FROM projects_budgetline AS line
    WHERE line.project_id = entry.subject_id AND line.on = (entry.facts ->> 'on')::date
    AND line.source = coalesce(entry.facts ->> 'source', '') LIMIT 1))
WHERE entry.verb = 'project.budget_set' AND NOT entry.facts ? 'line'
"""

TITLES = """
UPDATE journal_entry SET facts = facts - 'title' WHERE facts ? 'title' AND verb IN (
    'project.milestone_added', 'project.milestone_met', 'project.risk_added', 'project.risk_closed',
    'project.benefit_added', 'project.benefit_read')
"""

# Fields that hold codes, keys, days and figures; of all others the entry keeps the name alone.
WORDLESS = {
    "project": [
        "kind", "path", "phase", "phase_since", "lead", "team", "s3_area", "confidentiality", "starts_on", "ends_on",
        "in_use_on",
    ],
    "milestone": ["planned_on", "forecast_on", "done_on"],
    "risk": ["probability", "consequence", "closed_on"],
    "benefit": ["kind", "baseline", "baseline_on", "target", "planned_on"],
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
    dependencies = [("projects", "0012_reports_masked"), ("journal", "0002_masking")]
    operations = [
        migrations.RunSQL(CLOSINGS, migrations.RunSQL.noop),
        migrations.RunSQL(BUDGETS, migrations.RunSQL.noop),
        migrations.RunSQL(TITLES, migrations.RunSQL.noop),
        *(without_words(*one) for one in WORDLESS.items()),
    ]
