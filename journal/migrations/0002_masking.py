"""The one way to mask a row that never changes: a function that does it and records that it did."""

from django.db import migrations

MASK = """
CREATE FUNCTION journal_mask(kind text, key bigint, changed jsonb, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    names text[] := ARRAY(SELECT jsonb_object_keys(changed));
    assigned text;
BEGIN
    INSERT INTO journal_masking (kind, key, columns, at, transaction)
    VALUES (kind, key, names, at, pg_current_xact_id()::text::bigint);
    SELECT string_agg(format('%I = (jsonb_populate_record(NULL::%I, $1)).%I', name, kind, name), ', ')
    INTO assigned FROM unnest(names) AS name;
    PERFORM set_config('fyr.masking', kind || ' ' || key, true);
    EXECUTE format('UPDATE %I SET %s WHERE id = $2', kind, assigned) USING changed, key;
    PERFORM set_config('fyr.masking', '', true);
END $$;
"""
UNMASK = "DROP FUNCTION journal_mask(text, bigint, jsonb, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_nouns")]
    operations = [migrations.RunSQL(MASK, UNMASK)]
