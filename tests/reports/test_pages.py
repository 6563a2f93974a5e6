"""Pages of schedules, runs and deliveries: their doors, who comes in, and what an outsider does without signing in."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from journal.models import Entry
from reports import words
from reports.models import Delivery, Run, Schedule
from tests.reports.conftest import FIRST, OUTSIDE, scheduled, states
from worker.tasks import carry_out_all

TYPED = {
    "name": "Styrgruppen",
    "kind": "portfolio_status",
    "rhythm": "monthly",
    "weekday": "1",
    "day": "1",
    "at_time": "07:00",
    "time_zone": "Europe/Stockholm",
    "language": "sv",
    "formats": ["pdf", "xlsx"],
    "addresses": f"{OUTSIDE}\nAnnan@region.example",
}


@pytest.fixture
def manager(client, world):
    client.force_login(world.manager)
    return client


@pytest.fixture
def sent(transactional_db, portfolio, mailbox):
    """A run that has been sent to the manager, the lead and an outside address."""
    scheduled(portfolio)
    carry_out_all(FIRST)
    return Run.objects.get()


def test_a_schedule_is_made_on_its_page(manager, world):
    answer = manager.post("/reports/new/", TYPED | {"users": [world.lead.pk]})
    schedule = Schedule.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/reports/{schedule.pk}/")
    assert sorted(one.address for one in schedule.recipients.all()) == sorted(
        [world.lead.email, OUTSIDE, "annan@region.example"]
    )
    assert Entry.objects.get(verb="schedule.created").by == world.manager
    page = manager.get(f"/reports/{schedule.pk}/")
    assert len(page.context["next"]) == 3
    assert "Europe/Stockholm" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"time_zone": "Mars"}, "is not a time zone"),
        ({"addresses": "nobody"}, "is not an e-mail address"),
        ({"addresses": ""}, "Choose at least one recipient."),
        ({"day": "32"}, "31"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(manager, typed, words):
    answer = manager.post("/reports/new/", TYPED | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Styrgruppen"' in answer.content.decode()
    assert not Schedule.objects.exists()


def test_two_editors_of_one_schedule_lose_nothing(manager, schedule):
    first = TYPED | {"name": "Först", "version": schedule.version}
    assert manager.post(f"/reports/{schedule.pk}/edit/", first).status_code == 302
    late = manager.post(f"/reports/{schedule.pk}/edit/", first | {"name": "Sedan"})
    assert late.status_code == 422
    assert "Först" in late.content.decode()
    assert "Sedan" in late.content.decode()
    assert Schedule.objects.get().name == "Först"


def dates_in(answer):
    return [" ".join(one.split()) for one in re.findall(r"<li>(\w{3} .+? \d\d:\d\d)</li>", answer.content.decode())]


NEXT = {"rhythm": "quarterly", "weekday": "1", "day": "15", "at_time": "07:30", "time_zone": "Europe/Stockholm"}


def test_the_form_says_the_next_three_dates_as_they_are_typed(client, world, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: FIRST)
    client.force_login(world.manager)
    assert dates_in(client.get("/reports/new/")) == []
    quarters = ["Fri 15 Jan 2027 07:30", "Thu 15 Apr 2027 07:30", "Thu 15 Jul 2027 07:30"]
    assert dates_in(client.get("/reports/next/", NEXT)) == quarters
    weekly = client.get("/reports/next/", NEXT | {"rhythm": "weekly", "time_zone": "Europe/Helsinki"})
    assert dates_in(weekly) == ["Mon 7 Dec 2026 07:30", "Mon 14 Dec 2026 07:30", "Mon 21 Dec 2026 07:30"]
    for wrong in ({"day": "32"}, {"time_zone": "Mars"}, {"at_time": ""}, {"rhythm": "never"}):
        assert dates_in(client.get("/reports/next/", NEXT | wrong)) == []
    refused = client.post("/reports/new/", TYPED | NEXT | {"addresses": "nobody"})
    assert (refused.status_code, dates_in(refused)) == (422, quarters)
    shown = client.post("/reports/new/", TYPED | NEXT | {"preview": "1"})
    assert (shown.status_code, dates_in(shown)) == (200, quarters)
    assert not Schedule.objects.exists()


def test_only_those_who_schedule_ask_for_dates(client, world):
    client.force_login(world.advisor)
    assert client.get("/reports/next/", NEXT).status_code == 403


def test_a_schedules_dates_are_its_own_clocks(client, portfolio, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: FIRST)
    schedule = scheduled(portfolio, time_zone="America/New_York")
    client.force_login(portfolio.manager)
    page = client.get(f"/reports/{schedule.pk}/").content.decode()
    assert '<span>Tue 1\xa0Dec\xa02026</span><span class="end">07:00</span>' in page
    assert "Monthly, day 1, 07:00, America/New_York." in page


def test_a_schedule_tells_no_date_that_has_been_carried_out(client, sent, portfolio, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: FIRST - timedelta(days=10))
    client.force_login(portfolio.manager)
    dates = client.get(f"/reports/{sent.schedule_id}/").context["next"]
    assert [at.date() for at in dates] == [date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)]


def test_the_runs_page_tells_kinds_and_sizes(client, sent, portfolio):
    client.force_login(portfolio.manager)
    answer = client.get(f"/reports/runs/{sent.pk}/")
    page = " ".join(answer.content.decode().split())
    files = [(one.format, one.size, one.readers) for one in answer.context["files"]]
    kept = [(one.format, len(one.content), one.sha256) for one in sent.renderings.all()]
    assert sorted(size for _, size, _ in files) == sorted(size for _, size, _ in kept)
    assert [(format, readers) for format, _, readers in files] == [("pdf", 1)] * 3 + [("xlsx", 1)] * 3
    assert "PDF, to read and print" in page
    assert "250 Kept</span> <span" in page
    assert filesizeformat(sent.deliveries.first().bytes_sent) in answer.content.decode()
    client.force_login(portfolio.lead)
    assert client.get(f"/reports/runs/{sent.pk}/").context["files"] == []


def test_pausing_stops_what_is_due_and_resuming_goes_on_with_the_next(manager, schedule, mailbox, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: FIRST - timedelta(days=5))
    manager.post(f"/reports/{schedule.pk}/pause/", {"version": 1})
    assert carry_out_all(FIRST) == (0, 0)
    assert "Paused" in manager.get(f"/reports/{schedule.pk}/").content.decode()
    manager.post(f"/reports/{schedule.pk}/resume/", {"version": 1})
    assert Schedule.objects.get().paused_at is None
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "schedule.paused",
        "schedule.resumed",
    ]


def test_a_run_by_hand_leaves_the_schedules_own_alone(manager, schedule):
    due = schedule.next_due_at
    answer = manager.post(f"/reports/{schedule.pk}/run/")
    run = Run.objects.get()
    assert answer["Location"] == f"/reports/runs/{run.pk}/"
    assert run.promised_on is None
    schedule.refresh_from_db()
    assert schedule.next_due_at == due


def test_sending_now_is_asked_about_first_and_names_everyone_it_goes_to(manager, schedule):
    assert f'href="/reports/{schedule.pk}/run/"' in manager.get(f"/reports/{schedule.pk}/").content.decode()
    page = manager.get(f"/reports/{schedule.pk}/run/").content.decode()
    told = [str(recipient.user.name if recipient.user else recipient.email) for recipient in schedule.recipients.all()]
    assert [one in page for one in told] == [True] * len(told)
    assert Run.objects.count() == 0


def test_a_run_under_way_follows_itself_and_a_finished_one_stands(manager, schedule, mailbox):
    manager.post(f"/reports/{schedule.pk}/run/")
    run = Run.objects.get()
    assert 'hx-trigger="every 2s"' in manager.get(f"/reports/runs/{run.pk}/").content.decode()
    carry_out_all(timezone.now())
    page = manager.get(f"/reports/runs/{run.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' not in page
    followed = page[page.index('<div id="run"') :]
    assert f"/reports/runs/{run.pk}/file/pdf/" in followed, "what it has made comes with it"


@pytest.mark.parametrize(
    ("code", "sv", "en"),
    [
        ("2026-11", "November 2026", "November 2026"),
        ("2026-W46", "Vecka 46 2026", "Week 46 2026"),
        ("2026-Q4", "Kvartal 4 2026", "Quarter 4 2026"),
        ("2026-11/by-hand-2", "November 2026, för hand (2)", "November 2026, by hand (2)"),
    ],
)
def test_a_period_is_told_in_words(code, sv, en):
    for language, said in {"sv": sv, "en": en}.items():
        with translation.override(language):
            assert words.period(code) == said


@pytest.mark.parametrize("text", ["x", "²", "9999-12-31", "-1"])
def test_a_reader_that_is_none_is_not_found(manager, schedule, mailbox, text):
    carry_out_all(FIRST)
    assert manager.get(f"/reports/runs/{Run.objects.get().pk}/view/?as={text}").status_code == 404


@pytest.mark.parametrize(
    ("who", "expected"), [("advisor", 404), ("lead", 403), ("auditor", 403), ("administrator", 302), ("manager", 302)]
)
def test_who_may_change_a_schedule(client, schedule, portfolio, who, expected):
    client.force_login(getattr(portfolio, who))
    for verb in ("run", "pause"):
        assert client.post(f"/reports/{schedule.pk}/{verb}/").status_code == expected
    page = client.get(f"/reports/{schedule.pk}/")
    assert page.status_code == (404 if expected == 404 else 200)
    assert ("/pause/" in page.content.decode() or "/resume/" in page.content.decode()) == (expected == 302)


def test_a_reader_sees_the_report_as_it_was_frozen_with_what_she_may_see(client, sent, portfolio):
    client.force_login(portfolio.lead)
    address = f"/reports/runs/{sent.pk}/view/"
    assert "Hemligt spår" in client.get(address).content.decode()
    portfolio.project.title = "Nytt namn"
    portfolio.project.save()
    assert "Sårvård på distans" in client.get(address).content.decode()
    client.force_login(portfolio.manager)
    assert "Hemligt spår" not in client.get(address).content.decode()
    client.force_login(portfolio.outsider)
    assert client.get(address).status_code == 404


def test_files_are_those_of_the_mail(client, sent, portfolio, mailbox):
    client.force_login(portfolio.lead)
    mail = next(mail for mail in mailbox.messages if mail["To"] == portfolio.lead.email)
    for part in mail.iter_attachments():
        name = part.get_filename().rpartition(".")[2]
        answer = client.get(f"/reports/runs/{sent.pk}/file/{name}/")
        assert answer.content == part.get_content()
        assert part.get_filename() in answer["Content-Disposition"]
    assert client.get(f"/reports/runs/{sent.pk}/file/exe/").status_code == 404


def test_the_owner_sees_every_delivery_and_previews_but_never_past_her_own_sight(client, sent, portfolio):
    client.force_login(portfolio.manager)
    assert len(client.get(f"/reports/runs/{sent.pk}/").context["deliveries"]) == 3
    outside, lead = (
        sent.schedule.recipients.get(email=OUTSIDE),
        sent.schedule.recipients.get(user=portfolio.lead),
    )
    assert OUTSIDE in client.get(f"/reports/runs/{sent.pk}/view/?as={outside.pk}").content.decode()
    assert client.get(f"/reports/runs/{sent.pk}/view/?as={lead.pk}").status_code == 403
    client.force_login(portfolio.lead)
    assert [d.recipient.user for d in client.get(f"/reports/runs/{sent.pk}/").context["deliveries"]] == [portfolio.lead]
    assert client.get(f"/reports/runs/{sent.pk}/view/?as={outside.pk}").status_code == 403


def test_the_owner_decides_on_what_is_stuck(client, sent, portfolio, mailbox):
    Delivery.objects.update(state="unknown")
    one, other, _ = Delivery.objects.order_by("pk")
    client.force_login(portfolio.manager)
    assert client.get(f"/reports/runs/{sent.pk}/").content.decode().count("/send-again/") == 3
    client.post(f"/reports/deliveries/{one.pk}/send-again/", {"is_sure": "1"})
    client.post(f"/reports/deliveries/{other.pk}/let-be/", {"is_sure": "1"})
    assert states() == ["cancelled", "planned", "unknown"]
    assert client.post(f"/reports/deliveries/{other.pk}/let-be/", {"is_sure": "1"}).status_code == 302
    client.force_login(portfolio.lead)
    assert client.post(f"/reports/deliveries/{one.pk}/send-again/").status_code in (403, 404)


def address_in(mail, purpose):
    text = mail.get_body(("plain",)).get_content()
    return re.search(rf"https?://[^/]+(/reports/{purpose}/\S+)", text)[1]


def test_an_outsider_reads_her_copy_by_its_address_until_she_has_left(client, sent, mailbox):
    mail = next(mail for mail in mailbox.messages if mail["To"] == OUTSIDE)
    address = address_in(mail, "read")
    page = client.get(address)
    assert page.status_code == 200
    assert "Sårvård på distans" in page.content.decode()
    assert "Hemligt spår" not in page.content.decode()
    assert client.get(address[:-2] + "x/").status_code == 404
    assert client.get(address.replace("/read/", "/stop/")).status_code == 404
    sent.schedule.recipients.get(email=OUTSIDE).end(at=FIRST)
    assert client.get(address).status_code == 404


def test_one_click_unsubscribes_and_a_scanner_does_not(client, sent, mailbox):
    mail = next(mail for mail in mailbox.messages if mail["To"] == OUTSIDE)
    address = address_in(mail, "stop")
    assert mail["List-Unsubscribe"].rstrip(">").endswith(address)
    recipient = sent.schedule.recipients.get(email=OUTSIDE)
    page = client.get(address)
    assert OUTSIDE in page.content.decode()
    recipient.refresh_from_db()
    assert recipient.ended_at is None
    for _ in range(5):
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    recipient.refresh_from_db()
    assert recipient.ended_at
    assert Entry.objects.filter(verb="schedule.unsubscribed").count() == 1
    assert sent.schedule.recipients.filter(ended_at=None).count() == 2
    assert client.post(address[:-3] + "xy/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries_for_one_row_and_three(client, portfolio, mailbox, count):
    for number in range(count):
        schedule = scheduled(
            portfolio, name=str(number), formats=[], to=([], [f"r{n}@x.example" for n in range(count)])
        )
    carry_out_all(FIRST)
    client.force_login(portfolio.manager)
    run = Run.objects.filter(schedule=schedule).get()
    # Each asks for the bell's count, and a schedule for those of its addresses that refuse.
    pages = {"/reports/": 6, f"/reports/{schedule.pk}/": 7, f"/reports/runs/{run.pk}/": 7}
    found = {}
    for address in pages:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        found[address] = len(captured)
    assert found == pages
