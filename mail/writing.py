"""A plain mail of the product's own, with the headers that all of them carry."""

from email.message import Message

from django.conf import settings
from django.core.mail import EmailMessage

from mail import stopping
from mail.headers import PLAIN_ADDRESSES
from mail.models import Mail
from ui import mailboxes


def plain(mail: Mail, address: str, subject: str, body: str, *, is_stoppable: bool = False) -> Message:
    """From its row and what is to be said; whoever may stop it can do so by one click (RFC 8058)."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if is_stoppable:
        headers["List-Unsubscribe"] = f"<{stopping.address(mail)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMessage(
        subject=" ".join(subject.split())[:200],
        body=body,
        from_email=settings.MAIL_FROM,
        to=[mailboxes.encoded(address)],
        headers=headers,
    )
    return message.message(policy=PLAIN_ADDRESSES)
