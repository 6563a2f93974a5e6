"""The address in a mail at which whoever got it stops such mails, without signing in: signed, and for that alone."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from mail.models import Mail

STOP = "mail.stop"


def address(mail: Mail) -> str:
    return settings.BASE_URL + reverse("mail:stop", args=[signing.dumps(mail.message_id, salt=STOP)])


def mail(token: str) -> Mail | None:
    """By its Message-ID: a row's number comes again after a backup was restored."""
    try:
        message_id = signing.loads(token, salt=STOP)
    except signing.BadSignature:
        return None
    return Mail.objects.select_related("to").filter(message_id=message_id).first()
