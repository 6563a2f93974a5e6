"""A posted status report is never changed and never deleted, whoever asks: a correction is a new report. But for being
masked: what it reports stays, whatever is masked in its words."""

from django.db import migrations

WORDS = ["summary", "comments", "recovery", "milestones", "risks", "decisions", "suggested", "other_lights"]

GUARD = f"""
CREATE FUNCTION projects_statusreport_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE words text[] := ARRAY{WORDS};
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - words = to_jsonb(OLD) - words
    AND current_setting('fyr.masking', true) = TG_TABLE_NAME || ' ' || OLD.id AND EXISTS (
        SELECT 1 FROM journal_masking WHERE kind = TG_TABLE_NAME AND key = OLD.id
        AND transaction = pg_current_xact_id()::text::bigint
    ) THEN RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A posted status report never changes; post a correction.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER projects_statusreport_never_changes BEFORE UPDATE OR DELETE ON projects_statusreport
    FOR EACH ROW EXECUTE FUNCTION projects_statusreport_never_changes();
"""
UNGUARD = """
DROP TRIGGER projects_statusreport_never_changes ON projects_statusreport;
DROP FUNCTION projects_statusreport_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_history_index"), ("journal", "0002_masking")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
