"""A schedule saved, moved, paused or given another zone around its time loses no period; what is not sent says why."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reports import by_hand, calendar, clock, planning
from reports.models import Clock, Run, Schedule, promising
from tests.reports.conftest import FIRST, scheduled
from tests.rounds import rounds
from worker import tasks
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db
HALF_A_MINUTE = timedelta(seconds=30)


def changed(schedule, at, **fields):
    """As the page saves it: read again, changed, kept."""
    schedule = Schedule.objects.get(pk=schedule.pk)
    for name, value in fields.items():
        setattr(schedule, name, value)
    return schedule.keep(by=schedule.owner, at=at, recipients=([schedule.owner], []))


def runs():
    return [
        (f"{run.promised_on}", run.period, run.state, run.skipped_reason)
        for run in Run.objects.order_by("due_at", "pk")
    ]


CHANGES = {
    "saved": {},
    "moved to an earlier day": {"day": 20},
    "moved to a later day": {"day": 2},
    "made later in the day": {"at_time": time(9)},
    "made weekly": {"rhythm": "weekly"},
    "given another zone": {"time_zone": "America/New_York"},
}


@pytest.mark.parametrize("fields", CHANGES.values(), ids=CHANGES.keys())
def test_what_is_due_goes_before_the_change(schedule, fields):
    changed(schedule, FIRST + HALF_A_MINUTE, **fields)
    left = [("2027-01-01", "2026-12", "skipped", "moved")] if fields == CHANGES["made weekly"] else []
    assert runs() == [("2026-12-01", "2026-11", "due", ""), *left]
    planning.plan_due(FIRST + timedelta(hours=12))
    assert len(runs()) == 1 + len(left), "the day has had its report"


def test_what_is_due_goes_before_a_pause_and_what_falls_due_in_it_says_so(schedule):
    schedule.pause(by=schedule.owner, at=FIRST + HALF_A_MINUTE)
    first = ("2026-12-01", "2026-11", "due", "")
    assert runs() == [first]
    planning.plan_due(datetime(2027, 2, 3, tzinfo=UTC))
    paused = [("2027-01-01", "2026-12", "skipped", "paused"), ("2027-02-01", "2027-01", "skipped", "paused")]
    assert runs() == [first, *paused]
    schedule.resume(by=schedule.owner, at=datetime(2027, 3, 2, tzinfo=UTC))
    assert runs() == [first, *paused, ("2027-03-01", "2027-02", "skipped", "paused")]
    assert schedule.next_due_at == datetime(2027, 4, 1, 5, tzinfo=UTC)


def test_moving_the_twentieth_to_the_first_sends_what_the_page_promises(portfolio):
    schedule = scheduled(portfolio, day=20)
    planning.plan_due(datetime(2026, 11, 20, 6, tzinfo=UTC))
    moved = changed(schedule, datetime(2026, 11, 21, tzinfo=UTC), day=1)
    assert calendar.planned(moved)[0] == FIRST
    planning.plan_due(FIRST)
    assert runs() == [("2026-11-20", "2026-11", "due", ""), ("2026-12-01", "2026-11", "due", "")]


def test_a_period_that_a_change_leaves_says_so_and_is_sent_if_it_is_promised_again(portfolio):
    schedule = scheduled(portfolio, time_zone="America/New_York")
    noon = datetime(2026, 12, 1, 9, tzinfo=UTC)
    changed(schedule, noon, time_zone="Europe/Stockholm")
    assert runs() == [("2026-12-01", "2026-11", "skipped", "moved")]
    back = changed(schedule, noon + timedelta(hours=1), time_zone="America/New_York")
    assert calendar.planned(back)[0] == datetime(2026, 12, 1, 12, tzinfo=UTC)
    planning.plan_due(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert runs() == [("2026-12-01", "2026-11", "due", "")]


def test_a_skipped_report_is_sent_afterwards_by_hand(schedule, mailbox, portfolio, client, monkeypatch):
    carry_out_all(datetime(2027, 1, 3, tzinfo=UTC))
    skipped = Run.objects.get(state="skipped")
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2027, 1, 3, tzinfo=UTC))
    client.force_login(portfolio.manager)
    page = client.get(f"/reports/runs/{skipped.pk}/").content.decode()
    assert "the system was down" in page
    assert f"/reports/runs/{skipped.pk}/send-skipped/" in page
    client.force_login(portfolio.lead)
    assert client.post(f"/reports/runs/{skipped.pk}/send-skipped/").status_code == 403
    client.force_login(portfolio.manager)
    assert client.post(f"/reports/runs/{skipped.pk}/send-skipped/", {"is_sure": "1"}).status_code == 302
    mailbox.clear()
    carry_out_all(datetime(2027, 1, 3, tzinfo=UTC))
    skipped.refresh_from_db()
    assert (skipped.state, skipped.as_of, len(mailbox.messages)) == ("done", date(2026, 11, 30), 3)
    with pytest.raises(ValidationError):
        by_hand.send_skipped(skipped, by=portfolio.manager, at=FIRST)


def test_a_report_of_days_to_come_is_not_sent_afterwards(portfolio):
    schedule = scheduled(portfolio, rhythm="weekly", weekday=5)
    changed(schedule, datetime(2026, 11, 18, tzinfo=UTC), rhythm="quarterly")
    moved = Run.objects.get()
    assert runs() == [("2026-11-20", "2026-W47", "skipped", "moved")]
    with pytest.raises(ValidationError):
        by_hand.send_skipped(moved, by=portfolio.manager, at=datetime(2026, 11, 18, 12, tzinfo=UTC))
    with pytest.raises(PermissionDenied):
        by_hand.send_skipped(moved, by=portfolio.auditor, at=FIRST)
    by_hand.send_skipped(moved, by=portfolio.manager, at=FIRST)
    assert runs() == [("2026-11-20", "2026-W47", "due", "")]


@pytest.fixture
def ticking(monkeypatch):
    """A tick at an instant, by this machine's clock and, unless `apart`, the database's; hints go nowhere."""
    monkeypatch.setattr(tasks, "hint", lambda *_: None)

    def tick(at, apart=timedelta(0)):
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        monkeypatch.setattr(clock, "APART", timedelta(days=36500) if not apart else timedelta(minutes=5))
        tasks.tick()

    return tick


def test_a_tick_with_a_clock_a_year_ahead_gives_nothing_up(portfolio, ticking, client):
    schedule = scheduled(portfolio, rhythm="weekly", weekday=1)
    now = datetime(2026, 11, 18, tzinfo=UTC)
    ticking(now)
    due = Schedule.objects.get().next_due_at
    ticking(now + timedelta(days=365))
    assert (runs(), Schedule.objects.get().next_due_at) == ([], due)
    client.force_login(portfolio.manager)
    assert "The clock went from 18 Nov 2026" in client.get("/reports/").content.decode()
    ticking(now + timedelta(minutes=1))
    ticking(due)
    assert runs() == [("2026-11-23", "2026-W47", "due", "")]
    assert schedule.pk


def test_a_clock_that_stays_ahead_is_believed_and_what_it_gave_up_comes_back_with_it(portfolio, ticking):
    scheduled(portfolio, rhythm="weekly", weekday=1)
    now = datetime(2026, 11, 18, tzinfo=UTC)
    ticking(now)
    for minute in range(11):
        ticking(now + timedelta(days=365, minutes=minute))
    assert [state for _, _, state, _ in runs()] == ["skipped"] * 51 + ["due"]
    for minute in range(1, 12):
        ticking(now + timedelta(minutes=minute))
    assert [why for _, _, _, why in runs()] == ["clock"] * 51 + [""]
    assert Schedule.objects.get().next_due_at == datetime(2026, 11, 23, 6, tzinfo=UTC)
    for week in range(52):
        for minute in range(11):
            ticking(datetime(2026, 11, 23, 6, tzinfo=UTC) + timedelta(weeks=week, minutes=minute))
    assert [state for _, _, state, _ in runs()] == ["due"] * 52


def test_a_clock_that_is_not_the_databases_plans_nothing(schedule, ticking):
    ticking(FIRST, apart=timedelta(days=1))
    assert (runs(), Clock.objects.get().ticked_at) == ([], FIRST)


def at_once(*acts):
    barrier, threads = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            act()
        finally:
            connections.close_all()

    for act in acts:
        threads.append(threading.Thread(target=run, args=[act]))
        threads[-1].start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_tick_and_a_change_at_once_plan_the_period_once(portfolio):
    for number in range(5):
        schedule = scheduled(portfolio, name=str(number))
        at_once(
            lambda: planning.plan_due(FIRST + HALF_A_MINUTE),
            lambda one=schedule: changed(one, FIRST + HALF_A_MINUTE, day=20),
            lambda: planning.plan_due(FIRST + HALF_A_MINUTE),
        )
    assert runs() == [("2026-12-01", "2026-11", "due", "")] * 5
    assert set(Schedule.objects.values_list("next_due_at", flat=True)) == {datetime(2026, 12, 20, 6, tzinfo=UTC)}


def test_without_planning_before_it_a_change_loses_the_period(schedule, monkeypatch):
    """The twin: what is guarded against does happen without the guard."""
    monkeypatch.setattr(promising, "plan", lambda *_: [])
    monkeypatch.setattr(promising, "note_moved", lambda *_: None)
    changed(schedule, FIRST + HALF_A_MINUTE)
    monkeypatch.undo()
    planning.plan_due(FIRST + timedelta(hours=12))
    assert runs() == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "tick", "save", "pause", "resume"]),
        st.integers(1, 40 * 24 * 60),
        st.fixed_dictionaries(
            {},
            optional={
                "rhythm": st.sampled_from(["weekly", "monthly", "quarterly"]),
                "day": st.integers(1, 31),
                "weekday": st.integers(1, 7),
                "at_time": st.times(min_value=time(0), max_value=time(23, 59)).map(
                    lambda one: one.replace(second=0, microsecond=0)
                ),
                "time_zone": st.sampled_from(["Europe/Stockholm", "America/New_York", "Asia/Tokyo", "Pacific/Apia"]),
            },
        ),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=rounds(20, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("pause", 1, {}), ("save", 1, {"rhythm": "weekly"}), ("resume", 1, {})])
def test_every_period_that_the_page_promised_is_sent_once_or_says_why_not(portfolio, steps):
    Schedule.objects.all().delete()
    schedule, at = scheduled(portfolio), datetime(2026, 11, 17, tzinfo=UTC)
    promised = {}

    def read():
        """What the page promises first."""
        now = Schedule.objects.get(pk=schedule.pk)
        if not now.paused_at:
            due = calendar.due_at(now, calendar.planned(now)[0])
            promised[due.period, due.at] = due

    read()
    for what, minutes, fields in steps:
        at += timedelta(minutes=minutes)
        if what == "tick":
            planning.plan_due(at)
        elif what == "save":
            changed(schedule, at, **fields)
        else:
            one = Schedule.objects.get(pk=schedule.pk)
            if bool(one.paused_at) == (what == "resume"):
                getattr(one, what)(by=one.owner, at=at)
        read()
    planning.plan_due(at + timedelta(days=400))
    told = {run.period for run in Run.objects.all()}
    days = {run.promised_on for run in Run.objects.all()}
    # The day is the promise (decision 0014): one that a change gave another period is kept under that name.
    assert [due for due in promised.values() if due.period not in told and due.on not in days] == []
    assert all(bool(run.skipped_reason) == (run.state == "skipped") for run in Run.objects.all())
    sent = list(Run.objects.filter(state="due").values_list("promised_on", flat=True))
    assert len(sent) == len(set(sent))
