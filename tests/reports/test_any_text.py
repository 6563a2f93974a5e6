"""Whatever is written in a project, its report goes out: PDF, workbook and mail, with what no font has as squares."""

import json
from datetime import date
from io import BytesIO

import openpyxl
import pypdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from projects.states import rebuild
from reports import mail, pdf, rendering, sight
from reports.kinds import KINDS
from reports.models import Delivery, Run
from tests.reports.conftest import FIRST, reported, scheduled
from tests.reports.test_paper import DECISION
from tests.rounds import rounds
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
# What an old row may hold (the doors clean controls) and what PostgreSQL can hold.
anything = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
alphabets = [(0x590, 0x7FF), (0x900, 0xDFF), (0x1200, 0x1880), (0x2E80, 0x9FFF), (0x1F300, 0x1FAFF)]
scripts = [st.text(st.characters(min_codepoint=first, max_codepoint=last), max_size=40) for first, last in alphabets]
# Letters with marks set upon them, joined and turned.
heaped = st.text(st.sampled_from("aשᡸ\u0301\u0332\u034f\u200d\u202e\u2066\ufe0f\t\n👩🏽"), max_size=20)
texts = st.one_of(anything, *scripts, heaped)
KNOWN = [
    "\x92",
    "\x01",
    "\u0378",
    "\u2072",
    "😀 👩‍👩‍👧",
    "ሀ日本語",
    "\u202eᡸ\u0356\u200d",
    "\ufeff\ufffe\uffff",
    "{}u92\\",
    "🏽 a🏽 \u200d \u1937, h \u1ad1, 4\u1ab1\u0321",
    '"\\u{92}"',
]


@pytest.fixture
def run(portfolio, mailbox):
    said = {"comments": {"overall": "Orsak"}, "summary": "Läge", "decisions": [DECISION]}
    reported(portfolio.project, date(2026, 11, 14), "off_track", **said)
    rebuild([portfolio.project], at=FIRST)
    scheduled(portfolio, to=([portfolio.manager], []), language="en")
    carry_out_all(FIRST)
    return Run.objects.get()


def written(data, text):
    """The frozen report as it is when every text in it that somebody wrote is this one."""
    said = json.loads(json.dumps(data))
    for one in (*said["now"], *said["then"], *said["changes"]):
        one["title"] = text
    for report in said["reports"].values():
        report |= {"summary": text, "comments": {"overall": text}}
        report["decisions"] = [one | {"text": text, "recommendation": text} for one in report["decisions"]]
    return said


def with_examples(test):
    for text in KNOWN:
        test = example(text=text)(test)
    return test


@with_examples
@given(text=texts)
@settings(max_examples=rounds(15, 200), deadline=None, suppress_health_check=[*HealthCheck])
def test_the_report_goes_out_whatever_is_written(run, text):
    run.data = written(run.data, text)
    seen = sight.of_recipient(run.schedule.recipients.get())
    cut = KINDS[run.schedule.kind].cut(run.data, seen)
    paper = pypdf.PdfReader(BytesIO(pdf.make(run, cut)))
    assert "Portfolio report, November 2026" in paper.pages[0].extract_text()
    book = openpyxl.load_workbook(BytesIO(rendering.MAKERS["xlsx"](run, cut)))
    assert book.sheetnames[0] == "Summary"
    delivery = Delivery.objects.get()
    delivery.run = run
    message, _left_out = mail.compose(delivery, seen, FIRST)
    assert message.as_bytes()


def test_only_what_no_font_has_becomes_a_square(run):
    run.data = written(run.data, "Åtgärd – “90 %” → Ł 日 klar\x92 {u92} ελ Ж")
    cut = KINDS[run.schedule.kind].cut(run.data, sight.of_recipient(run.schedule.recipients.get()))
    text = " ".join(pypdf.PdfReader(BytesIO(pdf.make(run, cut))).pages[0].extract_text().split())
    assert "Åtgärd – “90 %” → Ł □ klar□ {u92} ελ Ж" in text


def test_a_schedule_may_be_called_anything(portfolio, mailbox):
    schedule = scheduled(portfolio, to=([portfolio.manager], []), language="en")
    type(schedule).objects.update(name="Rad\r\nBcc: x@y.example \x92 😀\u202e")
    carry_out_all(FIRST)
    (message,) = mailbox.messages
    assert message["Bcc"] is None and "Rad Bcc: x@y.example" in message["Subject"]
    assert len(list(message.iter_attachments())) == 2
