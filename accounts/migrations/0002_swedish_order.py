"""The function that names are put in order by, å, ä and ö after z; users are the first to be."""

from django.db import migrations

from ui.swedish import SwedishOrder

# "{", "|" and "}" follow z in the order of bytes. Other marks are taken off their letters and dropped.
FUNCTION = r"""
CREATE FUNCTION swedish_order(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(
        normalize(translate(lower(normalize(name, NFC) COLLATE "pg_c_utf8"), 'åäöæøłđðþß', '{|}|}lddts'), NFKD),
        U&'\0300\0301\0302\0303\0304\0306\0307\0308\030A\030B\030C\0323\0326\0327\0328', '')
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION swedish_order(text)"),
        migrations.AlterModelOptions(
            name="user",
            options={
                "ordering": [SwedishOrder("name")],
                "verbose_name": "user",
                "verbose_name_plural": "users",
            },
        ),
    ]
