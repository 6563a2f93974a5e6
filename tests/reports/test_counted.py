"""How many have changed, as the report says first, is what its reader counts: the projects, and those that ended."""

from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO

import openpyxl
import pypdf
import pytest

from projects.states import rebuild
from reports.models import Run
from tests.reports.conftest import FIRST, reported, scheduled
from tests.world import project_named
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


def ended(world, count):
    """So many more projects that were stopped in November."""
    made = [project_named(f"Tyst larm {number}", lead=world.lead) for number in range(count)]
    for project in made:
        project.phase_moves.create(phase="needs", on=project.starts_on)
        project.phase_moves.create(phase="stopped", on=date(2026, 11, 10))
    rebuild(made, at=datetime(2026, 11, 20, tzinfo=UTC))


def ledes(world, mailbox, client):
    """What the mail, its view in the browser and the PDF say first, and the figures in the workbook."""
    scheduled(world, to=([world.manager], []), language="en")
    carry_out_all(FIRST)
    (mail,) = mailbox.messages
    files = {part.get_filename().rpartition(".")[2]: part.get_content() for part in mail.iter_attachments()}
    client.force_login(world.manager)
    texts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    texts += [client.get(f"/reports/runs/{Run.objects.get().pk}/view/").text]
    texts += [pypdf.PdfReader(BytesIO(files["pdf"])).pages[0].extract_text()]
    book = openpyxl.load_workbook(BytesIO(files["xlsx"]))
    return [" ".join(unescape(text).split()) for text in texts], book


def test_those_that_ended_are_not_counted_among_the_projects(portfolio, mailbox, client):
    ended(portfolio, 2)
    texts, book = ledes(portfolio, mailbox, client)
    told = "Changed since 31 Oct 2026: 1 of the projects, and 2 that ended or left the portfolio."
    assert [told in text for text in texts] == [True] * 4
    assert ["1 project. No decision" in text for text in texts] == [True] * 4
    figures = dict(row[:2] for row in book.worksheets[0].iter_rows(values_only=True))
    assert (figures["Projects"], figures["Changed, of the projects"]) == (1, 1)
    assert figures["Changed, ended or left the portfolio"] == 2
    listed = {row[0] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    assert len(listed) == 1 + 2


def test_only_the_projects_are_named_when_none_ended(portfolio, mailbox, client):
    texts, _book = ledes(portfolio, mailbox, client)
    assert ["Changed since 31 Oct 2026: 1 of the projects." in text for text in texts] == [True] * 4


def test_and_only_those_that_ended_when_nothing_else_changed(world, mailbox, client):
    world.project.phase_moves.create(phase="needs", on=world.project.starts_on)
    reported(world.project, date(2026, 10, 13), "watch")
    rebuild([world.project], at=datetime(2026, 11, 20, tzinfo=UTC))
    ended(world, 1)
    texts, _book = ledes(world, mailbox, client)
    told = "Changed since 31 Oct 2026: 1 that ended or left the portfolio."
    assert [told in text for text in texts] == [True] * 4
