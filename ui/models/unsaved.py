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
    def about(self) -> str:
        """Which form it is, of what, as its page calls it; a page without scripts says nothing of it."""
        return " ".join(self.typed.get("form_about", []))

    @property
    def changed(self) -> list[tuple[str, str]]:
        """What its author changed in the form: what that is called there, and what she typed or chose."""
        lines = [(*line.split("\t"), "", "")[:3] for line in self.typed.get("form_changed", [])]
        return [(label, shown or ", ".join(self.typed.get(name, [])) or "–") for name, label, shown in lines]

    @property
    def words(self) -> str:
        """What was changed, else the longest text in it: by that its author knows it again."""
        texts = [text for name, all_of_it in self.typed.items() if name not in HIDDEN for text in all_of_it]
        said = " · ".join(text for _label, text in self.changed) or max(texts, key=len, default="")
        return Truncator(" ".join(said.split())).chars(drafts.SHOWN)

    @property
    def lines(self) -> list[str]:
        """All of what was changed, read before it is discarded."""
        changed = [f"{label}: {text}" for label, text in self.changed]
        return [*filter(None, [self.about]), *changed] if changed else []


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
    "form_about",
    "form_changed",
    "guessed",
}
