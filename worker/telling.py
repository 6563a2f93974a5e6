"""Tell on Today of what did not go by itself: administrators of reactions and of mails about accounts, a webhook's
owner of hers."""

from datetime import date

from accounts.access import can_administer
from accounts.models import User
from crm.sections import SHOWN, Section
from crm.today import contributors
from hooks.models import Webhook
from journal import reactions
from journal.models import Following, FollowingState
from mail import account_mails


def did_not_follow(user: User, on: date) -> Section | None:
    if not can_administer(user):
        return None
    ended = Following.objects.visible_to(user).exclude(state=FollowingState.WAITING)
    rows = list(ended.select_related("entry__subject_type")[: SHOWN + 1])
    shown = [(_name(row), row) for row in rows[:SHOWN]]
    failed = [one for one in shown if one[1].state == FollowingState.FAILED]
    context = {"failed": failed, "let_be": [one for one in shown if one not in failed], "more": len(rows) > SHOWN}
    return Section("journal/on_today.html", context) if rows else None


def _name(row: Following) -> str:
    """What was registered under the code, unless a newer version has no such reaction."""
    one = reactions.after.get(row.reaction)
    return str(one.name) if one else row.reaction


def webhooks_not_taken(user: User, on: date) -> Section | None:
    failing = list(Webhook.objects.of(user).alive().exclude(failing_since=None)[:SHOWN])
    return Section("hooks/on_today.html", {"webhooks": failing}) if failing else None


def not_reached_by_mail(user: User, on: date) -> Section | None:
    """An invitation goes once, and who asks for a new password is told the same whatever becomes of it."""
    mails = list(account_mails.not_reached()[: SHOWN + 1]) if can_administer(user) else []
    context = {"mails": mails[:SHOWN], "count": f"{SHOWN}+" if len(mails) > SHOWN else len(mails)}
    return Section("mail/on_today.html", context) if mails else None


def register() -> None:
    contributors.extend([did_not_follow, webhooks_not_taken, not_reached_by_mail])
