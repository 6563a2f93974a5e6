"""A posted status report is never changed and never deleted, whoever asks; a correction is a new report."""

from django.db import migrations

GUARD = """
CREATE FUNCTION projects_statusreport_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
    dependencies = [("projects", "0002_history_index")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
