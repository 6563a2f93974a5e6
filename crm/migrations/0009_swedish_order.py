"""Lists in Swedish order; a client keeps a copy of the name itself, since the folded one has no å, ä and ö."""

from django.db import migrations, models
from django.db.models import F

from ui.swedish import SwedishOrder

NAMES = """
UPDATE crm_client SET name = crm_organisation.name
FROM crm_organisation WHERE crm_organisation.id = crm_client.organisation_id;
UPDATE crm_historicalclient SET name = coalesce(
    (SELECT name FROM crm_organisation WHERE crm_organisation.id = crm_historicalclient.organisation_id), '')
"""


def ordered(model: str, *order: str | SwedishOrder) -> migrations.AlterModelOptions:
    plural = {"municipality": "municipalities", "person": "people"}.get(model, f"{model}s")
    options = {"ordering": list(order), "verbose_name": model, "verbose_name_plural": plural}
    return migrations.AlterModelOptions(name=model, options=options)


def index(model: str, name: str, *parts: F | SwedishOrder | models.OrderBy) -> migrations.AddIndex:
    return migrations.AddIndex(model_name=model, index=models.Index(*parts, name=name))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_swedish_order"),
        ("crm", "0008_meeting_form_key"),
    ]

    operations = [
        ordered("client", SwedishOrder("name"), "pk"),
        ordered("membership", SwedishOrder("organisation__name"), "pk"),
        ordered("municipality", SwedishOrder("name")),
        ordered("organisation", SwedishOrder("name")),
        ordered("person", SwedishOrder("name")),
        migrations.RemoveIndex("client", "client_by_name"),
        migrations.RemoveIndex("client", "client_by_lead"),
        migrations.RemoveIndex("client", "client_by_stage"),
        migrations.RemoveIndex("client", "client_by_opening"),
        migrations.RemoveIndex("organisation", "organisation_kind"),
        migrations.RenameIndex("organisation", old_name="organisation_by_name", new_name="organisation_by_prefix"),
        migrations.RenameIndex("person", old_name="person_by_name", new_name="person_by_prefix"),
        migrations.AddField(
            "client", "name", models.CharField(default="", editable=False, max_length=200), preserve_default=False
        ),
        migrations.AddField(
            "historicalclient",
            "name",
            models.CharField(default="", editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        migrations.RemoveField("client", "search_key"),
        migrations.RemoveField("historicalclient", "search_key"),
        index("client", "client_by_name", SwedishOrder("name"), F("id")),
        index("client", "client_by_lead", F("lead"), F("stage"), SwedishOrder("name"), F("id")),
        index("client", "client_by_stage", F("stage"), SwedishOrder("name"), F("id")),
        index("client", "client_by_opening", F("opened_on").desc(), F("id").desc()),
        index("organisation", "organisation_by_name", SwedishOrder("name"), F("id")),
        index("organisation", "organisation_kind", F("kind"), SwedishOrder("name")),
        index("person", "person_by_name", SwedishOrder("name"), F("id")),
    ]
