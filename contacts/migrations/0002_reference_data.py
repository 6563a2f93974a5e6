"""Municipalities (SCB's codes) and the S3 areas of Skåne and Sörmland as a first list, which the owner edits."""

import csv
from pathlib import Path

from django.db import migrations

MUNICIPALITIES = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"
S3_AREAS = [
    ("advanced-materials", "Avancerade material och tillverkning", "Advanced materials and manufacturing"),
    ("food", "Livsmedel", "Food"),
    ("life-science", "Life science och hälsa", "Life science and health"),
    ("smart-cities", "Smarta hållbara städer", "Smart sustainable cities"),
    ("tech", "Tech", "Tech"),
    ("ess-max-iv", "ESS & MAX IV", "ESS & MAX IV"),
    ("smart-industry", "Smart industri", "Smart industry"),
    ("food-supply", "Hållbar livsmedelsförsörjning", "Sustainable food supply"),
    ("energy", "Morgondagens energilösningar", "Tomorrow’s energy solutions"),
    ("welfare", "Life science, välfärd och hälsa", "Life science, welfare and health"),
]


def load(apps, schema_editor):
    municipality = apps.get_model("contacts", "Municipality")
    with MUNICIPALITIES.open(encoding="utf-8-sig", newline="") as file:
        municipality.objects.bulk_create(
            municipality(
                code=row["code"], name=row["municipality"], county_code=row["county_code"], county=row["county"]
            )
            for row in csv.DictReader(file)
        )
    area = apps.get_model("contacts", "S3Area")
    area.objects.bulk_create(
        area(code=code, name_sv=sv, name_en=en, position=position)
        for position, (code, sv, en) in enumerate(S3_AREAS, start=1)
    )


def unload(apps, schema_editor):
    apps.get_model("contacts", "Municipality").objects.all().delete()
    apps.get_model("contacts", "S3Area").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_nouns")]
    operations = [migrations.RunPython(load, unload)]
