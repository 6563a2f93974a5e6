"""A person named in a report that was posted, frozen, printed and sent is found in all of it, and then in none."""

import subprocess
from datetime import timedelta

import pytest

from contacts import erase_person
from contacts.models import Person
from projects.models import Risk
from reports import rendering, sight
from reports.models import Rendering, Run
from tests.canary import EMAIL, NAME, PHONE, left, tells_of_her
from tests.reports.conftest import FIRST, scheduled
from tests.world import NOW
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
AFTER = FIRST + timedelta(hours=1)


@pytest.fixture
def folder(settings, tmp_path, mailbox_folder):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def sent(portfolio, folder, mailbox):
    """Her name in every text of a report; sent to a manager and to herself, and kept by the catcher."""
    her = Person.add(name=NAME, email=EMAIL, phone=PHONE, by=portfolio.advisor, at=NOW)
    Risk.add(portfolio.project, by=portfolio.lead, at=NOW, text=f"{NAME} slutar", probability=5, consequence=5)
    portfolio.project.post_status(
        by=portfolio.lead,
        at=NOW,
        overall="off_track",
        summary=f"{NAME} har slutat, säger {EMAIL}",
        comments={"overall": f"Utan {NAME} står det still."},
        recovery={"overall": f"{NAME} ersätts."},
        decisions=[{"text": f"Vem tar över efter {NAME}?", "needed_on": "2026-12-20", "decider": NAME}],
    )
    scheduled(portfolio, to=([portfolio.manager], [EMAIL]))
    carry_out_all(FIRST)
    for place, (mail, (_sender, [to])) in enumerate(zip(mailbox.messages, mailbox.envelopes, strict=True)):
        mail["X-Caught-For"] = to
        (folder / "mailbox" / f"20261201T06000000000{place}-aaaaaa.eml").write_bytes(mail.as_bytes())
    return her


def test_the_files_of_a_report_tell_of_her_and_then_do_not(sent, portfolio, folder):
    made = {one.format: bytes(one.content) for one in Rendering.objects.all()}
    assert set(made) == {"pdf", "xlsx"}
    assert [name for name, content in made.items() if tells_of_her(content)] == ["pdf", "xlsx"]
    assert NAME.split()[1] in printed(made["pdf"])
    mails = sorted(path.name for path in (folder / "mailbox").iterdir())
    assert len(mails) == 2
    assert {*mails, "projects_statusreport.summary", "reports_rendering.content", "reports_run.data"} <= {*left(folder)}

    erase_person.erase(sent, ground="objection", by=portfolio.administrator, at=AFTER)
    assert (left(folder), list((folder / "mailbox").iterdir())) == ([], [])

    files = rendering.files(Run.objects.get(), sight.of_user(portfolio.manager))
    again = {mark: bytes(one.content) for mark, one in files.items()}
    assert set(again) == {"pdf", "xlsx"}
    assert [name for name, content in again.items() if tells_of_her(content)] == []
    assert "[raderad]" in printed(again["pdf"])
    assert left(folder) == []


def printed(content):
    """As a reader of the file has it, by another program than the one that the search for her uses."""
    told = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return told.stdout.decode()


def test_a_caught_report_of_which_the_database_knows_nothing_goes_too(sent, portfolio, folder, mailbox):
    """As after restoring a backup from before it was sent: its PDF keeps words compressed."""
    [mail] = [mail for mail in mailbox.messages if mail["To"] == portfolio.manager.email]
    for kind in ("plain", "html"):
        mail.get_body((kind,)).set_content("Hej", subtype=kind)
    for part in mail.iter_attachments():
        if part.get_filename().endswith("xlsx"):
            part.set_content("Hej")
    for path in (folder / "mailbox").iterdir():
        path.unlink()
    kept = folder / "mailbox" / "20261201T060000000000-bbbbbb.eml"
    kept.write_bytes(mail.as_bytes())
    assert kept.name in left(folder)
    Run.objects.get().deliveries.all().delete()
    erase_person.erase(sent, ground="objection", by=portfolio.administrator, at=AFTER)
    assert (left(folder), kept.exists()) == ([], False)
