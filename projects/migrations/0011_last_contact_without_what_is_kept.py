"""Last contacts are those that whoever reads the client may know of: no meeting that is also about something kept."""

from django.conf import settings
from django.db import migrations

LAST_CONTACT = """
UPDATE crm_client AS client SET last_contact_on = (
    SELECT (meeting.starts_at AT TIME ZONE %s)::date
    FROM crm_meeting AS meeting JOIN crm_meeting_clients AS mine ON mine.meeting_id = meeting.id
    WHERE mine.client_id = client.id AND meeting.state = 'held'
      AND NOT EXISTS (
        SELECT 1 FROM crm_meeting_clients AS theirs JOIN crm_client AS other ON other.id = theirs.client_id
        WHERE theirs.meeting_id = meeting.id AND other.id <> client.id AND other.confidentiality <> 'open')
      AND NOT EXISTS (
        SELECT 1 FROM projects_projectmeeting AS tie JOIN projects_project AS project ON project.id = tie.project_id
        WHERE tie.meeting_id = meeting.id AND project.confidentiality <> 'open')
    ORDER BY meeting.starts_at DESC LIMIT 1)
WHERE client.id IN (
    SELECT mine.client_id FROM crm_meeting_clients AS mine
    WHERE EXISTS (
        SELECT 1 FROM crm_meeting_clients AS theirs JOIN crm_client AS other ON other.id = theirs.client_id
        WHERE theirs.meeting_id = mine.meeting_id AND other.id <> mine.client_id AND other.confidentiality <> 'open')
       OR EXISTS (
        SELECT 1 FROM projects_projectmeeting AS tie JOIN projects_project AS project ON project.id = tie.project_id
        WHERE tie.meeting_id = mine.meeting_id AND project.confidentiality <> 'open'))
"""


def keep(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(LAST_CONTACT, [settings.TIME_ZONE])


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0010_titles_and_amounts"),
        ("crm", "0013_drafts_have_versions"),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
