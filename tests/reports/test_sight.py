"""What a report tells its readers of each other, and of what is kept from them: nothing, unless they may change it."""

import re
from io import BytesIO

import openpyxl
import pypdf
import pytest
from rest_framework.test import APIClient

from accounts.models import Role, User
from reports import sight
from reports.models import Run
from tests.reports.conftest import FIRST, OUTSIDE, scheduled
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = re.compile("kept from you")


@pytest.fixture
def api():
    def at(user, path):
        door = APIClient()
        door.force_authenticate(user)
        return door.get(f"/api/v1/{path}").data

    return at


def test_readers_do_not_see_each_others_addresses(schedule, mailbox, portfolio, client, api):
    carry_out_all(FIRST)
    run = Run.objects.get()
    for user, others in ((portfolio.lead, False), (portfolio.manager, True), (portfolio.auditor, True)):
        client.force_login(user)
        pages = [client.get(path).content.decode() for path in (f"/reports/{schedule.pk}/", f"/reports/runs/{run.pk}/")]
        assert [OUTSIDE in page for page in pages] == [others, others], user
        told = api(user, f"schedules/{schedule.pk}/")
        users = [portfolio.manager.pk, portfolio.lead.pk] if others else [user.pk]
        assert (sorted(told["users"]), told["addresses"]) == (sorted(users), [OUTSIDE] if others else [])
        assert (OUTSIDE in str(api(user, "deliveries/"))) is others


def test_an_owner_who_may_no_longer_schedule_sees_no_addresses(schedule, mailbox, portfolio, client):
    carry_out_all(FIRST)
    User.objects.filter(pk=portfolio.manager.pk).update(role=Role.ADVISOR)
    client.force_login(User.objects.get(pk=portfolio.manager.pk))
    for path in (f"/reports/{schedule.pk}/", f"/reports/runs/{Run.objects.get().pk}/"):
        assert OUTSIDE not in client.get(path).content.decode()


def everything_in(mail):
    """The mail's words, its PDF's and its workbook's."""
    files = {part.get_filename().rpartition(".")[2]: part.get_content() for part in mail.iter_attachments()}
    book = openpyxl.load_workbook(BytesIO(files["xlsx"]))
    return [
        mail.get_body(("plain",)).get_content(),
        mail.get_body(("html",)).get_content(),
        " ".join("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(files["pdf"])).pages).split()),
        str([cell.value for sheet in book for row in sheet for cell in row]),
    ]


def test_an_outside_reader_is_not_told_how_many_projects_are_kept_from_her(portfolio, mailbox, client):
    """A colleague who sees the same projects is told, from files of her own."""
    scheduled(portfolio, language="en")
    carry_out_all(FIRST)
    mails = {mail["To"]: mail for mail in mailbox.messages}
    assert [bool(KEPT.search(text)) for text in everything_in(mails[OUTSIDE])] == [False] * 4
    assert [bool(KEPT.search(text)) for text in everything_in(mails[portfolio.manager.email])] == [True] * 4
    path = re.search(r"https?://[^/]+(/reports/read/\S+)", everything_in(mails[OUTSIDE])[0])[1]
    assert not KEPT.search(client.get(path).content.decode())
    client.force_login(portfolio.manager)
    run, outside = Run.objects.get(), portfolio.manager.schedules.get().recipients.get(email=OUTSIDE)
    assert KEPT.search(client.get(f"/reports/runs/{run.pk}/view/").content.decode())
    assert not KEPT.search(client.get(f"/reports/runs/{run.pk}/view/?as={outside.pk}").content.decode())


def test_those_who_see_the_same_share_a_file_but_nobody_with_one_outside():
    same = [sight.Sight(frozenset(keys)).fingerprint for keys in ([1, 2], [2, 1])]
    assert same[0] == same[1]
    assert sight.Sight(frozenset([1, 2]), frozenset([3])).fingerprint not in same
    assert sight.Sight(frozenset([1, 2]), is_outside=True).fingerprint not in same
