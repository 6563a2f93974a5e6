"""The days that runs were promised for; and those that did not reach everyone are no longer called done."""

from datetime import timedelta

from django.db import migrations, models

STUCK = ["unknown", "failed", "bounced"]


def fill(apps, schema_editor):
    Run, Delivery = apps.get_model("reports", "Run"), apps.get_model("reports", "Delivery")
    # A report sent on a morning speaks of the day before. Two of one day, as when a monthly schedule was made a weekly
    # one that morning, have the promise once: the later; without it the next migration could not be taken.
    promised = Run.objects.exclude(period__contains="/")
    later = promised.filter(schedule=models.OuterRef("schedule"), as_of=models.OuterRef("as_of"))
    last = ~models.Exists(later.filter(pk__gt=models.OuterRef("pk")))
    promised.filter(last).update(promised_on=models.F("as_of") + timedelta(days=1))
    stuck = Delivery.objects.filter(run=models.OuterRef("pk"), state__in=STUCK)
    Run.objects.filter(models.Exists(stuck), state="done").update(state="undelivered")


def undo(apps, schema_editor):
    apps.get_model("reports", "Run").objects.filter(state="undelivered").update(state="done")


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_promises")]
    operations = [migrations.RunPython(fill, undo)]
