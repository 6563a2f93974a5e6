"""A person is erased: nothing is left of her in any table, file or restored backup, and what is kept is said."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from contacts import erase_person
from contacts.models import Affiliation, Person, ToRead
from crm.models import Meeting, MeetingDraft
from imports.models import ImportRow, ImportRun
from journal import erased
from journal.models import Entry, Masking
from projects.models import StatusReport
from reports.models import Recipient, Rendering, Run, Schedule
from tests.canary import EMAIL, NAME, OTHER, PHONE, left
from tests.world import NOW, client_named, contact
from ui.models import Unsaved
from ui.models.draft import Seen, Superseded
from ui.who import who

GROUND = {"ground": "objection", "reference": "D 2026/17"}


@pytest.fixture
def folder(settings, tmp_path, mailbox_folder):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def her(world, folder):
    """Everywhere that a person comes to."""
    her = Person.add(name=OTHER, email=EMAIL, phone=PHONE, by=world.advisor, at=NOW)
    her = her.change({"name": NAME}, by=world.advisor, at=NOW)
    her.join(world.client.organisation, role="Bryggare", by=world.advisor, at=NOW)
    fill(world, her)
    return her


def workbook(*cells):
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(cells)
    book.save(content)
    return content.getvalue()


def fill(world, her):
    project, by = world.project, world.advisor
    meeting = Meeting.log(
        by=by,
        at=NOW,
        clients=[world.client],
        people=[her],
        kind="video",
        starts_at=NOW,
        contact_minutes=45,
        note=f"Med {NAME}.\n{NAME.upper()}s tal: +46 (0)70 123 45 67",
    )
    meeting.change(by=by, at=NOW, place=f"Hos {NAME}")
    world.client.change({"needs": f"Fågelström, Kanarina vill växa, {EMAIL.upper()}"}, by=by, at=NOW)
    world.client.move_to("dormant", on=NOW.date(), reason=f"{NAME} är borta", by=by, at=NOW)
    MeetingDraft.objects.create(
        user=by, key="1" * 8 + "-1111-4111-8111-" + "1" * 12, typed={"note": [NAME]}, saved_at=NOW
    )
    Unsaved.objects.create(who="x", key="2" * 8 + "-1111-4111-8111-" + "2" * 12, page="/", typed={"n": [EMAIL]}, at=NOW)
    run = ImportRun.objects.create(
        kind="clients", file_name=f"{NAME}.xlsx", content=workbook(NAME, PHONE), by=by, state="done"
    )
    ImportRow.objects.create(run=run, number=2, cells={"contact": f"{NAME} {PHONE}"})
    ImportRun.objects.create(kind="clients", file_name="b.csv", content=f"namn\n{NAME}".encode("cp1252"), by=by)
    StatusReport.objects.create(
        project=project,
        on=NOW.date(),
        posted_at=NOW,
        by=by,
        overall="watch",
        summary=f"{NAME} har slutat",
        comments={"overall": NAME},
        risks=[{"text": NAME, "score": 4}],
    )
    project.partners.create(organisation=world.client.organisation, role="clinic", contact=NAME)
    schedule = Schedule.objects.create(name="R", kind="portfolio_status", owner=by, at_time="07:00", starts_at=NOW)
    frozen = {"projects": [{"summary": NAME, "budget": 12}]}
    report = Run.objects.create(
        schedule=schedule, period="2026-11", due_at=NOW, as_of=NOW.date(), data=frozen, data_sha256="a", frozen_at=NOW
    )
    Rendering.objects.create(run=report, sight="s", language="sv", format="xlsx", content=workbook(NAME), sha256="b")
    outside = Recipient.objects.create(schedule=schedule, email=EMAIL)
    report.deliveries.create(
        subject=report.pk,
        recipient=outside,
        mailbox=EMAIL,
        message_id="<1@fyr>",
        planned_at=NOW,
        next_try_at=NOW,
        state="accepted",
    )
    Session.objects.create(
        session_key="k", session_data=SessionStore().encode({"_messages": f"{NAME} sparad"}), expire_date=NOW
    )


def put_mail(folder, name, text):
    (folder / "mailbox" / f"{name}.eml").write_text(text, encoding="utf-8")


def test_nothing_is_left_of_her_anywhere(world, her, folder):
    put_mail(folder, "20261117T090500000000-aaaaaa", f"X-Caught-For: {EMAIL}\n\nHej")
    put_mail(folder, "20261117T090500000000-bbbbbb", "Message-ID: <1@fyr>\n\nA report of hers")
    put_mail(folder, "20261117T090500000000-cccccc", "X-Caught-For: bo@fyr.example\n\nHej Bo")
    assert len(left(folder)) > 25
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    assert left(folder) == []
    assert [path.name for path in (folder / "mailbox").iterdir()] == ["20261117T090500000000-cccccc.eml"]
    assert (Person.objects.count(), Affiliation.objects.count(), Meeting.objects.get().minutes) == (0, 0, 45)


def test_what_was_posted_and_frozen_is_masked_by_one_recorded_way_and_keeps_its_figures(world, her):
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    report, run = StatusReport.objects.get(), Run.objects.get()
    assert (report.summary, report.overall, report.risks[0]["score"]) == ("[raderad] har slutat", "watch", 4)
    assert run.data == {"projects": [{"summary": "[raderad]", "budget": 12}]}
    assert run.data_sha256 not in {"", "a"}
    kinds = Masking.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["projects_statusreport", "reports_run"]
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusReport.objects.update(summary="another")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_mask('projects_statusreport', %s, '{\"overall\": \"on_track\"}', now())", [report.pk]
        )


def test_the_ledger_lies_outside_and_does_not_name_her_and_brings_nobody_back(world, her, folder):
    """As after restoring an older backup: she is there again, with all that names her, and so are others."""
    savepoint = transaction.savepoint_create()
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    transaction.savepoint_rollback(savepoint)
    assert Person.objects.filter(name=NAME).exists()
    lines = list(erased.lines(erased.path()))
    assert [set(line) for line in lines] == [{"key", "person", "made", "ground", "reference", "at"}]
    other = Person.objects.create(name="Maja Holm")
    for _twice in range(2):
        erase_person.replay(erased.path())
        assert left(folder) == []
    assert list(Person.objects.all()) == [other]
    assert len(list(erased.lines(erased.path()))) == 1


def test_an_entry_tells_of_it_without_her(world, her):
    erasure = erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    entry = Entry.objects.get(verb="erasure.carried_out")
    assert (entry.subject, entry.by, entry.facts) == (erasure, world.administrator, {"ground": "objection"})


@pytest.mark.parametrize("who", ["advisor", "manager", "auditor", "editor", "lead"])
def test_only_an_administrator_erases(world, her, who):
    with pytest.raises(PermissionDenied):
        erase_person.erase(her, **GROUND, by=getattr(world, who), at=NOW)
    assert Person.objects.filter(pk=her.pk).exists()


@pytest.mark.parametrize(
    "ground, reference, field",
    [
        ("", "", "ground"),
        ("whim", "", "ground"),
        ("disposal", "", "reference"),
        ("objection", "Av Eva, som", "reference"),
    ],
)
def test_it_asks_for_a_ground_and_its_number(world, her, ground, reference, field):
    with pytest.raises(ValidationError) as refused:
        erase_person.erase(her, ground=ground, reference=reference, by=world.administrator, at=NOW)
    assert list(refused.value.message_dict) == [field]


def test_she_is_not_erased_while_a_meeting_with_her_is_planned(world, her):
    Meeting.log(
        by=world.advisor,
        at=NOW,
        people=[her],
        kind="video",
        subject="x",
        state="planned",
        starts_at=NOW.replace(year=2027),
    )
    with pytest.raises(ValidationError) as refused:
        erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    assert refused.value.messages == ["A meeting with her is planned: cancel it, or take her off it, first."]


def sole_trader(world):
    client = client_named("Kanarina Fågelström", lead=world.advisor)
    client.organisation.number, client.organisation.number_scheme = "811218-9876", "personal"
    client.organisation.save()
    return client


def test_a_sole_traders_name_and_number_go_with_her_unless_support_is_accounted_for(world, folder):
    client = sole_trader(world)
    her = contact(NAME, client)
    meeting = Meeting.log(by=world.advisor, at=NOW, clients=[client], kind="video", starts_at=NOW, note="811218-9876")
    told = erase_person.preview(her, by=world.administrator, at=NOW)
    assert [one.kept for one in told.kept] == ["Support was given within 10 years, and is accounted for."]
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW.replace(year=2010))
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    client.refresh_from_db()
    assert (client.name, client.organisation.name, client.organisation.number) == ("[raderad]", "[raderad]", "")
    assert Meeting.objects.get().note == "[raderad]"
    assert left(folder) == []


def test_another_of_the_same_name_keeps_what_nothing_says_is_hers(world, her):
    Person.objects.create(name=NAME)
    project = world.project
    project.risks.create(text=f"{NAME} slutar", probability=1, consequence=1)
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    assert project.risks.get().text == f"{NAME} slutar"
    assert "Kanarina" not in Meeting.objects.get().note
    assert ToRead.objects.filter(record_type__model="risk").count() == 1


def test_texts_about_her_are_on_the_administrators_today_until_read(world, her, client):
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    open_now = ToRead.objects.open().count()
    kinds = set(ToRead.objects.values_list("record_type__model", flat=True))
    assert kinds == {"client", "meeting", "partner", "stagemove", "statusreport"}
    client.force_login(world.advisor)
    assert "Read through" not in client.get("/").content.decode()
    client.force_login(world.administrator)
    assert client.get("/").content.decode().count('<button class="btn sm" aria-label="Read through') == open_now
    client.post(reverse("contacts:text_read", args=[ToRead.objects.first().pk]))
    assert ToRead.objects.open().count() == open_now - 1


@pytest.fixture
def alone(world, her):
    """A meeting of hers whose note tells of her by her first name, earlier versions and a draft of it; and another
    meeting, without her, that names a namesake."""
    by, about = world.advisor, {"at": NOW, "clients": [world.client], "kind": "video", "starts_at": NOW}
    meeting = Meeting.log(by=by, people=[her], note="Kanarina är sjuk, Fågelströms ord.", **about)
    meeting.change(by=by, at=NOW, note="Kanarinas dotter ringer.", subject="Kanarina")
    key = "3" * 8 + "-1111-4111-8111-" + "3" * 12
    MeetingDraft.objects.create(user=by, meeting=meeting, key=key, typed={"note": ["Kanarina?"]}, saved_at=NOW)
    other = Meeting.log(by=by, people=[], note="Kanarina sjöng", **about)
    other.change(by=by, at=NOW, note="Kanarina sjöng mer")
    return meeting, other


def told_in(meeting):
    versions = meeting.history.order_by("history_id").values_list("note", "subject")
    return list(versions), [draft.typed["note"] for draft in MeetingDraft.objects.filter(meeting=meeting)]


def test_what_the_reader_takes_out_of_a_text_goes_from_its_earlier_versions_and_drafts(world, alone, her):
    """A lone first name stayed in the older versions for everybody who reads the meeting's history."""
    meeting, other = alone
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    text = ToRead.objects.get(record_type__model="meeting", record_id=meeting.pk)
    assert text.words == ["Fågelström", "Kanarina"]
    meeting.refresh_from_db()
    meeting.change(by=world.administrator, at=NOW, note="Dottern ringer.")
    text.finish(by=world.administrator, at=NOW)
    text.refresh_from_db()
    assert text.words == ["Kanarina"], "her name is in the subject still: whoever reads it through has let it stand"
    assert told_in(meeting)[0][:2] == [
        ("Kanarina är sjuk, [raderad] ord.", ""),
        ("Kanarinas dotter ringer.", "Kanarina"),
    ]
    text.reopen(by=world.administrator, at=NOW)
    meeting.refresh_from_db()
    meeting.change(by=world.administrator, at=NOW, subject="Dottern")
    text.finish(by=world.administrator, at=NOW)
    versions, drafts = told_in(meeting)
    assert versions[:2] == [
        ("[raderad] är sjuk, [raderad] ord.", ""),
        ("[raderad] dotter ringer.", "[raderad]"),
    ]
    assert (drafts, "Kanarina" in str(versions)) == ([["[raderad]?"]], False)
    assert [note for note, _subject in told_in(other)[0]] == ["Kanarina sjöng", "Kanarina sjöng mer"]


def test_a_text_that_names_her_in_an_earlier_version_alone_is_read_through_too(world, her, client):
    meeting = Meeting.objects.get()
    meeting.change(by=world.advisor, at=NOW, subject="Kanarina", note="")
    meeting.change(by=world.advisor, at=NOW, subject="", place="")
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    text = ToRead.objects.get(record_type__model="meeting", record_id=meeting.pk)
    assert text.words == ["Kanarina"]
    client.force_login(world.administrator)
    assert "an earlier version or a draft stands: Kanarina." in client.get("/").text
    url = reverse("contacts:text_read", args=[text.pk])
    asked = client.post(url)
    assert "Out of 1 earlier version go these words, for everybody: Kanarina." in asked.text
    assert ("Kanarina" in str(told_in(meeting)), ToRead.objects.get(pk=text.pk).done_at) == (True, None)
    done = client.post(url, dict(asked.context["said"]) | {"is_sure": "1"}, follow=True)
    toast = done.text.partition('<div class="toast">')[2].partition("</form>")[0]
    undo = reverse("contacts:text_reopen", args=[text.pk])
    assert ("Read through: " in toast, undo in toast) == (True, False)
    assert "Kanarina" not in str(told_in(meeting))
    assert ToRead.objects.get(pk=text.pk).words == []


def test_words_that_go_from_drafts_are_asked_about_and_their_writer_is_told(world, alone, her, client):
    """One press took the words out of a colleague's draft, and offered an Undo that brought none of them back."""
    meeting, _other = alone
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    meeting.refresh_from_db()
    meeting.change(by=world.administrator, at=NOW, note="Dottern ringer.", subject="")
    text = ToRead.objects.get(record_type__model="meeting", record_id=meeting.pk)
    client.force_login(world.administrator)
    url = reverse("contacts:text_read", args=[text.pk])
    asked = client.post(url)
    told = "Out of 2 earlier versions and 1 draft go these words, for everybody: Fågelström, Kanarina."
    assert told in asked.text
    draft = MeetingDraft.objects.get(meeting=meeting)
    assert (draft.typed["note"], draft.masked_at) == (["Kanarina?"], None)
    client.post(url, dict(asked.context["said"]) | {"is_sure": "1"})
    draft.refresh_from_db()
    client.force_login(world.advisor)
    said = "Words of your draft were removed"
    assert (draft.typed["note"], client.get("/").text.count(said)) == (["[raderad]?"], 2)
    assert said in client.get(reverse("crm:draft_continue", args=[draft.key])).text


def test_words_that_go_from_a_form_that_is_not_saved_are_told_to_its_author(world, her, client):
    """They went without a word: she found her own sentence changed."""
    form = {"who": who(world.advisor), "page": "/crm/tasks/new/"}
    mine = Unsaved.keep(**form, key=uuid4(), typed={"text": [f"Ring {NAME} nu"]})
    Unsaved.keep(**form, key=uuid4(), typed={"text": ["Ring Maja"]})
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    client.force_login(world.advisor)
    said = "Words of it were removed"
    assert client.get("/").text.count(said) == 1
    assert said in client.get(mine.url).text
    mine.refresh_from_db()
    assert mine.typed == {"text": ["Ring [raderad] nu"]}


def test_a_tab_that_is_open_does_not_write_masked_words_back(world, alone, her):
    meeting, _other = alone
    MeetingDraft.objects.update(tab="a", sequence=1)
    version = MeetingDraft.objects.get(meeting=meeting).version
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    meeting.refresh_from_db()
    meeting.change(by=world.administrator, at=NOW, note="Dottern ringer.", subject="")
    ToRead.objects.get(record_id=meeting.pk).finish(by=world.administrator, at=NOW)
    with pytest.raises(Superseded):
        MeetingDraft.objects.get(meeting=meeting).is_ahead_of(Seen("a", 2, version))


def test_a_text_without_such_words_is_read_by_one_press_and_taken_back_by_another(world, alone, her, client):
    meeting, _other = alone
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    text = ToRead.objects.get(record_type__model="meeting", record_id=meeting.pk)
    ToRead.objects.filter(pk=text.pk).update(words=["Ingen"])
    client.force_login(world.administrator)
    page = client.post(reverse("contacts:text_read", args=[text.pk]), follow=True)
    assert reverse("contacts:text_reopen", args=[text.pk]) in page.text


def test_who_may_not_read_it_through_is_not_asked(world, alone, her, client):
    meeting, _other = alone
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    text = ToRead.objects.get(record_type__model="meeting", record_id=meeting.pk)
    client.force_login(world.auditor)
    assert client.post(reverse("contacts:text_read", args=[text.pk])).status_code == 403


def test_the_page_shows_first_and_then_erases(world, her, client):
    url = reverse("contacts:person_erase", args=[her.pk])
    client.force_login(world.advisor)
    assert client.get(url).status_code == 403
    client.force_login(world.administrator)
    page = client.get(url).content.decode()
    assert "Frozen reports, which are masked and say so" in page
    assert client.post(url, {"ground": "", "is_sure": "on"}).status_code == 422
    assert client.post(url, {"ground": "objection", "is_sure": "on"}).status_code == 302
    assert not Person.objects.exists()
    assert "masked on" in client.get(reverse("reports:run_detail", args=[Run.objects.get().pk])).content.decode()


def test_the_api_erases_by_the_same_rules(world, her):
    api = APIClient()
    url = f"/api/v1/people/{her.pk}/erase/"
    api.force_login(world.advisor)
    assert api.post(url, {"ground": "objection"}).status_code == 403
    api.force_login(world.administrator)
    assert api.post(url, {"ground": "disposal"}).status_code == 400
    assert api.post(url, {"ground": "objection"}).status_code == 200
    assert not Person.objects.exists()


def test_the_command_shows_and_with_yes_erases(world, her, capsys):
    call_command("erase_person", her.pk, ground="objection")
    assert capsys.readouterr().out.endswith("Nothing was erased; --yes erases her.\n")
    assert Person.objects.exists()
    call_command("erase_person", her.pk, ground="objection", yes=True)
    assert not Person.objects.exists()
    with pytest.raises(CommandError):
        call_command("erase_person", her.pk, ground="objection")
