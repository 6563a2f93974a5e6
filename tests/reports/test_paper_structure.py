"""The PDF for those who hear it: what pdfua checks of PDF/UA-1, and what it does not, by looks of our own."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pdfua
import pikepdf
import pytest

from projects.models import Benefit
from projects.states import rebuild
from reports.kinds import KINDS
from reports.models import Run
from tests.reports.conftest import FIRST, reported, scheduled
from tests.reports.test_paper import DECISION, changed
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
TITLES = {"sv": "Portföljrapport, november 2026", "en": "Portfolio report, November 2026"}


@pytest.fixture(params=[(kind, language) for kind in KINDS for language in ("sv", "en")], ids="-".join)
def paper(request, portfolio, mailbox):
    """(language, bytes) of a report with every section there is: lists that go on, decisions, benefits."""
    _kind, language = request.param
    changed(20, portfolio)
    benefit = Benefit.objects.create(project=portfolio.project, measure="Väntetid", kind="access", baseline=9, target=3)
    benefit.readings.create(on=date(2026, 11, 1), value=5)
    reported(portfolio.project, date(2026, 11, 14), "off_track", decisions=[DECISION | {"by_on": "2026-11-20"}])
    rebuild([portfolio.project], at=datetime(2026, 11, 20, tzinfo=UTC))
    scheduled(portfolio, to=([portfolio.lead], []), formats=["pdf"], language=language)
    carry_out_all(FIRST)
    return language, bytes(Run.objects.get().renderings.get().content)


def test_pdfua_finds_nothing(paper, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(paper[1])
    assert [(one.rule_id, one.message) for one in pdfua.validate(str(path)).findings] == []


def elements(node):
    """The structure elements in reading order, the node first."""
    yield node
    for kid in kids(node):
        yield from elements(kid)


def kids(node):
    found = node.get("/K", [])
    found = found if isinstance(found, pikepdf.Array) else [found]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def kind(node):
    return str(node.get("/S", ""))


def attribute(node, name):
    found = node.get("/A", [])
    for one in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(one, pikepdf.Dictionary) and name in one:
            return one[name]
    return None


@pytest.fixture
def document(paper):
    with pikepdf.open(BytesIO(paper[1])) as opened:
        yield opened


def tree(document):
    return [one for root in kids(document.Root.StructTreeRoot) for one in elements(root)]


def test_it_says_its_language_and_title_and_shows_the_title(document, paper):
    language = paper[0]
    assert str(document.Root.Lang).partition("-")[0] == language
    assert document.docinfo["/Title"] == TITLES[language]
    assert document.open_metadata()["dc:title"] == TITLES[language]
    assert document.Root.ViewerPreferences.DisplayDocTitle is True or bool(
        document.Root.ViewerPreferences.DisplayDocTitle
    )
    assert bool(document.Root.MarkInfo.Marked)
    assert document.open_metadata()["pdfuaid:part"] == "1"


def test_every_table_has_header_cells_with_a_scope_and_rows_of_one_width(document):
    tables = [one for one in tree(document) if kind(one) == "/Table"]
    assert len(tables) == 3
    for table in tables:
        rows = [one for one in elements(table) if kind(one) == "/TR"]
        heads = [one for one in elements(table) if kind(one) == "/TH"]
        assert heads and {str(attribute(one, "/Scope")) for one in heads} == {"/Column"}
        assert {kind(cell) for cell in kids(rows[0])} == {"/TH"}
        assert all(one.get("/K") is not None for one in heads), "an empty header says nothing"
        widths = {sum(int(attribute(cell, "/ColSpan") or 1) for cell in kids(row)) for row in rows}
        assert len(widths) == 1


def test_every_picture_is_told_in_words(document):
    pictures = [one for one in tree(document) if kind(one) == "/Figure"]
    assert len(pictures) > 40
    assert [one for one in pictures if not str(one.get("/Alt", "")).strip()] == []


def test_headings_begin_with_the_title_and_skip_no_level(document):
    levels = [int(kind(one)[2]) for one in tree(document) if kind(one) in HEADINGS]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_bookmarks_lead_to_every_heading(document):
    def told(items):
        for item in items:
            yield item.title
            yield from told(item.children)

    with document.open_outline() as outline:
        bookmarks = list(told(outline.root))
    headings = [one for one in tree(document) if kind(one) in HEADINGS]
    assert len(bookmarks) == len(headings) and all(title.strip() for title in bookmarks)


def placed(document):
    """Of each piece of marked content, in reading order: its page and number on that page."""
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}

    def walk(node, page):
        page = pages.get(node.Pg.objgen, page) if "/Pg" in node else page
        found = node.get("/K", [])
        for kid in found if isinstance(found, pikepdf.Array) else [found]:
            if isinstance(kid, int):
                yield page, kid
            elif kind(kid) == "":
                if "/MCID" in kid:
                    yield (pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page), int(kid.MCID)
            else:
                yield from walk(kid, page)

    return [one for root in kids(document.Root.StructTreeRoot) for one in walk(root, 0)]


def test_it_is_read_page_by_page_and_everything_once(document):
    read = placed(document)
    assert len(read) == len(set(read))
    # A list that goes on is read where it stands; nothing is read before what stands on an earlier page.
    assert [page for page, _number in read] == sorted(page for page, _number in read)
    for number, page in enumerate(document.pages):
        content = b"".join(
            bytes(part) for part in pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)).splitlines()
        )
        marked = {int(found) for found in re.findall(rb"/MCID (\d+)", content)}
        assert marked == {one for where, one in read if where == number}
        assert str(page.get("/Tabs", "")) == "/S"


def test_the_first_page_is_read_from_its_title_through_changes_decisions_and_figures(paper, document):
    first = "Ändrat sedan" if paper[0] == "sv" else "Changed since"
    with document.open_outline() as outline:
        titles = [item.title for root in outline.root for item in [root, *root.children]]
    assert titles[0] == TITLES[paper[0]] and titles[1].startswith(first)
