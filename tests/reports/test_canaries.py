"""Names of what is kept, looked for in everything a report tells each kind of reader, by every way it is told."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pypdf
import pytest
from rest_framework.test import APIClient

from contacts.models import Organisation
from projects.models import Benefit, Project
from projects.states import rebuild
from reports import rendering, sight
from reports.frozen import Hangs, readable
from reports.kinds import portfolio_status as kinds
from reports.kinds.portfolio_status import BENEFIT, CHANGE, REPORT, ROW
from reports.models import Rendering, Run
from tests.reports.conftest import FIRST, OUTSIDE, scheduled
from tests.world import client_named, project_named
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
NAMED, TEAM, SECRET, OPEN = "Kanarienamn AB", "Kanarielag AB", "Hemligt spår", "Hudkliniken"
CANARIES = {NAMED, TEAM, SECRET}


@pytest.fixture
def kept(portfolio):
    """Two organisations that are known only through clients kept from most, as need owners of open projects."""
    named = client_named(NAMED, lead=portfolio.outsider, confidentiality="named").organisation
    team = client_named(TEAM, lead=portfolio.advisor, confidentiality="team").organisation
    clinic = Organisation.objects.create(name=OPEN, kind="healthcare_provider")
    portfolio.project.partners.create(organisation=named, role="need_owner")
    portfolio.project.partners.create(organisation=clinic, role="clinic")
    other = Project.objects.get(title="Tyst larm")
    other.partners.create(organisation=team, role="need_owner")
    return portfolio


@pytest.fixture
def portfolio(portfolio):
    other = project_named("Tyst larm", lead=portfolio.lead)
    rebuild([other], at=FIRST)
    return portfolio


@pytest.fixture
def readers(kept):
    roles = ("advisor", "colleague", "outsider", "lead", "manager", "administrator", "auditor", "editor")
    return [getattr(kept, role) for role in roles]


@pytest.fixture
def run(kept, readers, mailbox):
    scheduled(kept, to=(readers, [OUTSIDE]), language="en")
    carry_out_all(FIRST)
    return Run.objects.get()


def known_to(user):
    """What of the canaries she may know, by the rules of every page."""
    if user is None:
        return set()
    names = {*Organisation.objects.visible_to(user).values_list("name", flat=True)}
    return CANARIES & (names | {*Project.objects.visible_to(user).values_list("title", flat=True)})


def found_in(text):
    return {name for name in CANARIES if name in text}


def words_of(content, extension):
    if extension == "pdf":
        return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())
    with zipfile.ZipFile(BytesIO(content)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist())


def mailed(mail):
    yield mail.get_body(("plain",)).get_content()
    yield mail.get_body(("html",)).get_content()
    yield str(mail.items())
    for part in mail.iter_attachments():
        yield words_of(part.get_content(), part.get_filename().rpartition(".")[2])


def test_mails_with_their_files_name_nothing_kept_from_their_reader(run, readers, mailbox):
    mails = {mail["To"]: mail for mail in mailbox.messages}
    assert len(mails) == len(readers) + 1
    for user in [*readers, None]:
        texts = list(mailed(mails[user.email if user else OUTSIDE]))
        assert [found_in(text) - known_to(user) for text in texts] == [set()] * 5, user
        # The workbook names the need owners one may know, and the clinic where the owner is kept.
        assert found_in(texts[-1]) == known_to(user)
        assert (OPEN in texts[-1]) is (NAMED not in known_to(user))


def test_pages_files_previews_and_the_api_name_nothing_kept_from_their_reader(run, readers, client):
    recipients = {one.address: one for one in run.schedule.recipients.select_related("user")}
    api = APIClient()
    for user in readers:
        client.force_login(user)
        api.force_authenticate(user)
        here = f"/reports/runs/{run.pk}/"
        paths = [f"/reports/{run.schedule_id}/", here, f"{here}view/"]
        paths += [f"{here}view/?as={one.pk}" for one in recipients.values()]
        answers = [client.get(path) for path in paths]
        answers += [api.get(f"/api/v1/{noun}/") for noun in ("runs", "deliveries", "schedules")]
        told = [answer.content.decode() for answer in answers]
        assert [found_in(text) - known_to(user) for text in told] == [set()] * len(told), user
        for name in ("pdf", "xlsx"):
            made = client.get(f"{here}file/{name}/")
            assert made.status_code == 200
            assert found_in(words_of(made.content, name)) - known_to(user) == set()


def test_an_editor_looks_at_no_reader_who_may_know_more_than_she(run, kept, client):
    """The manager may not know the client kept to the outsider, nor the project kept to its lead."""
    client.force_login(kept.manager)
    for one in run.schedule.recipients.select_related("user"):
        answer = client.get(f"/reports/runs/{run.pk}/view/?as={one.pk}")
        assert answer.status_code == (200 if known_to(one.user) <= known_to(kept.manager) else 403), one


def test_the_link_sent_outside_names_nothing_kept(run, client, mailbox):
    mail = next(mail for mail in mailbox.messages if mail["To"] == OUTSIDE)
    path = re.search(r"https?://[^/]+(/reports/read/\S+)", mail.get_body(("plain",)).get_content())[1]
    client.logout()
    assert found_in(client.get(path).content.decode()) == set()


def test_a_run_frozen_before_names_hung_on_anything_tells_nobody_the_need_owner(run, readers):
    """As version 0.1.0 froze it: the need owner's name, and not whose it is."""
    for row in (row for day in ("now", "then") for row in run.data[day]):
        row["owner"] = row.pop("owners")[0][1] if row["owners"] else ""
    run.save(update_fields=["data"])
    Rendering.objects.all().delete()
    for user in readers:
        seen = sight.of_user(user)
        assert {row.owner for row in rendering.cut(run, seen).rows} == {""}
        files = rendering.files(run, seen)
        text = words_of(bytes(files["xlsx"].content), "xlsx")
        assert found_in(text) - {SECRET} == set()


def test_what_has_not_said_on_what_it_hangs_is_shown_to_nobody():
    everything = sight.Sight(frozenset([1]), frozenset([7]))
    frozen = [{"project": 1, "client": "Kanarie", "owners": [[7, "Sedd"], [8, "Dold"]]}]
    declared = {"project": Hangs.PROJECT, "owners": Hangs.ORGANISATIONS}
    assert readable(frozen, declared, everything) == [{"project": 1, "owners": [(7, "Sedd")]}]
    assert readable([{"project": 2}], declared, everything) == []


def test_everything_frozen_has_said_on_what_it_hangs(kept):
    """But the need owner's bare name, which no reader gets."""
    benefit = Benefit.objects.create(project=kept.project, measure="Väntetid", kind="access", baseline=1, target=0)
    benefit.readings.create(on=FIRST.date(), value=1)
    data = kinds.freeze(FIRST.date(), date(2026, 10, 31), {})
    data["reports"] = kinds.by_project(data["reports"])
    declared = {"now": ROW, "then": ROW, "changes": CHANGE, "benefits": BENEFIT, "reports": REPORT}
    found = {name: set().union(*data[name]) - set(of) for name, of in declared.items()}
    assert found == dict.fromkeys(found, set()) | {"now": {"owner"}, "then": {"owner"}}
    assert set(data) - set(found) == {"schema", "kind", "as_of", "compare_to", "stale_days", "history"}
