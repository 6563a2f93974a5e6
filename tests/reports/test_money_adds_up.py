"""A column of millions and the sum below it: every figure is its own amount rounded, and where they do not add up it is
said; page, PDF, mail and workbook hold the same (0046)."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pypdf
import pytest
from django.urls import reverse

from projects.as_of import portfolio
from projects.models import BudgetLine, PhaseMove
from projects.states import rebuild
from projects.words import rounding
from reports.models import Run
from tests.reports.conftest import FIRST, scheduled
from tests.world import project_named
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = "Every figure is rounded by itself, the total too, so these columns do not add up exactly:"
ON = date(2026, 11, 30)


def three(world, **sek):
    """Three projects with the same money."""
    projects = [world.project, *(project_named(f"Tyst larm {number}", lead=world.lead) for number in (1, 2))]
    for project in projects:
        PhaseMove.objects.create(project=project, phase="needs", on=project.starts_on)
        BudgetLine.objects.create(project=project, on=project.starts_on, **sek)
    rebuild(projects, at=datetime(2026, 11, 20, tzinfo=UTC))


def sent(world, mailbox):
    """The mail's text, the PDF's text and the workbook."""
    scheduled(world, to=([world.manager], []), language="en")
    carry_out_all(FIRST)
    (mail,) = mailbox.messages
    files = {part.get_filename().rpartition(".")[2]: part.get_content() for part in mail.iter_attachments()}
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(files["pdf"])).pages)
    book = openpyxl.load_workbook(BytesIO(files["xlsx"]))
    return mail.get_body(("plain",)).get_content(), " ".join(paper.split()), book


def test_a_sum_is_the_true_one_and_columns_that_do_not_add_up_are_told(world, mailbox, client):
    """0.3 three times is 0.75 together, which is 0.8; 0.2 three times is 0.72."""
    three(world, plan_sek=250_000, forecast_sek=1_000_000, actual_sek=240_000)
    mail, paper, book = sent(world, mailbox)
    assert re.search(r"Total 0\.7 3\.0 0\.8", paper)
    assert paper.count("0.2 1.0 0.3") == 3
    assert f"{TOLD} Spent, Budget." in paper
    assert re.findall(r"(Spent|Forecast|Budget): ([\d.]+)", mail) == [
        ("Spent", "0.7"),
        ("Forecast", "3.0"),
        ("Budget", "0.8"),
    ]
    heads, *rows = book.worksheets[2].iter_rows(values_only=True)
    sums = {name: sum(row[heads.index(name)] for row in rows) for name in heads if str(name).endswith(", SEK")}
    told = dict(row[:2] for row in book.worksheets[0].iter_rows(values_only=True) if row[0] in sums)
    assert told == sums == {"Budget, SEK": 750_000, "Forecast, SEK": 3_000_000, "Spent, SEK": 720_000}
    client.force_login(world.manager)
    page = client.get(reverse("projects:portfolio"), {"as_of": ON}).text
    assert page.count('1.0 <span class="dim">of 0.3</span>') == 3
    assert "0.8 budget" in page
    assert "3.0 forecast" in page
    assert "0.7 spent" in page
    assert f"{TOLD} Budget." in page
    view = client.get(f"/reports/runs/{Run.objects.get().pk}/view/").text
    assert re.findall(r'class="end name" width="60">([\d.]+)', view) == ["0.7", "3.0", "0.8"]


def test_nothing_is_told_where_they_do(world, mailbox, client):
    three(world, plan_sek=200_000, forecast_sek=1_000_000, actual_sek=0)
    mail, paper, _book = sent(world, mailbox)
    client.force_login(world.manager)
    page = client.get(reverse("projects:portfolio"), {"as_of": ON}).text
    assert [TOLD in text for text in (mail, paper, page)] == [False] * 3
    assert rounding(portfolio(world.manager, ON)) == ""


def test_a_forecast_without_a_budget_is_shown_since_the_sum_has_it(world, client):
    three(world, plan_sek=0, forecast_sek=400_000)
    client.force_login(world.manager)
    page = client.get(reverse("projects:portfolio"), {"as_of": ON}).text
    assert page.count('0.4 <span class="dim">of 0.0</span>') == 3
    assert "1.2 forecast" in page
