"""Two workers that carry out one import at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from crm.imports import staging
from crm.models import Organisation
from journal.models import Entry
from tests.world import NOW


@pytest.mark.django_db(transaction=True)
def test_an_import_carried_out_by_four_at_once_is_taken_in_once(world):
    run = staging.start("partners", "p.csv", b"Name,Kind\nNordlab,University\nSydlab,University\n", by=world.advisor)
    assert staging.begin(run, by=world.advisor)
    assert not staging.begin(run, by=world.advisor)
    before, ready = Organisation.objects.count(), Barrier(4, timeout=20)

    def carry_out(_number):
        try:
            ready.wait()
            staging.carry_out_begun(run.pk, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(carry_out, range(4)))
    run.refresh_from_db()
    assert (run.state, run.rows_done) == ("done", 2)
    assert Organisation.objects.count() == before + 2
    assert Entry.objects.filter(verb="organisation.added").count() == 2
