"""The views of a list as their own page shows them: what stands, what was removed, and what may be done with each."""

from dataclasses import dataclass

from accounts.access import Answer
from lists.access import can_change_view
from lists.models import SavedView
from lists.page import ListPage
from ui.parted import parted


@dataclass(frozen=True)
class Kept:
    """A saved view as a line; `begins` says whether her list begins with it."""

    view: SavedView
    url: str
    begins: bool
    may: Answer


def views_of(page: ListPage) -> tuple[list[Kept], list[Kept]]:
    """Those that stand, and those that she may bring back."""
    rows = SavedView.objects.visible_to(page.user).filter(list=page.key).select_related("owner", "team")
    begins = page.user.opens_with.get(page.key, "")
    lines = [
        Kept(view, f"{page.url}?{page.views.query_of(view)}", begins == str(view.pk), can_change_view(page.user, view))
        for view in rows
    ]
    standing, removed = parted(lines, lambda line: line.view.removed_at)
    return standing, [line for line in removed if line.may]
