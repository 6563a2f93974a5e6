"""What is told of what is kept is looked for in every noun that holds words: a new one is planted, or says why not."""

import pytest
from django.apps import apps

from tests.planted import plant

RECIPIENTS = "planted for each kind of recipient in tests/reports/test_canaries.py"
MAIL = "what a mail server said"
NOT_PLANTED = {
    "accounts.ApiToken": "its name is its owner's alone, in tests/accounts/test_tokens.py",
    "accounts.ForgottenPassword": "an address typed by a stranger, read by the worker alone",
    "hooks.Webhook": "its name and address are its owner’s, and administrators’, in tests/rights",
    "imports.ImportMapping": "headings of files, shared by those who import",
    "contacts.ToRead": "parts of an erased person's name, shown to administrators who read the texts through",
    "reports.Schedule": RECIPIENTS,
    "reports.Run": RECIPIENTS,
    "reports.Delivery": MAIL,
    "mail.Mail": MAIL,
    "mail.MailPause": MAIL,
    "mail.Suppression": MAIL,
}

pytestmark = pytest.mark.django_db


def nouns():
    """Those that hang on something and hold text that people write."""
    return {
        model._meta.label
        for model in apps.get_models()
        if getattr(model, "hangs_on", None) and getattr(getattr(model, "erasing", None), "text", ())
    }


def test_every_noun_that_holds_words_is_planted(world):
    before = {label: set(apps.get_model(label).objects.values_list("pk", flat=True)) for label in nouns()}
    plant(world, "named", 7001)
    planted = {
        label for label in nouns() if set(apps.get_model(label).objects.values_list("pk", flat=True)) - before[label]
    }
    assert nouns() - planted == set(NOT_PLANTED)
