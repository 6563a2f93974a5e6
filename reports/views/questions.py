"""What is asked before a report leaves the house, or is let be: which one, and who would read it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import Delivery, Recipient, Run
from reports.words import period
from ui.question import Question


def send(runs: Sequence[Run], home: str) -> Question:
    """Which report goes to whom."""
    text = ngettext("Send the report after all?", "Send %(number)d reports after all?", len(runs))
    readers = defaultdict(list)
    for one in Recipient.objects.active().filter(schedule__in=[run.schedule_id for run in runs]).select_related("user"):
        readers[one.schedule_id].append(_reader(one))
    nobody = [_("no recipient")]
    about = [f"{_named(run)}: {', '.join(readers[run.schedule_id] or nobody)}" for run in runs]
    return _to_go(text % {"number": len(runs)}, about, home)


def send_again(mails: Iterable[Delivery], home: str) -> Question:
    """Each of them, and only they: a mail of which nobody knows may have arrived."""
    readers = [_reader(mail.recipient) for mail in mails]
    text = ngettext("Send the mail again?", "Send %(number)d mails again?", len(readers)) % {"number": len(readers)}
    return _to_go(text, readers, home)


def _to_go(text: str, about: Sequence[str], home: str) -> Question:
    lost = _("It goes by mail to those named here. What is sent cannot be called back.")
    return Question(text, _("Send"), lost, home, _("Decide later"), about)


def let_runs_be(runs: Sequence[Run]) -> Question:
    text = ngettext("Let %(number)d report be?", "Let %(number)d reports be?", len(runs)) % {"number": len(runs)}
    return let_be(text, "/", [_named(run) for run in runs])


def let_be(text: str, home: str, about: Sequence[str] = ()) -> Question:
    lost = _("What was not sent stays unsent, and nobody is reminded of it.")
    return Question(text, _("Send nothing"), lost, home, _("Decide later"), about)


def _reader(recipient: Recipient) -> str:
    return str(recipient.user or recipient.email)


def _named(run: Run) -> str:
    return f"{run.schedule}, {period(run.period)}"
