"""What rows of meetings do: the same again changes nothing, another of the same day comes in when somebody says so."""

from pathlib import Path

from django.utils import timezone

from contacts.models import Affiliation, Community, Membership, Person
from crm.models import Meeting, Task
from imports import carrying, staging
from journal.models import Entry
from tests.world import NOW, client_named

CASES = Path(__file__).resolve().parents[2] / "data" / "cases"


def case(name, world):
    return (CASES / name).read_text().replace("MEET", world.client.name).replace("KLIENTEN", world.client.name)


def check(by, content):
    return staging.start("meetings", "m.csv", content.encode(), by=by)


def take_in(by, content):
    return carrying.carry_out(check(by, content), at=timezone.now())


def outcomes(run):
    return [row.outcome for row in run.rows.all()]


def told(run):
    return [(row.outcome, [one["message"] for one in row.problems]) for row in run.rows.all()]


def decide(run, row, choice, by):
    staging.decide(run, {row.pk: {"choice": choice}}, by=by)
    return carrying.carry_out(run, at=timezone.now())


def test_the_same_meetings_come_in_once_whatever_has_become_of_them(world):
    rows = case("meetings-no-advisor.csv", world)
    first = take_in(world.advisor, rows)
    made = Meeting.objects.count()
    assert made == first.counts["create"] > 4
    meeting, other = Meeting.objects.order_by("pk")[:2]
    meeting.change(by=world.advisor, at=timezone.now(), note="Rättad här")
    other.change(by=world.advisor, at=timezone.now(), contact_minutes=50)
    for by in (world.advisor, world.colleague):
        again = take_in(by, rows)
        assert again.counts["unchanged"] == made
        assert again.counts["create"] == again.counts["update"] == 0
    assert Meeting.objects.count() == made
    assert Meeting.objects.get(pk=meeting.pk).note == "Rättad här"


def test_what_is_here_comes_back_unchanged_from_another_list(world):
    take_in(world.advisor, f"Datum;Klient;Tid;Anteckning\n2026-05-04;{world.client.name};45;Uppstart\n")
    run = check(world.advisor, f"Date;Client;Minutes;Notes\n4/5 2026;{world.client.name};45 min;Uppstart\n")
    assert told(run) == [("unchanged", [])]


def test_other_minutes_are_told_and_taken_when_somebody_says_so(world):
    take_in(world.advisor, f"Datum;Klient;Tid;Anteckning\n2026-05-04;{world.client.name};45;Uppstart\n")
    run = check(world.advisor, f"Datum;Klient;Tid;Anteckning\n2026-05-04;{world.client.name};60;Uppstart\n")
    assert told(run) == [("unchanged", ["Differs: 45 here, 60 in the file."])]
    decide(run, run.rows.get(), "take", world.advisor)
    assert Meeting.objects.get().contact_minutes == 60


def test_two_calls_of_one_day_both_come_in_by_decision(world):
    run = check(world.advisor, case("c32-two-calls-one-day.csv", world))
    assert outcomes(run) == ["create", "decision"]
    decide(run, run.rows.last(), "new", world.advisor)
    assert sorted(Meeting.objects.values_list("contact_minutes", flat=True)) == [10, 25]
    again = check(world.advisor, case("c32-two-calls-one-day.csv", world))
    assert outcomes(again) == ["unchanged", "unchanged"]


def test_a_row_word_for_word_the_same_is_a_duplicate_that_can_be_another(world):
    row = f"2026-04-02;{world.client.name};Telefon;10;\n"
    run = check(world.advisor, f"Datum;Klient;Typ;Tid (min);Anteckning\n{row}{row}")
    assert told(run)[1] == ("duplicate", ["Row 2 is the same meeting."])
    decide(run, run.rows.last(), "new", world.advisor)
    assert Meeting.objects.count() == 2
    # A second go at the same import makes nothing more of it.
    carrying.carry_out(run, at=timezone.now())
    staging.decide(run, {}, by=world.advisor)
    carrying.carry_out(run, at=timezone.now())
    assert Meeting.objects.count() == 2


def test_clock_times_are_kept(world):
    rows = f"Datum;Klient;Typ\n2026-03-02 08:30;{world.client.name};Besök\n2026-03-02 14:00;{world.client.name};Besök\n"
    take_in(world.advisor, rows)
    found = [timezone.localtime(one.starts_at).hour for one in Meeting.objects.filter(is_time_known=True)]
    assert sorted(found) == [8, 14]


def test_a_meeting_is_signed_by_whoever_brings_it_and_held_by_whoever_held_it(world):
    rows = f"Datum;Klient;Rådgivare;Nästa steg;Senast\n2026-03-02;{world.client.name};Bo Sandberg;Ring;2027-01-01\n"
    carrying.carry_out(check(world.advisor, rows), at=NOW)
    meeting = Meeting.objects.get()
    assert (meeting.created_by, list(meeting.staff.all())) == (world.advisor, [world.colleague])
    entry = Entry.objects.get(verb="meeting.logged")
    assert (entry.by, entry.at) == (world.advisor, meeting.starts_at)
    task = Task.objects.get()
    assert (task.owner, task.created_by, task.meeting) == (world.colleague, world.advisor, meeting)
    [kept] = meeting.history.all()
    assert (kept.history_user, kept.history_date) == (world.advisor, NOW)


def test_a_meeting_longer_than_a_day_is_told_in_the_check(world):
    run = take_in(world.advisor, f"Datum;Klient;Tid\n2026-03-02;{world.client.name};1500\n")
    assert outcomes(run) == ["error"] or Meeting.objects.get().contact_minutes == 0
    assert run.state == "done"


def test_a_hidden_meeting_answers_for_none(world):
    """A joint meeting with a client kept from the reader: her own log of that day comes in."""
    other = client_named("Kanarien AB", lead=world.advisor, confidentiality="named")
    rows = f"Datum;Klient;Anteckning\n2026-05-04;{world.client.name};Uppstart\n"
    joint = Meeting.log(
        by=world.advisor, at=NOW, clients=[world.client, other], kind="in_person", note="Uppstart",
        starts_at=timezone.make_aware(timezone.datetime(2026, 5, 4, 12)), is_time_known=False,
    )  # fmt: skip
    assert joint
    assert outcomes(check(world.outsider, rows)) == ["create"]
    assert outcomes(check(world.advisor, rows)) == ["unchanged"]


def test_a_time_of_day_that_is_not_known_here_is_told_and_taken_when_somebody_says_so(world):
    take_in(world.advisor, f"Datum;Klient;Anteckning\n2026-05-04;{world.client.name};Uppstart\n")
    run = check(world.advisor, f"Datum;Klient;Anteckning\n2026-05-04 08:30;{world.client.name};Uppstart\n")
    assert told(run) == [("unchanged", ["Differs: 2026-05-04 here, 2026-05-04 08:30 in the file."])]
    decide(run, run.rows.get(), "take", world.advisor)
    assert run.rows.get().changes == [{"column": "day", "before": "2026-05-04", "after": "2026-05-04 08:30"}]
    meeting = Meeting.objects.get()
    assert (f"{timezone.localtime(meeting.starts_at):%F %H:%M}", meeting.is_time_known) == ("2026-05-04 08:30", True)


def test_the_day_of_a_next_step_that_is_not_here_is_told_with_it(world):
    take_in(world.advisor, f"Datum;Klient;Anteckning\n2026-05-04;{world.client.name};Uppstart\n")
    row = f"2026-05-04;{world.client.name};Uppstart;Ring;2024-01-01\n"
    run = check(world.advisor, f"Datum;Klient;Anteckning;Nästa steg;Senast\n{row}")
    step = "The meeting is here without this next step: Ring."
    assert told(run) == [("unchanged", [step, "Differs: nothing here, 2024-01-01 in the file."])]


def test_two_times_of_a_day_are_two_meetings_of_which_one_may_be_here(world):
    take_in(world.advisor, f"Datum;Klient;Anteckning\n2026-05-04;{world.client.name};Uppstart\n")
    rows = [f"2026-05-04 {time};{world.client.name};Uppstart\n" for time in ("08:30", "10:00")]
    run = check(world.advisor, "Datum;Klient;Anteckning\n" + "".join(rows))
    assert outcomes(run) == ["unchanged", "create"]
    staging.choose_all(run, "differs", "take", by=world.advisor)
    carrying.carry_out(run, at=timezone.now())
    found = [timezone.localtime(one.starts_at).hour for one in Meeting.objects.filter(is_time_known=True)]
    assert sorted(found) == [8, 10]


def test_a_time_of_day_does_not_decide_which_of_two_doubtful_meetings_is_here(world):
    take_in(world.advisor, f"Datum;Klient;Anteckning\n2026-05-04;{world.client.name};Uppstart\n")
    rows = [f"2026-05-04 {time};{world.client.name};Annat {time}\n" for time in ("08:30", "10:00")]
    run = check(world.advisor, "Datum;Klient;Anteckning\n" + "".join(rows))
    assert outcomes(run) == ["decision", "decision"]


def test_the_contact_of_a_membership_is_known_in_a_meeting(world):
    community = Community.objects.create(name="HealthTech Nordic")
    malin = Person.objects.create(name="Malin Backlund")
    Affiliation.objects.create(person=malin, organisation=client_named("Annan AB", lead=world.advisor).organisation)
    Membership.objects.create(community=community, organisation=world.client.organisation, contact=malin)
    take_in(world.advisor, f"Datum;Klient;Deltagare\n2026-05-04;{world.client.name};Malin Backlund\n")
    assert list(Meeting.objects.latest("pk").people.all()) == [malin]
    assert Person.objects.filter(name=malin.name).count() == 1
