"""Whom no mail about her account has reached stands on an administrator's Today until she has signed in."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mail import account_mails
from mail.models import Mail
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invited(world):
    user = User.objects.invite(by=world.administrator, email="hedda@fyr.example", name="Hedda Ås")
    with transaction.atomic():
        account_mails.invite(user, by=world.administrator, at=timezone.now())
    return user


def told(client, user):
    client.force_login(user)
    page = client.get(reverse("crm:today")).text
    return "Not reached by mail" in page, "Hedda Ås" in page


@pytest.mark.parametrize("reply", ["550 relay not permitted", "550 5.1.1 Nobody here"])
def test_an_invitation_that_is_refused_is_told_to_administrators_alone(client, world, invited, mailbox, reply):
    mailbox.refuse(reply, at="recipient")
    carry_out_all(timezone.now())
    assert Mail.objects.get().state == "bounced"
    assert told(client, world.administrator) == (True, True)
    assert reverse("accounts:user_link", args=[invited.pk]) in client.get(reverse("crm:today")).text
    assert told(client, world.manager) == (False, False)


def test_one_that_has_gone_or_whose_user_has_signed_in_since_is_not(client, world, invited, mailbox):
    carry_out_all(timezone.now())
    assert (Mail.objects.get().state, told(client, world.administrator)) == ("accepted", (False, False))
    Mail.objects.update(state="unknown", reason="restored")
    assert told(client, world.administrator) == (True, True)
    User.objects.filter(pk=invited.pk).update(last_login=timezone.now() + timedelta(minutes=1))
    assert told(client, world.administrator) == (False, False)


def test_it_takes_as_many_questions_for_one_and_for_three(client, world, invited, mailbox, django_assert_num_queries):
    mailbox.refuse("550 relay not permitted", at="recipient")
    carry_out_all(timezone.now())
    with django_assert_num_queries(1):
        assert len(account_mails.not_reached()) == 1
    for name in ("Inga", "Ivar"):
        other = User.objects.invite(by=world.administrator, email=f"{name}@fyr.example", name=name)
        with transaction.atomic():
            account_mails.invite(other, by=world.administrator, at=timezone.now())
    carry_out_all(timezone.now())
    with django_assert_num_queries(1):
        assert {mail.to.name for mail in account_mails.not_reached()} == {"Hedda Ås", "Inga", "Ivar"}
