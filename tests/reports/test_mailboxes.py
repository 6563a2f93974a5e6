"""One mailbox gets one mail of a report, however often and however written it is named; and stops when it says so."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from rest_framework.test import APIClient

from mail import posting, smtp
from reports.models import Delivery, Recipient, Run, Schedule
from tests.reports.conftest import FIRST, OUTSIDE, reports_in, scheduled, states
from tests.reports.test_pages import TYPED, address_in
from ui import mailboxes
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


def got(mailbox):
    return sorted(to for _, (to,) in mailbox.envelopes)


def test_a_user_given_also_as_an_outside_address_gets_one_mail_with_what_she_may_see(portfolio, mailbox):
    scheduled(portfolio, to=([portfolio.lead], ["LO@fyr.example", "Lo@Fyr.Example"]), formats=[])
    carry_out_all(FIRST)
    assert got(mailbox) == ["lo@fyr.example"]
    assert "Hemligt spår" in mailbox.messages[0].get_body(("plain",)).get_content()


def test_a_users_address_given_as_one_outside_is_given_to_her(portfolio):
    schedule = scheduled(portfolio, to=([], ["Lo@fyr.example", "NY@region.example", "ny@region.example"]))
    assert [(one.user, one.email) for one in schedule.recipients.order_by("email")] == [
        (portfolio.lead, ""),
        (None, "ny@region.example"),
    ]


def test_a_user_whose_address_becomes_that_of_one_outside_is_not_sent_a_second(portfolio, mailbox):
    schedule = scheduled(portfolio, to=([portfolio.lead], [OUTSIDE]), formats=[])
    portfolio.lead.email = "Extern@Region.example"
    portfolio.lead.save()
    carry_out_all(FIRST)
    assert len(got(mailbox)) == 1
    assert "Hemligt spår" in mailbox.messages[0].get_body(("plain",)).get_content()
    assert schedule.recipients.active().count() == 2


@pytest.fixture
def two(portfolio, mailbox):
    """Two deliveries of a run, planned to two mailboxes that become one before they are sent."""
    scheduled(portfolio, to=([portfolio.lead], [OUTSIDE]), formats=[])
    mailbox.refuse("451 Later", at="recipient")
    carry_out_all(FIRST)
    mailbox.accept()
    portfolio.lead.email = "extern@REGION.example"
    portfolio.lead.save()
    return Delivery.objects.order_by("pk").values_list("pk", flat=True)


def deliver_at_once(pks):
    barrier = threading.Barrier(len(pks))

    def one(pk):
        barrier.wait()
        try:
            posting.post(pk, FIRST + timedelta(minutes=1))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[pk]) for pk in pks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_address_that_changes_between_plan_and_sending_makes_no_second_mail(two, mailbox):
    deliver_at_once(two)
    assert (got(mailbox), states()) == ([OUTSIDE], ["accepted", "cancelled"])
    assert Delivery.objects.get(state="cancelled").get_reason_display() == (
        "Another mail of this report goes to the same mailbox."
    )
    assert Run.objects.get().state == "done"


def test_without_the_guard_it_does(two, mailbox, monkeypatch):
    """The twin of the test above."""
    monkeypatch.setattr(posting, "_is_only_one_to", lambda *_: True)
    deliver_at_once(two)
    assert len(got(mailbox)) == 2


def test_who_stops_the_report_gets_it_under_no_other_name(portfolio, mailbox, client):
    schedule = scheduled(portfolio, to=([portfolio.lead], [OUTSIDE]), formats=[])
    portfolio.lead.email = "Extern@Region.example"
    portfolio.lead.save()
    carry_out_all(FIRST)
    client.post(address_in(mailbox.messages[0], "stop"), {"List-Unsubscribe": "One-Click"})
    assert schedule.recipients.active().count() == 0
    mailbox.clear()
    carry_out_all(FIRST + timedelta(days=31))
    assert reports_in(mailbox) == []


def test_a_form_that_was_open_when_she_stopped_the_report_does_not_bring_her_back(client, portfolio, schedule):
    client.force_login(portfolio.manager)
    typed = TYPED | {"users": [portfolio.lead.pk], "version": schedule.version}
    Recipient.objects.get(user=portfolio.lead).end(at=FIRST)
    assert client.post(f"/reports/{schedule.pk}/edit/", typed).status_code == 422
    assert Recipient.objects.get(user=portfolio.lead).ended_at == FIRST


@pytest.mark.parametrize(
    "address",
    ["anna@företag.example", "ANNA@FÖRETAG.example", "anna@xn--fretag-wxa.example", "anna@XN--FRETAG-WXA.example"],
)
def test_a_domain_in_swedish_letters_is_one_mailbox_and_gets_its_mail(portfolio, mailbox, address):
    schedule = scheduled(portfolio, to=([], [address, "anna@företag.example"]), formats=[])
    assert [one.email for one in schedule.recipients.all()] == ["anna@företag.example"]
    carry_out_all(FIRST)
    assert (got(mailbox), states()) == ([mailboxes.of(address)], ["accepted"])
    assert mailboxes.of(address).isascii()


def test_a_domain_in_no_letters_at_all_is_kept_as_it_is():
    assert mailboxes.written("Anna@XN--FRETAG-S4A.example") == "anna@xn--fretag-s4a.example"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("åsa@region.example", "has other letters than a–z before the @"),
        ("asa@" + "å" * 64 + ".example", "is not an e-mail address"),
        ("asa@-.example", "is not an e-mail address"),
    ],
)
def test_an_address_that_mail_cannot_reach_is_refused_in_words(client, portfolio, address, words):
    client.force_login(portfolio.manager)
    answer = client.post("/reports/new/", TYPED | {"addresses": address})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    door = APIClient()
    door.force_authenticate(portfolio.manager)
    typed = {"name": "x", "kind": "portfolio_status", "at_time": "07:00", "addresses": [address]}
    assert door.post("/api/v1/schedules/", typed, format="json").status_code == 400
    with pytest.raises(ValidationError):
        mailboxes.validate(address)
    assert not Schedule.objects.exists()


def test_one_that_was_kept_all_the_same_is_refused_at_once_and_holds_up_nobody(portfolio, mailbox):
    schedule = scheduled(portfolio, to=([], [OUTSIDE]), formats=[])
    Recipient.objects.create(schedule=schedule, email="åsa@region.example")
    carry_out_all(FIRST)
    assert states() == ["accepted", "bounced"]
    with smtp.handed_over(mailbox.messages[0], "a@b.example", "åsa@b.example", lambda: None) as answer:
        assert (answer.outcome, answer.reason) == ("bounced", "address")
