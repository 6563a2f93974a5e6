"""What somebody typed and sent when it could not be saved: the session was gone, or it was refused on its way."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ui import drafts
from ui.models.draft import Draft
from ui.who import Somebody, who

MOST = 50
LONGEST = 500


class UnsavedQuerySet(models.QuerySet["Unsaved"]):
    def visible_to(self, user: Somebody) -> "UnsavedQuerySet":
        """It is its author's alone."""
        return self.filter(who=who(user)) if user.is_authenticated else self.none()


class Unsaved(models.Model):
    """`typed` holds the form's fields word for word, `page` the address at which the form is found again."""

    who = models.CharField(max_length=120)
    key = models.UUIDField()
    page = models.CharField(max_length=LONGEST)
    typed = models.JSONField(default=dict)
    at = models.DateTimeField()
    # Words were taken out of it then, after an erasure: its author is told, who did not do so herself.
    masked_at = models.DateTimeField(null=True, editable=False)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that is not saved")
        verbose_name_plural = _("forms that are not saved")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("who", "key", name="unsaved_once")]

    def __str__(self) -> str:
        return str(self.key)

    @classmethod
    def keep(cls, *, who: str, key: UUID, page: str, typed: dict[str, list[str]]) -> "Unsaved":
        """The newest fifty of an author stay: nobody has more forms open."""
        values = {"page": page, "typed": typed, "at": timezone.now()}
        kept, _is_new = cls.objects.update_or_create(who=who, key=key, defaults=values)
        mine = cls.objects.filter(who=who)
        mine.exclude(pk__in=mine.order_by("-at", "-pk").values("pk")[:MOST]).delete()
        return kept

    @staticmethod
    def beside_masking() -> dict[str, Any]:
        return {"masked_at": Now()}

    def is_saved_by(self, post: QueryDict) -> bool:
        """Whether its words are in what has been saved: the form was opened with them, or has the same in its fields.

        That its form's key was named is not enough: another tab, with other words, may have the same key."""
        return post.get("unsaved") == self.moment or drafts.is_within(self.typed, dict(post.lists()), HIDDEN)

    def is_in(self, draft: Draft | None) -> bool:
        """Whether the draft of the same form says all that this does."""
        return draft is not None and drafts.is_within(self.typed, draft.typed, HIDDEN)

    @property
    def moment(self) -> str:
        """Which words these are: a form that is opened with them says so (`unsaved`)."""
        return self.at.isoformat()

    @property
    def url(self) -> str:
        return f"{self.page}{'&' if '?' in self.page else '?'}unsaved={self.key}"

    @property
    def words(self) -> str:
        """The longest text in it, by which its author knows it again."""
        texts = [text for name, all_of_it in self.typed.items() if name not in HIDDEN for text in all_of_it]
        return Truncator(" ".join(max(texts, key=len, default="").split())).chars(drafts.SHOWN)


# What a form carries besides the words typed in it.
HIDDEN = {
    "csrfmiddlewaretoken",
    "key",
    "who",
    "page",
    "version",
    "organisation_version",
    "tab",
    "sequence",
    "draft_version",
    "newest",
    "unsaved",
    "guessed",
}
