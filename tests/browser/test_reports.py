"""A month's report in a real browser: sent by a worker of its own, read where mail is caught, held against the page."""

import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import clear_url_caches, include, path
from playwright.sync_api import expect

from config import urls
from embedded.catcher import catcher
from embedded.valkey import free_port
from projects.models import DIMENSIONS, BudgetLine, GatePlan, PhaseMove
from projects.states import rebuild
from projects.words import million
from reports import links
from reports.models import Delivery, Run
from tests.browser.page import check_page, context
from tests.product import environment
from tests.reports.conftest import OUTSIDE, portfolio, reported, scheduled  # noqa: F401 - a fixture
from tests.reports.killing import address
from tests.world import project_named
from worker.tasks import carry_out_all

MONEY = ["Budget, SEK", "Forecast, SEK", "Spent, SEK"]
TICK = "2026-12-01T07:00+01:00"
MORNING = datetime(2026, 12, 1, 6, 5, tzinfo=UTC)


@pytest.fixture
def month(live_server, portfolio, monkeypatch):  # noqa: F811
    """Four projects with uneven figures and the manager's monthly schedule; the pages think it is 1 December."""
    more = []
    for number, light in enumerate(("off_track", "on_track", "watch")):
        project = project_named(f"Läkemedelsgenomgång {number}", lead=portfolio.lead, phase="planning")
        PhaseMove.objects.create(project=project, phase="planning", on=project.starts_on)
        GatePlan.objects.create(project=project, gate="G2", set_on=project.starts_on, planned_on=date(2027, 2, 3))
        BudgetLine.objects.create(
            project=project,
            on=date(2026, 3, 1),
            plan_sek=1_234_567 + number,
            forecast_sek=2_345_678 - number,
            actual_sek=345_678,
        )
        reported(project, date(2026, 11, 13), light)
        more.append(project)
    rebuild(more, at=datetime(2026, 11, 20, tzinfo=UTC))
    scheduled(portfolio, language="en")
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)
    return portfolio


@pytest.fixture
def caught(tmp_path):
    """The local catcher and its pages, as `manage.py up` runs them; its SMTP address."""
    kept, port = tmp_path / "mail", free_port()
    controller = catcher(port, kept)
    controller.start()
    added = path("mailbox/", include("embedded.urls"))
    urls.urlpatterns.append(added)
    clear_url_caches()
    with override_settings(MAILBOX_DIR=str(kept)):
        yield f"smtp://127.0.0.1:{port}"
    urls.urlpatterns.remove(added)
    clear_url_caches()
    controller.stop()


def tick(live_server, smtp):
    """`manage.py tick` in a process of its own, on the test's database."""
    told = environment(
        DATABASE_URL=address(),
        REDIS_URL=settings.REDIS_URL,
        SECRET_KEY=settings.SECRET_KEY,
        SMTP_URL=smtp,
        BASE_URL=live_server.url,
    )
    command = [sys.executable, Path(settings.BASE_DIR) / "manage.py", "tick", "--at", TICK, "--really"]
    return subprocess.run(command, env=told, capture_output=True, text=True, check=True).stdout


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def rows_of(page):
    """What the portfolio page shows of each project: its next gate, its lights, "forecast of budget" in millions."""
    rows = {}
    for row in page.locator("table.matrix tr:has(td.bb)").all():
        lights = [cell.inner_text().partition(",")[0] for cell in row.locator("td.ov, td.q").all()]
        figures = row.locator("td.num").all()
        rows[row.locator("th a").inner_text()] = (figures[0].inner_text().split()[0], lights, figures[-1].inner_text())
    return rows


def totals_of(page):
    """Budget, forecast and spent of the day, in millions, from the table beside the page's picture."""
    last = page.locator("section[aria-labelledby=h-b] tbody tr").last
    return [cell.text_content() for cell in last.locator("td").all()]


def words(text):
    return " ".join(text.split())


def test_the_month_is_sent_read_and_agrees_with_the_portfolio(month, caught, signed_in, live_server):
    assert tick(live_server, caught) == "1 runs carried out, 3 deliveries tried.\n"
    assert tick(live_server, caught) == "0 runs carried out, 0 deliveries tried.\n"
    page = signed_in(month.auditor)
    page.goto(f"{live_server.url}/mailbox/")
    to = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert sorted(to) == sorted([month.manager.email, month.lead.email, OUTSIDE])
    for user in (month.manager, month.lead):
        hers = signed_in(user)
        hers.goto(f"{live_server.url}/mailbox/")
        hers.get_by_role("link", name="Portfolio report, November 2026").click()
        check_mail(hers, live_server)


def check_mail(page, live_server):
    """The files, the mail and its view in the browser say what the portfolio page says of the report's own day."""
    book = openpyxl.load_workbook(BytesIO(downloaded(page, "portfolio-report-2026-11-30.xlsx")))
    pdf = pypdf.PdfReader(BytesIO(downloaded(page, "portfolio-report-2026-11-30.pdf")))
    mail, viewed = mail_and_view(page)
    summary = {row[0].value: row[1].value for row in book["Summary"].iter_rows(min_row=3)}
    assert (summary["As of"], summary["Compared with"]) == (datetime(2026, 11, 30), datetime(2026, 10, 31))

    page.goto(f"{live_server.url}/projects/?as_of=2026-11-30&compare=2026-10-31")
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio as of 30 November 2026")
    kept = projects_in(book)
    assert {row["Project"]: as_shown(row) for row in kept} == rows_of(page)
    sums = [sum(row[name] for row in kept) for name in MONEY]
    assert [summary[name] for name in MONEY] == sums
    assert [million(one) for one in sums] == totals_of(page)
    pages = words(" ".join(one.extract_text() for one in pdf.pages))
    for text in (mail, viewed, pages):
        assert [million(one) for one in sums if million(one) not in text] == []
    for row in kept:
        figures = " ".join(million(row[name]) for name in reversed(MONEY))
        assert figures in pages.rpartition(row["Project"])[2][:90]


def mail_and_view(page):
    """The mail's words in its frame, and those of the page that its link opens."""
    frame = page.frame_locator("iframe.caught")
    mail = words(frame.locator("body").inner_text())
    frame.get_by_role("link", name="View in browser").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio report, November 2026")
    viewed = words(page.locator("article.mailview").inner_text())
    assert viewed.partition("The figures are locked")[0] == mail.partition("Open the portfolio")[0]
    return mail, viewed


def projects_in(book):
    """The workbook's projects, each {heading: value}."""
    headings, *rows = book["Projects"].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def as_shown(row):
    """A workbook's row as the portfolio page tells it."""
    lights = [row[str(label)] for label in DIMENSIONS.values()]
    return row["Next gate"], lights, f"{million(row['Forecast, SEK'])} of {million(row['Budget, SEK'])}"


@pytest.fixture
def sent(month, mailbox):
    """A run that has been sent, with one mail that nobody knows about."""
    carry_out_all(MORNING)
    Delivery.objects.filter(recipient__user=month.lead).update(state="unknown", reply="lost_line")
    return Run.objects.get()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_page_of_the_room_passes_axe_and_needs_no_sideways_scroll(sent, month, signed_in, live_server, language):
    month.manager.choose(language=language)
    page = signed_in(month.manager)
    schedule = sent.schedule_id
    for door in ["", "new/", f"{schedule}/", f"{schedule}/edit/", f"runs/{sent.pk}/", f"runs/{sent.pk}/view/"]:
        check_page(page, f"{live_server.url}/reports/{door}")


def test_an_outside_readers_copy_and_her_way_out_pass_axe(sent, live_server, browser):
    delivery = Delivery.objects.get(recipient__email=OUTSIDE)
    bare = context(browser)
    page = bare.new_page()
    for link in (links.view_url(delivery), links.unsubscribe_url(delivery.recipient)):
        check_page(page, live_server.url + link.removeprefix(settings.BASE_URL))
    bare.close()


def test_the_next_dates_follow_what_is_typed(month, signed_in, live_server):
    page = signed_in(month.manager)
    page.goto(f"{live_server.url}/reports/new/")
    dates = page.locator("#next li")
    expect(dates).to_have_count(0)
    page.get_by_label("Local time").fill("08:15")
    page.get_by_label("Day of the month").fill("31")
    page.get_by_label("Rhythm").focus()
    expect(dates).to_have_text(["Thu 31 Dec 2026 08:15", "Sun 31 Jan 2027 08:15", "Sun 28 Feb 2027 08:15"])
    expect(page.get_by_label("Weekday")).to_be_hidden()
    page.get_by_label("Rhythm").select_option("weekly")
    expect(page.get_by_label("Day of the month")).to_be_hidden()
    page.get_by_label("Weekday").select_option("3")
    expect(dates).to_have_text(["Wed 2 Dec 2026 08:15", "Wed 9 Dec 2026 08:15", "Wed 16 Dec 2026 08:15"])
