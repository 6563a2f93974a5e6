"""Why an import failed is kept as the other words of an import are (0060); what was kept as text stays text."""

from django.db import migrations

from imports.saying import SaidField

COLUMN = "ALTER TABLE imports_importrun ALTER COLUMN failure TYPE"


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_sheet_names")]
    operations = [
        migrations.RunSQL(
            f"{COLUMN} jsonb USING to_jsonb(failure)",
            f"{COLUMN} varchar(500) USING left(failure #>> '{{}}', 500)",
            state_operations=[migrations.AlterField("importrun", "failure", SaidField(blank=True, default=str))],
        )
    ]
