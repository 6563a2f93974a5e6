"""The mail of a delivery: text written from the data, HTML for Word-made readers too, and the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import format_datetime
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from mail.headers import PLAIN_ADDRESSES
from projects import words
from projects.models import Light
from reports import links, rendering
from reports import words as told
from reports.kinds import KINDS
from reports.models import Delivery, Rendering, Run
from reports.sight import Sight
from ui import mailboxes

# Decisions, changes and benefits in the mail itself; its view in the browser has them all.
FIRST = 7
# Characters of a decision there.
LONGEST = 220
# Base64 adds a third; above this a file becomes a link.
MAX_ATTACHED = 7 * 2**20
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Beginning:
    """The first rows of a list that may be long, and how many were left out; all of them when `most` is None."""

    everything: Sequence[Any]
    most: int | None

    @property
    def rows(self) -> Sequence[Any]:
        return self.everything[: self.most]

    @property
    def more(self) -> int:
        return len(self.everything) - len(self.rows)


def context(run: Run, copy: Any, most: int | None = None, **more: Any) -> dict[str, Any]:
    """What the mail, its text and its view in the browser are written from; the mail shows the `most` first."""
    kind = KINDS[run.schedule.kind]
    return {
        "run": run,
        "schedule": run.schedule,
        "cut": copy,
        "title": kind.title(run.as_of),
        "workspace": settings.WORKSPACE_NAME,
        "lede": told.lede(copy),
        "left_out": told.left_out(copy),
        "lights": lights(copy),
        "bars": bars(copy),
        "longest": LONGEST if most else None,
        "changes": Beginning(copy.moved, most),
        "quiet": words.quiet(copy.quiet),
        "decisions": Beginning(copy.decisions, most),
        "benefits": Beginning(sorted(copy.benefits, key=lambda one: one["title"]), most),
        "portfolio_url": links.absolute(f"/projects/?as_of={run.as_of}&compare={run.compare_to}"),
        **more,
    }


def lights(copy: Any) -> list[dict[str, Any]]:
    """Each light with its count now and then, and its share of the bar in per cent."""
    total = max(sum(copy.counts.values()), 1)
    return [
        {
            "value": light.value,
            "label": light.label,
            "shape": light.shape,
            "count": copy.counts[light],
            "difference": told.difference(copy.counts[light], copy.counts_then[light]),
            "percent": round(100 * copy.counts[light] / total),
        }
        for light in Light
    ]


def bars(copy: Any) -> list[dict[str, Any]]:
    labels = {"actual_sek": (_("Spent"), "b1"), "forecast_sek": (_("Forecast"), "b3"), "plan_sek": (_("Budget"), "b2")}
    widest = max(*copy.money.values(), 1)
    return [
        {
            "label": label,
            "css": css,
            "amount": copy.money[name],
            "percent": max(round(100 * copy.money[name] / widest), 1),
        }
        for name, (label, css) in labels.items()
    ]


def compose(delivery: Delivery, seen: Sight, at: datetime, *, at_last: bool = False) -> tuple[Message, int]:
    """The message, and how many running projects its reader is told that she may not see. `at_last` it goes without
    a file that cannot be made, and says so."""
    run = delivery.run
    copy = rendering.cut(run, seen)
    with translation.override(run.schedule.language):
        attached, linked, missing = _sorted_by_size(rendering.files(run, seen, at_last=at_last))
        written = context(
            run,
            copy,
            FIRST,
            view_url=links.view_url(delivery),
            unsubscribe_url=links.unsubscribe_url(delivery.recipient),
            linked=linked,
            missing=told.missing(missing),
        )
        message = _message(delivery, written)
    for name, content in attached.items():
        message.attach(rendering.file_name(run, name), content, TYPES[name])
    return _with_headers(message, delivery, written["unsubscribe_url"], at), copy.left_out


def _sorted_by_size(made: dict[str, Rendering]) -> tuple[dict[str, bytes], list[str], list[str]]:
    """What is attached, what is too large for that, and what could not be made."""
    files = {name: bytes(one.content) for name, one in made.items() if not one.trouble}
    attached = {name: content for name, content in files.items() if len(content) <= MAX_ATTACHED}
    return attached, [name for name in files if name not in attached], [name for name in made if name not in files]


def _message(delivery: Delivery, context: dict[str, Any]) -> EmailMultiAlternatives:
    kind = delivery.run.schedule.kind
    message = EmailMultiAlternatives(
        subject=_one_line(f"{context['title']} – {delivery.run.schedule.name}"),
        body=render_to_string(f"reports/mail/{kind}.txt", context),
        from_email=settings.MAIL_FROM,
        to=[mailboxes.encoded(delivery.recipient.address)],
    )
    message.attach_alternative(inliner.inline(render_to_string(f"reports/mail/{kind}.html", context)), "text/html")
    return message


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _with_headers(message: EmailMultiAlternatives, delivery: Delivery, unsubscribe: str, at: datetime) -> Message:
    schedule = delivery.run.schedule
    message.extra_headers = {
        "Message-ID": delivery.message_id,
        "Date": format_datetime(localtime(delivery.planned_at)),
        "List-Id": f"{_one_line(schedule.name)} <schedule-{schedule.pk}.fyr>".encode("ascii", "ignore").decode(),
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if before := _message_id_before(delivery):
        message.extra_headers |= {"References": before, "In-Reply-To": before}
    return message.message(policy=PLAIN_ADDRESSES)


def _message_id_before(delivery: Delivery) -> str:
    """Of this recipient's report before, so that the reports of one schedule make one thread."""
    earlier = delivery.recipient.deliveries.filter(run__due_at__lt=delivery.run.due_at).order_by("-run__due_at")
    return earlier.values_list("message_id", flat=True).first() or ""
