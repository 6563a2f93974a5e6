"""The demo region: as large as it says, the same every time, true to its own rules, and never built over records."""

import hashlib
import re
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Max
from stdnum.se import orgnr, personnummer

from accounts.models import Role, User
from contacts.models import Membership, Organisation, Person
from crm.models import Client, Meeting, Task
from demo import PASSWORD, SIGN_INS
from demo.region import Size, build
from journal.models import Entry, EntryRef
from projects import states
from projects.models import Project, StatusReport
from reports.models import Schedule

TODAY = date(2026, 11, 17)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def region(django_db_setup: None, django_db_blocker: object):
    """Built once for the module, in a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        start_afresh()
        build(TODAY)
        check_foreign_keys()
        yield
        transaction.set_rollback(True)


def start_afresh() -> None:
    """Empty tables that number from one, whatever ran before; taken back with the transaction."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names()
            if table.startswith(("contacts_", "crm_", "projects_", "journal_", "reports_", "accounts_"))
            and table not in {"contacts_municipality", "contacts_s3area"}
        ]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


def check_foreign_keys() -> None:
    """Now, and not at the end of a transaction that is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# A recipient is known outside by its key, a mail by its Message-ID.
MADE_OF_CHANCE = re.compile(r'"(?:key|message_id)":"[^"]*"')


def digest() -> str:
    """Of every row of every table but for passwords, what is made of chance, and what the database writes by itself."""
    found = hashlib.sha256()
    for table in sorted(connection.introspection.table_names()):
        if table.startswith(("contacts_", "crm_", "projects_", "journal_", "reports_")):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t ORDER BY 1')
                lines = sorted(MADE_OF_CHANCE.sub("", line.replace("\\", "")) for (line,) in cursor.fetchall())
            found.update(f"{table} {len(lines)}".encode())
            if "historical" not in table and "projectstate" not in table:
                found.update("\n".join(lines).encode())
    return found.hexdigest()


def test_the_region_is_as_large_as_promised() -> None:
    assert Client.objects.count() == 280
    assert Organisation.objects.exclude(kind__in=["company", "idea"]).count() == 45
    assert Membership.objects.count() == 118
    assert Membership.objects.filter(organisation__client__isnull=False).count() == 45
    assert Project.objects.count() == 60
    assert Meeting.objects.count() == 4000
    assert User.objects.count() == 14
    assert {user.team.name for user in User.objects.exclude(team=None)} == {"Hälsa", "Livsmedel", "Tech och industri"}
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_everyone_can_sign_in_with_the_demo_password() -> None:
    for email, role in SIGN_INS:
        user = authenticate(username=email, password=PASSWORD)
        assert user is not None
        assert user.role == role


def test_numbers_are_valid_and_mail_goes_nowhere() -> None:
    for organisation in Organisation.objects.filter(number_scheme="orgnr"):
        assert orgnr.is_valid(organisation.number)
        assert organisation.number[:4] in {"5598", "5597"}
    sole_traders = Organisation.objects.filter(number_scheme="personal")
    assert sole_traders.count() == 6
    for organisation in sole_traders:
        assert personnummer.is_valid(organisation.number)
        assert organisation.number[7:9] == "98"
    assert not Person.objects.exclude(email__endswith=".example").exists()
    assert not User.objects.exclude(email__endswith=".example").exists()


def test_names_are_told_apart() -> None:
    names = list(Organisation.objects.values_list("name", flat=True))
    assert len(set(names)) == len(names)


def test_the_last_contact_is_the_last_meeting_held() -> None:
    held = dict(
        Client.objects.filter(meetings__state="held")
        .annotate(last=Max("meetings__starts_at"))
        .values_list("pk", "last")
    )
    for client in Client.objects.all():
        last = held.get(client.pk)
        assert client.last_contact_on == (last and last.astimezone(STOCKHOLM).date())


def test_no_meeting_was_held_in_the_future_and_every_diary_has_a_day() -> None:
    assert not Meeting.objects.filter(state="held", starts_at__date__gte=TODAY).exists()
    for user in User.objects.filter(role="advisor"):
        planned = user.meetings.filter(state="planned")
        assert planned.filter(starts_at__date=TODAY).count() == 3
        assert planned.filter(starts_at__date__lt=TODAY).count() >= 2
        assert planned.filter(starts_at__date__gt=TODAY).exists()
        assert user.tasks.open().filter(due_on__lt=TODAY).exists()
        assert user.tasks.open().filter(due_on=TODAY).exists()


def test_stages_follow_from_their_moves() -> None:
    for client in Client.objects.prefetch_related("stage_moves"):
        moves = list(client.stage_moves.all())
        assert [move.from_stage for move in moves] == ["", *(move.to_stage for move in moves[:-1])]
        assert (client.stage, client.stage_since) == (moves[-1].to_stage, moves[-1].on)
        assert client.opened_on == moves[0].on <= client.stage_since < TODAY
        assert client.history.count() == len(moves) == client.version


def test_projects_have_two_years_behind_them_and_true_states() -> None:
    assert states.verify() == []
    first = StatusReport.objects.earliest("on").on
    assert date(2024, 12, 1) <= first <= date(2025, 1, 31) or first < date(2025, 1, 1)
    assert not StatusReport.objects.filter(on__gt=TODAY).exists()
    assert not Project.objects.filter(ends_on__lt=F("starts_on")).exists()
    assert set(Project.objects.values_list("phase", flat=True)) == {
        "needs", "planning", "execution", "results", "closed", "stopped",
    }  # fmt: skip
    for report in StatusReport.objects.all():
        report._state.adding = True
        report.check_postable(TODAY)


def test_some_things_are_kept_from_some() -> None:
    outsider, auditor = User.objects.get(name="Hugo Stål"), User.objects.get(role="auditor")
    assert Client.objects.visible_to(auditor).count() == 280
    assert 260 < Client.objects.visible_to(outsider).count() < 280
    assert Project.objects.visible_to(auditor).count() == 60
    assert Project.objects.visible_to(outsider).count() < 60


def test_the_portfolio_report_is_due_on_the_first_at_seven() -> None:
    schedule = Schedule.objects.get()
    assert schedule.owner.role == Role.MANAGER
    assert schedule.next_due_at == datetime(2026, 12, 1, 7, tzinfo=STOCKHOLM)
    assert schedule.recipients.filter(user=None).count() == 1
    lead = schedule.recipients.get(user__role=Role.PROJECT_LEAD).user
    assert Project.objects.visible_to(lead).count() < Project.objects.visible_to(schedule.owner).count()


def test_every_entry_is_on_the_timeline_of_its_subject() -> None:
    told = EntryRef.objects.filter(record_type=F("entry__subject_type"), record_id=F("entry__subject_id"))
    assert told.count() == Entry.objects.count()
    assert Task.objects.count() == Entry.objects.filter(verb="task.added").count()


def test_new_records_get_free_keys() -> None:
    assert Organisation.objects.create(name="Ny AB").pk > Organisation.objects.exclude(name="Ny AB").latest("pk").pk
    Organisation.objects.filter(name="Ny AB").delete()


def test_a_region_with_records_is_left_alone() -> None:
    before = digest()
    with pytest.raises(CommandError, match="records already"):
        call_command("demo", stdout=StringIO())
    assert digest() == before


def test_the_same_day_and_seed_give_the_same_region() -> None:
    before = digest()
    with transaction.atomic():
        start_afresh()
        build(TODAY)
        assert digest() == before
        transaction.set_rollback(True)


def test_a_larger_region_has_more_of_everything_but_what_is_capped() -> None:
    assert Size.of(2) == Size(2, 8000, 120)
    assert Size.of(300) == Size(300, 300_000, 600)
    assert Size.of(300, meetings=5, projects=7) == Size(300, 5, 7)
    assert sum(Size.of(7).part(100, unit) for unit in range(7)) == 100
