"""A draft: what is typed so far in an open form, word for word; the older of two tabs never overwrites the newer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models.functions import Now
from django.http import QueryDict

from ui import asked, drafts


@dataclass(frozen=True)
class Seen:
    """What the page that saves says of itself: its tab, how many times it has saved, the draft's version it knows."""

    tab: str
    sequence: int
    version: int

    @classmethod
    def said(cls, post: QueryDict) -> "Seen":
        return cls(post.get("tab", "")[:40], _number(post.get("sequence")), _number(post.get("draft_version")))


class Superseded(Exception):
    """Another tab or device has gone on with the draft since; `draft` is it as it is now."""

    def __init__(self, draft: Any) -> None:
        super().__init__("The draft is newer than the page that saves it.")
        self.draft = draft


class Draft(models.Model):
    """`written` names the form's fields of free text, the most telling first."""

    written: ClassVar[tuple[str, ...]] = ()
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # The tab that saved last, and the number of that save.
    tab = models.CharField(max_length=40, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    # Words were taken out of it then, after an erasure: its writer is told, who did not do so herself.
    masked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def keep(
        cls, where: dict[str, Any], typed: dict[str, list[str]], seen: Seen, *, at: datetime, **values: Any
    ) -> Any:
        """The draft as it then is: a save overtaken by a later one of its own tab changes nothing.

        Raises Superseded when another tab has saved since `seen.version`.
        """
        fresh = {"typed": typed, "saved_at": at, "tab": seen.tab, "sequence": seen.sequence, **values}
        draft, is_new = cls._default_manager.select_for_update(of=("self",)).get_or_create(**where, defaults=fresh)
        if is_new or draft.is_ahead_of(seen):
            return draft
        for name, value in fresh.items():
            setattr(draft, name, value)
        draft.version += 1
        draft.save()
        return draft

    @staticmethod
    def beside_masking() -> dict[str, Any]:
        """What is written with the masked words: no tab goes on over them, its writer sees both first."""
        return {"masked_at": Now(), "tab": ""}

    @property
    def words(self) -> str:
        return drafts.words(self.typed, self.written)

    def is_ahead_of(self, seen: Seen) -> bool:
        """Whether the same tab has saved later already. Raises Superseded when it was another one."""
        if self.tab == seen.tab:
            return bool(seen.tab) and self.sequence >= seen.sequence
        if self.version != seen.version:
            raise Superseded(self)
        return False


def _number(text: str | None) -> int:
    return asked.key(text) or 0
