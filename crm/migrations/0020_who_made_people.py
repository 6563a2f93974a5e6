"""Whoever made a person is told by the first version of her."""

from django.db import migrations

MADE_BY = """
UPDATE crm_person AS person SET created_by_id = made.history_user_id
FROM crm_historicalperson AS made JOIN accounts_user AS maker ON maker.id = made.history_user_id
WHERE made.id = person.id AND made.history_type = '+' AND person.created_by_id IS NULL;
UPDATE crm_historicalperson AS version SET created_by_id = person.created_by_id
FROM crm_person AS person WHERE person.id = version.id AND person.created_by_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0019_person_made_by")]
    operations = [migrations.RunSQL(MADE_BY, migrations.RunSQL.noop)]
