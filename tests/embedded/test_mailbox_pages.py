"""The pages of caught mail: one reads one's own, a mail can do nothing, and files come out as they went in."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.mail import EmailMultiAlternatives

from embedded.catcher import Catcher


@pytest.fixture
def mails(mailbox_folder):
    """`mails(list_id=…)` catches a mail for Alva; answers its key."""
    return lambda **said: catch(mailbox_folder, **said)


@pytest.fixture
def caught(mails):
    return mails()


def catch(folder, list_id: str = "") -> str:
    headers = {"List-Id": list_id} if list_id else {}
    mail = EmailMultiAlternatives(
        "Läget i november", "Hej Alva", "fyr@fyr.example", ["alva@fyr.example"], headers=headers
    )
    mail.attach_alternative("<html><head></head><body><script>alert(1)</script><p>Hej</p></body></html>", "text/html")
    mail.attach("läge.pdf", b"%PDF-1.7 x", "application/pdf")
    catcher = Catcher(folder)
    envelope = type("Envelope", (), {"rcpt_tos": ["alva@fyr.example"], "content": mail.message().as_bytes()})
    # In a thread of its own: the browser of other tests keeps an event loop in this one.
    with ThreadPoolExecutor() as threads:
        threads.submit(asyncio.run, catcher.handle_DATA(None, None, envelope)).result()
    return next(folder.glob("*.eml")).stem


def test_one_reads_the_mail_that_was_caught_for_oneself(client, world, caught):
    client.force_login(world.advisor)
    page = client.get("/mailbox/")
    assert [mail.subject for mail in page.context["mails"]] == ["Läget i november"]
    assert "Hej Alva" in client.get(f"/mailbox/{caught}/").content.decode()
    client.force_login(world.manager)
    assert client.get("/mailbox/").context["mails"] == []
    addresses = [f"/mailbox/{caught}/", f"/mailbox/{caught}/html/", f"/mailbox/{caught}/file/1/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


@pytest.mark.parametrize(("list_id", "status"), [("November <schedule-1.fyr>", 200), ("", 404)])
@pytest.mark.parametrize("reader", ["administrator", "auditor"])
def test_a_report_is_read_by_those_who_read_everything_a_reset_by_its_addressee_alone(
    client, world, mails, list_id, status, reader
):
    key = mails(list_id=list_id)
    client.force_login(getattr(world, reader))
    addresses = [f"/mailbox/{key}/", f"/mailbox/{key}/html/", f"/mailbox/{key}/file/1/"]
    assert [client.get(address).status_code for address in addresses] == [status] * 3
    assert len(client.get("/mailbox/").context["mails"]) == (status == 200)
    client.force_login(world.advisor)
    assert client.get(addresses[0]).status_code == 200


def test_a_mail_is_framed_so_that_it_can_do_nothing(client, world, caught):
    client.force_login(world.advisor)
    framed = client.get(f"/mailbox/{caught}/html/")
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "sandbox allow-popups" in policy
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    page = client.get(f"/mailbox/{caught}/").content.decode()
    assert "<script>alert" not in page
    assert f'src="/mailbox/{caught}/html/" sandbox="' in page


def test_a_file_comes_out_as_it_went_in(client, world, caught):
    client.force_login(world.advisor)
    file = client.get(f"/mailbox/{caught}/file/1/")
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7 x", "application/pdf")
    assert file["Content-Disposition"] == 'attachment; filename="lge.pdf"'
    assert client.get(f"/mailbox/{caught}/file/2/").status_code == 404


@pytest.mark.parametrize("key", ["nothing", "..%2F..%2Fetc%2Fpasswd", "20261121T071035043368-zzzzzz"])
def test_no_other_file_can_be_named(client, world, caught, key):
    client.force_login(world.administrator)
    assert client.get(f"/mailbox/{key}/").status_code == 404


def test_without_a_catcher_there_is_no_such_page(client, world):
    client.force_login(world.administrator)
    assert client.get("/mailbox/").status_code == 404
