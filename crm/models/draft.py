"""A draft of a meeting: what somebody has typed so far, word for word, so that a crash loses nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import can_read, own
from accounts.noun import NounQuerySet
from accounts.rights import Reader
from ui.models.draft import Draft


class MeetingDraftQuerySet(NounQuerySet["MeetingDraft"]):
    """A draft is its writer's alone."""


class MeetingDraft(Draft):
    """`typed` holds the form's fields as strings or lists of strings, unread; `key` is made by the open form."""

    written = ("note", "subject", "step_1", "step_2", "step_3", "reason", "place", "new_person")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="meeting_drafts")
    key = models.UUIDField()
    client = models.ForeignKey("crm.Client", models.CASCADE, null=True, related_name="+")
    meeting = models.ForeignKey("crm.Meeting", models.CASCADE, null=True, related_name="drafts")

    hangs_on = own("user", aside=("client", "meeting"))
    erasing = Erasing(nobody=("tab",), text=("typed",), tied="meeting__people", of="meeting")
    objects = MeetingDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint("user", "key", name="meetingdraft_once")]

    def as_read_by(self, reader: Reader) -> "MeetingDraft":
        """What she typed is hers; the client and the meeting it was about are named while she may read them."""
        for name in self.hangs_on.aside:
            if (about := getattr(self, name)) and not can_read(reader, about):
                setattr(self, name, None)
        return self

    def __str__(self) -> str:
        return str(self.key)
