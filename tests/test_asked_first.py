"""What no verb takes back is asked about before it is done, and of nobody who may not do it."""

from datetime import time
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import ApiToken
from contacts.models import Organisation
from crm.models import MeetingDraft
from projects.models import Partner, StatusDraft
from reports.models import Delivery, Recipient, Run, Schedule
from tests.world import NOW, TODAY
from ui.models import Unsaved
from ui.who import who

LONG = "Ring Maja om avtalet, " * 10


def partner(world):
    clinic = Organisation.objects.create(name="Hudkliniken")
    made = Partner.objects.create(project=world.project, organisation=clinic, role="clinic", contact="Maja")
    return made, reverse("projects:partner_remove", args=[made.pk]), {}


def token(world):
    made, _secret = ApiToken.issue(world.manager, "excel", at=NOW)
    return made, reverse("accounts:token_end", args=[made.pk]), {}


def run(world, state="failed"):
    made = Schedule.objects.create(
        name="Styrgruppen",
        kind="portfolio_status",
        owner=world.manager,
        at_time=time(7),
        starts_at=NOW,
        next_due_at=NOW,
    )
    run = Run.objects.create(schedule=made, period="2026-10", due_at=NOW, as_of=TODAY, state=state)
    return run, reverse("reports:run_let_be", args=[run.pk]), {}


def held(world):
    made, _url, _data = run(world, "held")
    return made, reverse("reports:held_decide"), {"run": made.pk, "let_be": "1"}


def held_sent(world):
    made, url, _data = held(world)
    return made, url, {"run": made.pk, "send": "1"}


def skipped_sent(world):
    made, _url, _data = run(world, "skipped")
    return made, reverse("reports:run_send_skipped", args=[made.pk]), {}


def mail(world):
    of, _url, _data = run(world, "undelivered")
    to = Recipient.objects.create(schedule=of.schedule, user=world.manager)
    made = Delivery.objects.create(
        subject=of.pk, run=of, recipient=to, state="failed", planned_at=NOW, message_id="<a@fyr.example>"
    )
    return made, reverse("reports:delivery_let_be", args=[made.pk]), {}


def mails(world):
    made, _url, _data = mail(world)
    return made, reverse("reports:run_resolve", args=[made.run_id]), {"delivery": made.pk, "let_be": "1"}


def run_again(world):
    made, _url, _data = run(world)
    return made, reverse("reports:run_try_again", args=[made.pk]), {}


def mail_again(world):
    made, _url, _data = mail(world)
    return made, reverse("reports:delivery_send_again", args=[made.pk]), {}


def mails_again(world):
    made, url, _data = mails(world)
    return made, url, {"delivery": made.pk, "send_again": "1"}


def meeting_draft(world):
    typed = {"note": [LONG]}
    made = MeetingDraft.objects.create(user=world.manager, key=uuid4(), typed=typed, saved_at=NOW)
    return made, reverse("crm:draft_discard"), {"key": str(made.key)}


def status_draft(world):
    typed = {"summary": [LONG]}
    made = StatusDraft.objects.create(user=world.manager, project=world.project, typed=typed, saved_at=NOW)
    return made, reverse("projects:status_draft_discard", args=[world.project.pk]), {}


def unsaved(world):
    made = Unsaved.keep(who=who(world.manager), key=uuid4(), page="/crm/tasks/new/", typed={"text": [LONG]})
    return made, reverse("ui:unsaved_discard", args=[made.key]), {}


SENT = [held_sent, skipped_sent, run_again]
AGAIN = [mail_again, mails_again]
ASKED = [partner, token, run, held, mail, mails, meeting_draft, status_draft, unsaved, *SENT, *AGAIN]
DRAFTS = [meeting_draft, status_draft, unsaved]


def rows(row):
    return list(type(row).objects.values())


@pytest.fixture
def manager(world):
    browser = Browser()
    browser.force_login(world.manager)
    return browser


@pytest.mark.parametrize("make", ASKED)
def test_the_first_press_asks_and_the_answer_does_it(world, manager, make):
    row, url, data = make(world)
    before = rows(row)
    page = manager.post(url, data)
    assert (page.status_code, rows(row)) == (200, before)
    assert (url, data) == (page.request["PATH_INFO"], {name: row_or(text, data[name]) for name, text in said(page)})
    assert manager.post(url, dict(said(page)) | {"is_sure": "1"}).status_code == 302
    assert rows(row) != before


def said(page):
    return page.context["said"]


def row_or(text, value):
    """A form says keys as text."""
    return value if str(value) == text else text


@pytest.mark.parametrize("make", [partner, run, held, mail, mails, *SENT, *AGAIN])
def test_who_may_not_do_it_is_not_asked(world, make):
    row, url, data = make(world)
    before = rows(row)
    browser = Browser()
    browser.force_login(world.auditor)
    assert (browser.post(url, data).status_code, rows(row)) == (403, before)


@pytest.mark.parametrize("make", SENT)
def test_what_leaves_the_house_is_asked_with_its_readers(world, manager, make):
    row, url, data = make(world)
    Recipient.objects.create(schedule=row.schedule, user=world.auditor)
    Recipient.objects.create(schedule=row.schedule, email="extern@region.example")
    question = manager.post(url, data).context["question"]
    assert question.about == [f"Styrgruppen, October 2026: {world.auditor}, extern@region.example"]
    assert (question.text, question.yes, question.otherwise) == ("Send the report after all?", "Send", "Decide later")
    assert question.lost == "It goes by mail to those named here. What is sent cannot be called back."


@pytest.mark.parametrize("make", AGAIN)
def test_a_mail_is_sent_again_to_those_alone_who_are_named(world, manager, make):
    row, url, data = make(world)
    Recipient.objects.create(schedule=row.run.schedule, user=world.auditor)
    question = manager.post(url, data).context["question"]
    assert (question.text, question.yes, question.otherwise) == ("Send the mail again?", "Send", "Decide later")
    assert question.about == [str(world.manager)]
    assert question.lost == "It goes by mail to those named here. What is sent cannot be called back."


def test_a_mail_that_waits_for_nobody_is_not_asked_about(world, manager):
    row, url, data = mails_again(world)
    Delivery.objects.update(state="accepted")
    assert "This delivery needs no decision." in manager.post(url, data, follow=True).text


def test_letting_reports_be_names_them_and_its_buttons_mean_two_things(world, manager):
    _row, url, data = held(world)
    page = manager.post(url, data)
    question = page.context["question"]
    assert question.about == ["Styrgruppen, October 2026"]
    assert (question.yes, question.otherwise) == ("Send nothing", "Decide later")
    assert "Decide later</a>" in page.text


def test_one_held_report_is_spoken_of_as_one(world, manager):
    _row, url, data = held_sent(world)
    assert "It is sent within a minute." in manager.post(url, data | {"is_sure": "1"}, follow=True).text


@pytest.mark.parametrize("make", DRAFTS)
def test_a_draft_is_named_by_its_first_words(world, manager, make):
    _row, url, data = make(world)
    assert "“Ring Maja om avtalet, Ring Maja om avtalet, Ring Maja om avtalet, Ring Maja om …”" in one_line(
        manager.post(url, data)
    )


def one_line(page):
    return " ".join(page.text.split())


def test_a_form_that_keeps_no_draft_yet_is_asked_about_and_goes_on_as_it_was_typed(world, manager):
    """Without JavaScript nothing has been kept when she presses."""
    typed = {"key": str(uuid4()), "who": who(world.manager), "page": reverse("crm:meeting_log"), "note": "Halva texten"}
    page = manager.post(reverse("crm:draft_discard"), typed)
    assert "“Halva texten” cannot be brought back." in page.text
    assert f'formaction="{reverse("ui:unsaved_keep")}"' in page.text
    again = manager.post(reverse("ui:unsaved_keep"), dict(said(page)), follow=True)
    assert again.context["form"]["note"].value() == "Halva texten"


def test_an_untouched_form_is_left_without_a_question(world, manager):
    answer = manager.post(reverse("crm:draft_discard"), {"key": str(uuid4()), "note": ""})
    assert answer["Location"] == reverse("crm:today")
