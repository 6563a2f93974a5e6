from django.db import migrations


class Migration(migrations.Migration):
    """The tables stay; the room `imports` has their models (see its first migration)."""

    dependencies = [("crm", "0010_import_columns"), ("imports", "0001_from_crm")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name) for name in ("ImportRow", "ImportRun", "ImportMapping")]
        )
    ]
