"""What an import says is worded for whoever reads it, in her language, whoever checked it and when."""

import gc
import json

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from contacts.models import S3Area
from imports import carrying, staging, telling
from imports.models import ImportRow, ImportRun, ImportState
from imports.plan import Row
from imports.saying import Said
from imports.saying import said as put
from tests.world import NOW

CLIENTS = """Rubrik över allt
Namn;Org.nr;Kommun;Status;Anställda;Omsättning;Sekretess;Land;Kontaktperson;Telefon;Mobil;Anteckning;Startdatum;S3-område
{here};;Kivik;Vilande;ca 10;mycket;Öppen;Sverige;Eva Ek;070-1;070-2;Ny anteckning;2024-02-01;Jordbruk
Två AB;559933-2711;;Hoppas;<50;-5;kanske;Mittlandet;3 pers;växel;;;våren;
Tre AB;saknas;;;;450.000;;;Eva Ek och Bo Berg;070-123 45 67;;Sekretess gäller;;
Tre AB;;;;;;;;Cia Dal;;;;;
Summa;;;;;;;;;;;;;
"""
MEETINGS = """Datum;Klient;Typ;Tid (min);Område;Rådgivare;Deltagare;Nästa steg;Senast
2026-05-04;{here};;1:30;Trolleri;Ingen Alls;3 pers;;snart
2026-05-04;Ingen AB;Telefon;1500;;;;Ring;2024-01-01
2026-05-05;{here};;1500;;;;Ring;2024-01-01
2026-05-06;{here};;15;;;;Ring;2024-01-01
2099-05-05;{here};Telefon;;;;;;
"""
MEMBERS = """Company;Country;Contact;E-mail;Category;Member since;Status;Public profile
{here};Norge;Ek, Eva;per@;Startup;2099-01-01;Applied;Ja
Två AB;Sweden;-;e@ek.exempel;xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;våren;Kanske;kanske
"""


@pytest.fixture
def here(world):
    area = S3Area.objects.first()
    assert area.name_sv != area.name_en
    values = {"employees": 5, "s3_area": area}
    client = world.client.change({"note": "Vill växa"}, by=world.administrator, at=NOW, organisation=values)
    return client


def checked(kind, text, here, by, language="sv"):
    with override(language):
        return staging.start(kind, "k.csv", text.format(here=here.name).encode(), by=by)


def said(run, language):
    """All that is told of a file and its rows, as read in a language."""
    with override(language):
        run = ImportRun.objects.get(pk=run.pk)
        rows = list(run.rows.all())
        changes = [(one["column"], one["before"], one["after"]) for row in rows for one in row.changes]
        problems = [(row.number, one["column"], one["code"], one["message"]) for row in rows for one in row.problems]
        return [(one["code"], one["message"]) for one in telling.shown(run)], problems, changes


@pytest.mark.parametrize(("kind", "text"), [("clients", CLIENTS), ("meetings", MEETINGS), ("members", MEMBERS)])
def test_what_is_checked_in_one_language_is_read_in_another_as_if_checked_in_it(world, here, kind, text):
    swedish = checked(kind, text, here, world.administrator, "sv")
    english = checked(kind, text, here, world.administrator, "en")
    codes = {one[2] for one in said(swedish, "en")[1]} | {one[0] for one in said(swedish, "en")[0]}
    assert len(codes) > 6, codes
    for language in ("en", "sv"):
        assert said(swedish, language) == said(english, language)
    assert said(swedish, "en") != said(swedish, "sv")


def test_what_differs_and_what_is_taken_are_worded_anew_too(world, here):
    run = checked("clients", CLIENTS, here, world.administrator)
    with override("sv"):
        staging.choose_all(run, "differs", "take", by=world.administrator)
    _file, told, changes = said(run, "en")
    assert "Differs: Active here, Dormant in the file." in [message for *_rest, message in told]
    assert ("stage", "Active", "Dormant") in changes
    assert ("stage", "Aktiv", "Vilande") in said(run, "sv")[2]


def test_a_refusal_of_a_field_or_a_verb_is_worded_for_the_reader(world, here):
    rows = "Namn;Status;Hemsida\n{here};Förfrågan;a.se, b.se\nNy AB;Ny;a.se, b.se\n"
    run = checked("clients", rows, here, world.administrator)
    with override("sv"):
        staging.choose_all(run, "differs", "take", by=world.administrator)
    told = {message for *_rest, message in said(run, "en")[1]}
    assert {"Enter a valid URL. The cell is left out.", "A client cannot go from Active to Enquiry."} <= told
    assert "Ange en giltig URL. Cellen utelämnas." in {message for *_rest, message in said(run, "sv")[1]}


def test_page_command_api_and_the_file_of_what_is_left_speak_the_readers_language(world, here, client):
    run = checked("meetings", MEETINGS, here, world.administrator)
    reader = world.administrator
    User.objects.filter(pk=reader.pk).update(language="en")
    reader.refresh_from_db()
    client.force_login(reader)
    page = client.get(reverse("crm:import_preview", args=[run.pk])).text
    rows = client.get(f"/api/v1/imports/{run.pk}/rows/").json()["results"]
    left = b"".join(client.get(reverse("crm:import_left", args=[run.pk, "csv"]))).decode()
    told = "There is no client called Ingen AB."
    assert told in page
    assert told in [one["message"] for row in rows for one in row["problems"]]
    assert told in left
    with override("en"):
        dumped = json.loads(telling.dump(ImportRun.objects.get(pk=run.pk), reader))
    assert told in [one["message"] for one in dumped["problems"]]


@pytest.mark.django_db(transaction=True)
def test_why_a_file_could_not_be_read_is_worded_for_the_reader(world, here, client):
    rows = b"Namn;Anteckning\nEtt AB;Ringde\n"
    with override("sv"):
        run = staging.receive("clients", "k.csv", rows, by=world.administrator)
    columns = [{**one, "columns": ["", "note"]} for one in run.mapping.values()]
    ImportRun.objects.filter(pk=run.pk).update(mapping={"": columns[0]}, state=ImportState.CHECKING)
    User.objects.filter(pk=world.administrator.pk).update(language="sv")
    carrying.work_on(run.pk, at=NOW)
    told = {
        "sv": "Filen saknar kolumn för Namn. Kontrollera rubrikerna.",
        "en": "The file has no column for Name. Check its headings.",
    }
    client.force_login(world.administrator)
    for language, words in told.items():
        User.objects.filter(pk=world.administrator.pk).update(language=language)
        assert words in client.get(reverse("crm:import_preview", args=[run.pk])).text
        assert client.get(f"/api/v1/imports/{run.pk}/").json()["failure"] == words


def test_what_was_kept_as_text_before_reads_as_it_did(world, here):
    run = checked("meetings", MEETINGS, here, world.administrator)
    row = run.rows.first()
    row.problems = [{"column": "day", "code": "x", "message": "Så sades det då.", "outcome": ""}]
    row.save()
    with override("en"):
        assert ImportRow.objects.get(pk=row.pk).problems == row.problems


def test_what_is_said_of_a_row_outlives_it():
    """Python 3.13 takes the words of an object in a ring along with it, out of what `vars` gave of that object."""
    row, kept = Row("", 2, {}, key=1), ImportRow()
    row.values["joined"] = row
    words = put("The row has no name.")
    row.tell("name", "required", put("The row has no name."))
    staging._settle(kept, row)
    del row
    gc.collect()
    assert [one["message"].kept for one in kept.problems] == [words.kept]


def test_facts_that_look_like_words_of_ours_stay_facts():
    """A cell may say anything, and says only itself."""
    text = '{"say": "Yes"} %(name)s %'
    with override("sv"):
        words = put("“%(text)s” is not a day.") % {"text": text}
    assert str(Said(words.kept)).count(text) == 1
