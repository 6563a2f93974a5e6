"""A posted report still never changes, but for being masked: what it reports stays, whatever is masked in its words."""

from django.db import migrations

WORDS = ["summary", "comments", "recovery", "milestones", "risks", "decisions", "suggested", "other_lights"]
NEVER = """
CREATE OR REPLACE FUNCTION projects_statusreport_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A posted status report never changes; post a correction.' USING ERRCODE = 'restrict_violation';
END $$;
"""
BUT_MASKED = f"""
CREATE OR REPLACE FUNCTION projects_statusreport_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_last_contact_without_what_is_kept"), ("journal", "0002_masking")]
    operations = [migrations.RunSQL(BUT_MASKED, NEVER)]
