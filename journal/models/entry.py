"""An entry: one line of what happened, append-only, and the records it is about."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY


class Entry(models.Model):
    """`verb` is "noun.past_tense" ("client.stage_changed"); `at` is when it happened, `recorded_at` when we were told.

    `facts` holds what the sentence needs and the subject's row does not keep: codes, keys, days and figures as the noun
    has declared them (`journal.facts`), never what people write, so that nobody has to be erased from here.
    """

    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    # Entries are read as a record's timeline alone, which asks each for its subject and for what it is about.
    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(nobody=("verb",), text=("facts",))

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="entry_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"

    @property
    def noun(self) -> str:
        return self.verb.partition(".")[0]


class EntryRef(models.Model):
    """Puts an entry on the timeline of one record; `at` and `noun` are copied so that one index answers a timeline."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="refs")
    record_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    at = models.DateTimeField()
    noun = models.CharField(max_length=30)

    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(nobody=("noun",))

    class Meta:
        constraints = [models.UniqueConstraint("entry", "record_type", "record_id", name="entryref_once")]
        indexes = [
            models.Index(fields=["record_type", "record_id", "-at", "-entry"], name="entryref_timeline"),
            models.Index(fields=["record_type", "record_id", "noun", "-at"], name="entryref_timeline_noun"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type_id}:{self.record_id}"
