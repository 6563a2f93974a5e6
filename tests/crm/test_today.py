"""Today: my meetings of the next days, what was held and not logged, follow-ups, the quiet and my drafts."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from crm.models import Meeting, MeetingDraft, Task
from crm.today import Today
from projects import states
from tests.sent import form_of, sent
from tests.world import NOW, TODAY, client_named
from ui.models import Unsaved
from ui.who import who

BACK = "?next=/%23log-next"


def plan(world, subject, starts_at, **values):
    fields = {"at": NOW, "kind": "video", "state": "planned", "contact_minutes": 30, "clients": [world.client]}
    return Meeting.log(by=world.advisor, subject=subject, starts_at=starts_at, **(fields | values))


def at(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def subjects(meetings):
    return [meeting.subject for meeting in meetings]


def test_my_meetings_of_today_and_three_days_on_are_there(world):
    plan(world, "I dag", at(17, 13))
    plan(world, "Om tre dagar", at(20, 9))
    plan(world, "Om fyra dagar", at(21, 9))
    plan(world, "Inställt", at(18, 9)).cancel(by=world.advisor, at=NOW)
    Meeting.log(by=world.colleague, at=NOW, kind="video", state="planned", starts_at=at(18, 9), subject="Någon annans")
    page = Today(world.advisor, NOW)
    assert subjects(page.meetings) == ["I dag", "Om tre dagar"]
    assert [(day, subjects(meetings)) for day, meetings in page.days] == [
        (date(2026, 11, 17), ["I dag"]),
        (date(2026, 11, 20), ["Om tre dagar"]),
    ]
    assert subjects(page.of_today) == ["I dag"]


def test_planned_ones_that_are_over_wait_to_be_logged(world):
    plan(world, "I förrgår", at(15, 9))
    plan(world, "I morse", at(17, 7))
    plan(world, "Pågår", at(17, 9))
    plan(world, "För länge sedan", at(3, 9))
    plan(world, "Loggat", at(16, 9), state="held")
    assert subjects(Today(world.advisor, NOW).unlogged) == ["I förrgår", "I morse"]


def test_my_open_tasks_come_soonest_first_with_the_late_counted(world):
    for text, days in (("Utan dag", None), ("I morgon", 1), ("I dag", 0), ("I går", -1)):
        due = None if days is None else TODAY + timedelta(days=days)
        Task.add(by=world.advisor, at=NOW, text=text, due_on=due)
    Task.add(by=world.advisor, at=NOW, text="Hennes", owner=world.colleague, due_on=TODAY)
    done = Task.add(by=world.advisor, at=NOW, text="Klar", due_on=TODAY)
    done.finish(by=world.advisor, at=NOW)
    page = Today(world.advisor, NOW)
    assert [task.text for task in page.follow_ups] == ["I går", "I dag", "I morgon", "Utan dag"]
    assert (page.late, page.due_today) == (1, 1)


def test_my_clients_not_met_for_longer_than_usual_are_quiet_longest_first(world):
    def client(name, days, **fields):
        return client_named(name, **({"lead": world.advisor, "cadence_days": 30, "last_contact_on": TODAY - days}
                                     | fields))  # fmt: skip

    month, year = timedelta(days=31), timedelta(days=365)
    client("Tyst AB", month)
    client("Tystare AB", year)
    client("Nyss AB", timedelta(days=30))
    client("Annans AB", year, lead=world.colleague)
    client("Vilande AB", year, stage="dormant")
    quiet = Today(world.advisor, NOW).quiet
    assert [(str(one.client), one.days, one.percent) for one in quiet] == [
        ("Tystare AB", 365, 100),
        ("Tyst AB", 31, 52),
    ]


def test_drafts_are_their_writers_alone(world):
    key = uuid4()
    MeetingDraft.objects.create(user=world.advisor, key=key, saved_at=NOW, typed={})
    assert [draft.key for draft in Today(world.advisor, NOW).drafts] == [key]
    assert Today(world.manager, NOW).drafts == []


def test_a_draft_is_known_by_its_first_words_to_its_writer_alone(world, client):
    typed = {"note": ["Maja vill\n\nbyta leverantör. " + "Mer om det. " * 20], "subject": ["Avtal"], "kind": ["video"]}
    MeetingDraft.objects.create(user=world.advisor, key=uuid4(), saved_at=NOW, typed=typed)
    client.force_login(world.advisor)
    said = '<q class="dim">Maja vill byta leverantör. Mer om det. Mer om det. Mer om det. Mer om det. Mer …</q>'
    assert said in client.get(reverse("crm:today")).text
    for user in (world.colleague, world.manager, world.administrator):
        client.force_login(user)
        assert "byta leverantör" not in client.get(reverse("crm:today")).text


def test_a_draft_without_a_word_shows_none(world, client):
    MeetingDraft.objects.create(user=world.advisor, key=uuid4(), saved_at=NOW, typed={"kind": ["video"], "note": [" "]})
    client.force_login(world.advisor)
    assert '<q class="dim">' not in client.get(reverse("crm:today")).text


def test_what_is_hidden_since_is_not_shown(world):
    hidden = client_named("Hemlig AB", lead=world.advisor)
    plan(world, "Hemligt", at(17, 13), clients=[hidden], staff=[world.colleague])
    Task.add(by=world.advisor, at=NOW, text="Hemligt", client=hidden, owner=world.colleague)
    hidden.confidentiality = "named"
    hidden.save()
    page = Today(world.colleague, NOW)
    assert (page.meetings, page.tasks) == ([], [])
    assert subjects(Today(world.advisor, NOW).meetings) == ["Hemligt"]


def test_the_page_offers_to_log_what_was_held(world, client):
    client.force_login(world.advisor)
    start = timezone.now() - timedelta(hours=3)
    meeting = Meeting.log(
        by=world.advisor, at=timezone.now(), kind="video", state="planned", starts_at=start, clients=[world.client]
    )
    page = client.get(reverse("crm:today")).text
    assert reverse("crm:meeting_change", args=[meeting.pk]) in page
    assert "Held, not logged" in page


def test_who_only_reads_is_offered_nothing_to_do(world, client):
    client.force_login(world.auditor)
    page = client.get(reverse("crm:today")).text
    assert reverse("crm:meeting_log") not in page.split("<main", 1)[1].split("</main>")[0]


def test_the_row_of_a_meeting_says_that_i_have_begun_to_log_it_and_its_form_goes_on_there(world, client):
    meeting = plan(world, "I morse", timezone.now() - timedelta(days=1), staff=[world.colleague])
    typed = {"note": ["Maja vill byta"], "meeting": [str(meeting.pk)], "clients": [str(world.client.pk)]}
    MeetingDraft.objects.create(user=world.advisor, key=uuid4(), saved_at=NOW, typed=typed, meeting=meeting)
    change = reverse("crm:meeting_change", args=[meeting.pk])
    client.force_login(world.advisor)
    page = client.get(reverse("crm:today")).text
    assert (
        f'Draft saved</span> <a class="btn sm primary" id="log-next" href="{change}{BACK}" data-panel>Continue</a>'
        in page
    )
    assert client.get(change).context["form"]["note"].value() == "Maja vill byta"
    client.force_login(world.colleague)
    assert f'href="{change}{BACK}" data-panel>Log</a>' in client.get(reverse("crm:today")).text
    assert "Maja vill byta" not in client.get(change).text


def templates(column):
    return [section.template.split("/")[1].removesuffix(".html") for section in column]


def late_gate(world):
    world.project.gate_plans.create(gate="G0", planned_on=TODAY - timedelta(days=9), set_on=TODAY - timedelta(days=99))
    states.rebuild([world.project], NOW)


def test_what_is_late_comes_first_then_the_day_then_the_rest(world):
    late_gate(world)
    Task.add(by=world.manager, at=NOW, text="Ring", due_on=TODAY)
    MeetingDraft.objects.create(user=world.manager, key=uuid4(), saved_at=NOW, typed={})
    first, beside = Today(world.manager, NOW).columns
    assert (templates(first), templates(beside)) == (["decisions_wait", "today_follow_ups"], ["today_drafts"])
    plan(world, "Styrgrupp", at(17, 13), staff=[world.manager])
    first, beside = Today(world.manager, NOW).columns
    assert templates(first) == ["decisions_wait", "today_meetings"]
    assert templates(beside) == ["today_follow_ups", "today_drafts"]


def test_without_rows_a_section_is_one_line_at_the_end(world, client):
    late_gate(world)
    client.force_login(world.manager)
    page = client.get(reverse("crm:today")).text
    assert page.index('id="h-dw"') < page.index("No meetings in the next days. Nothing to follow up.")
    assert ("h-meet" in page, "h-f" in page, "ghostrows" in page) == (False, False, False)


def test_a_text_that_is_a_draft_and_could_not_be_saved_stands_once_and_is_discarded_once(world, client):
    key, typed = uuid4(), {"note": ["Maja vill byta"], "tab": ["1"]}
    kept = Unsaved.objects.create(who=who(world.advisor), key=key, page="/crm/meetings/log/", typed=typed, at=NOW)
    MeetingDraft.objects.create(user=world.advisor, key=key, saved_at=NOW, typed=typed | {"tab": ["2"]})
    client.force_login(world.advisor)
    page = client.get(reverse("crm:today")).text
    assert (page.count("Maja vill byta"), 'id="h-un"' in page) == (1, False)
    discard = {"key": str(key), "is_sure": "1"}
    Unsaved.objects.update(typed={"note": ["Maja vill något annat"]})
    client.post(reverse("crm:draft_discard"), discard)
    assert "Maja vill något annat" in client.get(reverse("crm:today")).text
    Unsaved.objects.update(typed=kept.typed)
    MeetingDraft.objects.create(user=world.advisor, key=key, saved_at=NOW, typed=typed)
    client.post(reverse("crm:draft_discard"), discard)
    assert (Unsaved.objects.count(), MeetingDraft.objects.count()) == (0, 0)


def test_what_is_not_saved_stands_above_all_else(world, client):
    typed = {"text": ["Ring Maja"]}
    Unsaved.objects.create(who=who(world.advisor), key=uuid4(), page="/crm/tasks/new/", typed=typed, at=NOW)
    plan(world, "I dag", timezone.now())
    client.force_login(world.advisor)
    page = client.get(reverse("crm:today")).text
    assert page.index("Ring Maja") < page.index('id="h-od"') < page.index('id="h-meet"')


def test_what_is_logged_from_today_leads_back_to_the_next_and_names_what_is_saved(world, client):
    meetings = [plan(world, subject, timezone.now() - timedelta(days=1)) for subject in ("Ett", "Två")]
    client.force_login(world.advisor)
    for meeting in meetings:
        url, detail = (reverse(f"crm:meeting_{name}", args=[meeting.pk]) for name in ("change", "detail"))
        assert f'href="{url}{BACK}"' in client.get(reverse("crm:today")).text
        typed = sent(form_of(client.get(url + BACK))) | {"day": "igår", "time": "08:30"}
        answer = client.post(url, typed)
        assert (answer.status_code, answer["Location"]) == (302, "/#log-next")
        page = client.get(reverse("crm:today")).text
        assert f'Meeting saved. <a href="{detail}">Look at it</a>' in page
        assert page.count('id="log-next"') == 1
    assert '<h1 id="log-next" tabindex="-1">' in page
    away = client.post(url, typed | {"next": "https://elsewhere.example/", "note": "Mer", "version": "2"})
    assert (away.status_code, away["Location"]) == (302, detail)
