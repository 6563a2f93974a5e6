"""One index per history table: the newest row of a record before a moment is then one step."""

from django.db import migrations

NOUNS = ["client", "meeting", "task"]


def index(noun: str) -> migrations.RunSQL:
    table = f"crm_historical{noun}"
    return migrations.RunSQL(
        f"CREATE INDEX {table}_as_of ON {table} (id, history_date DESC, history_id DESC)",
        f"DROP INDEX {table}_as_of",
    )


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_nouns")]
    operations = [index(noun) for noun in NOUNS]
