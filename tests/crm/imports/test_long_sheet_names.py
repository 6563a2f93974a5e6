"""A sheet's name is not Fyr's to shorten: longer ones than Excel gives come in, and what is too long is said."""

import io

import pytest
from django.utils import translation
from openpyxl import Workbook

from imports import carrying, staging
from imports.models import ImportRun
from imports.reading import UnreadableFile
from tests.world import NOW


def two_tables(name):
    book, file = Workbook(), io.BytesIO()
    for sheet, row in (
        (book.active, ["Nordlab", "University"]),
        (book.create_sheet("Andra"), ["Sydlab", "University"]),
    ):
        sheet.append(["Name", "Kind"])
        sheet.append(row)
    book.active.title = name
    book.save(file)
    return file.getvalue()


@pytest.mark.filterwarnings("ignore:Title is more than 31")
@pytest.mark.parametrize("length", [100, 200])
def test_a_sheet_with_a_long_name_comes_in(world, length):
    name = "x" * length
    run = staging.start("partners", "p.xlsx", two_tables(name), by=world.advisor, sheets=[name, "Andra"])
    carrying.begin(run, by=world.advisor)
    carrying.work_on(run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.failure, run.rows_done) == ("done", "", 2)
    assert set(run.rows.values_list("sheet", flat=True)) == {name, "Andra"}


@pytest.mark.filterwarnings("ignore:Title is more than 31")
def test_a_name_that_is_longer_than_can_be_kept_is_refused_in_words(world):
    with pytest.raises(UnreadableFile) as refused:
        staging.receive("partners", "p.xlsx", two_tables("x" * 201), by=world.advisor)
    assert str(refused.value) == f"The name of the sheet {'x' * 40}… has more than 200 letters; shorten it."
    assert ImportRun.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_failure_has_a_reason_in_its_readers_language(world):
    """It was empty, for the API and the command."""
    run = staging.start("partners", "p.csv", b"Name,Kind\nNordlab,University\n", by=world.advisor)
    carrying.begin(run, by=world.advisor)
    run.rows.update(cells={"name": "x" * 50, "kind": "university"}, fixes={"number": 7})
    carrying.work_on(run.pk, at=NOW)
    for language, told in (("en", "The fault is ours"), ("sv", "Felet är vårt")):
        with translation.override(language):
            run.refresh_from_db()
        assert (run.state, run.failure.partition(":")[0]) == ("failed", told)
