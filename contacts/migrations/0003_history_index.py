"""One index per history table: the newest row of a record before a moment is then one step."""

from django.db import migrations

NOUNS = ["organisation", "person", "affiliation", "membership"]


def index(noun: str) -> migrations.RunSQL:
    table = f"contacts_historical{noun}"
    return migrations.RunSQL(
        f"CREATE INDEX {table}_as_of ON {table} (id, history_date DESC, history_id DESC)",
        f"DROP INDEX {table}_as_of",
    )


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_reference_data")]
    operations = [index(noun) for noun in NOUNS]
