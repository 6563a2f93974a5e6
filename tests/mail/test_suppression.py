"""An address that has refused our mail for good is left in peace until somebody says to try again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mail.models import Suppression
from reports import delivering
from reports.models import Delivery, Run
from tests.reports.conftest import FIRST, OUTSIDE, portfolio, reports_in, scheduled, states  # noqa: F401 - a fixture
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
NEXT = FIRST + timedelta(days=31)


@pytest.fixture
def refused(portfolio, mailbox):  # noqa: F811
    """A report that went to the lead, and of which the address outside would know nothing."""
    made = scheduled(portfolio, to=([portfolio.lead], [OUTSIDE]), formats=[])
    mailbox.unknown = {OUTSIDE}
    carry_out_all(FIRST)
    mailbox.unknown = set()
    return made


def got(mailbox):
    return sorted(mail["To"] for mail in reports_in(mailbox))


def test_nothing_more_is_sent_there_and_the_others_get_theirs(refused, mailbox):
    assert [row.mailbox for row in Suppression.objects.standing()] == [OUTSIDE]
    mailbox.clear()
    carry_out_all(NEXT)
    assert got(mailbox) == ["lo@fyr.example"]
    second = Delivery.objects.get(run__due_at__gt=FIRST, recipient__email=OUTSIDE)
    assert (second.state, second.get_reason_display(), second.run.state) == (
        "bounced",
        "The address has refused our mail for good, so no more is sent there.",
        "undelivered",
    )


def test_without_it_the_server_is_asked_again_and_again(refused, mailbox):
    """The twin of the test above."""
    Suppression.objects.all().delete()
    mailbox.clear()
    carry_out_all(NEXT)
    assert got(mailbox) == [OUTSIDE, "lo@fyr.example"]


@pytest.mark.parametrize(
    ("reply", "at", "is_suppressed"),
    [
        ("550 5.1.1 Nobody here", "recipient", True),
        ("552 5.2.2 Full for good", "recipient", True),
        ("550 5.1.10 Takes no mail", "recipient", True),
        # Words that a relay with a wrong setting says of everybody.
        ("550 relay not permitted", "recipient", False),
        ("550 5.1.8 Whoever you are", "recipient", False),
        ("550 5.7.1 We do not want your kind of mail", "recipient", False),
        ("450 4.1.1 Perhaps later", "recipient", False),
        ("552 5.3.4 Too large", "message", False),
        ("550 Not you", "sender", False),
    ],
)
def test_only_a_refusal_of_the_address_for_good_counts(portfolio, mailbox, reply, at, is_suppressed):  # noqa: F811
    scheduled(portfolio, to=([], [OUTSIDE]), formats=[])
    mailbox.refuse(reply, at=at)
    carry_out_all(FIRST)
    assert Suppression.objects.filter(mailbox=OUTSIDE).exists() is is_suppressed


def test_whoever_sends_a_mail_there_again_says_so_by_doing_it(refused, mailbox, portfolio):  # noqa: F811
    delivery = Delivery.objects.get(recipient__email=OUTSIDE)
    delivering.send_again(delivery, by=portfolio.manager, at=FIRST)
    row = Suppression.objects.get()
    assert (row.lifted_by, row.lifted_at) == (portfolio.manager, FIRST)
    carry_out_all(FIRST)
    assert (got(mailbox), states(), Run.objects.get().state) == ([OUTSIDE, "lo@fyr.example"], ["accepted"] * 2, "done")


def test_it_is_said_beside_the_recipient(refused, portfolio, client):  # noqa: F811
    client.force_login(portfolio.manager)
    assert client.get(f"/reports/{refused.pk}/").text.count("refuses mail") == 1


def test_an_administrator_reads_them_all_and_says_to_try_again(refused, portfolio, client, mailbox):  # noqa: F811
    row = Suppression.objects.get()
    client.force_login(portfolio.administrator)
    assert OUTSIDE in client.get(reverse("mail:suppression_list")).text
    assert client.post(reverse("mail:suppression_lift", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.lifted_by == portfolio.administrator
    client.get("/")
    assert list(client.get(reverse("mail:suppression_list")).context["refused"]) == []
    again = client.post(reverse("mail:suppression_lift", args=[row.pk]), follow=True)
    assert "Somebody has seen to it already." in again.text
    mailbox.clear()
    carry_out_all(NEXT)
    assert got(mailbox) == [OUTSIDE, "lo@fyr.example"]


def test_nobody_else_does(refused, portfolio, client):  # noqa: F811
    row = Suppression.objects.get()
    for user, status in ((portfolio.manager, 404), (portfolio.advisor, 404), (portfolio.auditor, 403)):
        client.force_login(user)
        answers = [
            client.get(reverse("mail:suppression_list")),
            client.post(reverse("mail:suppression_lift", args=[row.pk])),
        ]
        assert [answer.status_code for answer in answers] == [403, status]
    assert Suppression.objects.standing().count() == 1


def test_the_list_asks_as_much_of_one_as_of_three(world, client, django_assert_num_queries):
    client.force_login(world.administrator)
    client.get(reverse("mail:suppression_list"))
    for count in (1, 3):
        Suppression.objects.all().delete()
        Suppression.objects.bulk_create(Suppression(mailbox=f"{n}@x.example", since=FIRST) for n in range(count))
        with django_assert_num_queries(4):
            client.get(reverse("mail:suppression_list"))
