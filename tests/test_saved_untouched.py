"""A form that is opened and saved with nothing touched changes nothing, and one that is refused comes back whole.

Of every noun's edit form, with every field filled, through the page as it is shown: what is not on the page, or
cannot be shown on it, is not saved as empty.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from contacts.models import Domain, Municipality, Person, S3Area
from crm.models import Meeting, Task
from lists.models import SavedView
from projects.models import Benefit, Milestone, Risk
from reports.models import Schedule
from tests.sent import form_of, sent
from tests.walk import routes
from tests.world import NOW, contact, person

ROOT = Path(__file__).parent.parent
# What is kept of the sending itself.
OF_SENDING = {"ui.Sent", "sessions.Session", "usersessions.UserSession"}
LONG = 'Med åäö, "citat" & <tecken>.\n\nOch en rad till.'


@pytest.fixture
def rows(world):
    """A row of every noun, each of its fields filled."""
    who = {"by": world.administrator, "at": NOW}
    gone = person("Gun Borta", "advisor", world.health)
    organisation = world.client.organisation
    organisation.change(
        {
            "summary": "Prov hemma", "website": "https://klarvik.example", "employees": 14, "turnover_sek": 12_500_000,
            "balance_sek": 1_499_999, "figures_year": 2025, "domains": [Domain.MEDTECH, Domain.AI],
            "tags": ["prov", "hem"],
            "municipality": Municipality.objects.get(code="1281"), "s3_area": S3Area.objects.first(),
            "number": "5560160680", "number_scheme": "orgnr", "country": "SE",
        },
        **who,
    )  # fmt: skip
    client = world.client
    client.change({"needs": LONG, "note": LONG, "origin": "event", "origin_note": "Mässan", "cadence_days": 45}, **who)
    client.assign(gone, **who)
    client.set_confidentiality("named", readers=[world.outsider, gone], **who)
    maja = contact("Maja Törnqvist", client, role="VD")
    maja.change({"email": "maja@klarvik.example", "phone": "070-123 45 67"}, **who)
    role = maja.affiliations.get()
    role.change({"role": "VD", "is_main": True, "from_on": date(2019, 3, 1)}, **who)
    left = Person.add(name="Har Slutat", **who)
    project = world.project
    project.change(
        {
            "summary": LONG, "kind": "test_bed", "path": "buy", "lead": gone, "team": world.food,
            "line_owner": "Kliniken",
            "goal": "Färre resor", "s3_area": S3Area.objects.first(), "ends_on": date(2031, 1, 2),
            "in_use_on": date(2029, 1, 2),
        },
        **who,
    )  # fmt: skip
    project.set_confidentiality("named", readers=[world.outsider, gone], **who)
    words = {"subject": "Ansökan om verifieringsmedel", "place": "Hos oss, rum Falsterbo", "note": LONG}
    words |= {"services": ["legal", "growth", "other"], "is_substantive": True, "is_specific": False}
    words |= {"reportable_reason": "Eget", "preparation_minutes": 15, "travel_minutes": 75}
    parties = {"clients": [client], "people": [maja, left], "staff": [world.colleague, gone], "about": [project]}
    held = Meeting.log(
        kind="workshop", starts_at=NOW - timedelta(days=400, seconds=17), contact_minutes=95, **words, **parties, **who
    )
    day = timezone.now() + timedelta(days=30)
    planned = Meeting.log(kind="video", state="planned", starts_at=day, is_time_known=False, **words, **parties, **who)
    task = Task.add(text="Ring", due_on=date(2029, 2, 3), owner=gone, client=client, about=[project], **who)
    milestone = Milestone.add(project, title="Pilot", planned_on=date(2024, 1, 9), forecast_on=date(2028, 2, 3), **who)
    risk = Risk.add(project, text="Ingen tid", probability=4, consequence=2, action="Boka", owner="Eva", **who)
    benefit = Benefit.add(
        project, measure="Resor", kind="quality", unit="st/år", owner="Kliniken", baseline=Decimal("1250.50"),
        baseline_on=date(2024, 1, 9), target=Decimal("0.25"), planned_on=date(2029, 1, 2), **who,
    )  # fmt: skip
    schedule = Schedule(
        name="Styrgruppen", kind="portfolio_status", filters={"kind": "test_bed"}, owner=world.administrator,
        rhythm="quarterly",
        weekday=3, day=28, at_time="07:45", time_zone="Europe/Helsinki", language="en", formats=["xlsx"],
        skips_unchanged=True,
    )  # fmt: skip
    schedule.keep(recipients=([world.manager, gone], ["styr@region.example"]), **who)
    view = SavedView.keep(name="Tysta i Malmö", list="clients", query="stage=active&q=Ek", shared="all", **who)
    gone.deactivate(**who)
    found = [client, organisation, maja, role, held, planned, task, project, milestone, risk, benefit, schedule]
    return {row._meta.model_name: row for row in found} | {
        "held": held,
        "planned": planned,
        "user": world.advisor,
        "view": view,
    }


FORMS = {
    "accounts:settings": None, "accounts:user_edit": "user",
    "crm:client_change": "client", "crm:client_assign": "client", "crm:client_confidentiality": "client",
    "contacts:organisation_change": "organisation", "contacts:person_change": "person",
    "contacts:affiliation_change": "affiliation",
    "crm:meeting_change": "held", "crm:task_change": "task",
    "projects:project_change": "project", "projects:project_confidentiality": "project",
    "projects:milestone_change": "milestone", "projects:risk_change": "risk", "projects:benefit_change": "benefit",
    "lists:view_change": "view", "reports:schedule_edit": "schedule",
}  # fmt: skip
FACTS = [
    "name",
    "number",
    "summary",
    "website",
    "municipality",
    "employees",
    "turnover_sek",
    "balance_sek",
    "figures_year",
]
FACTS += ["s3_area", "domains", "tags"]
CASES = [(name, row, ()) for name, row in FORMS.items()] + [("crm:meeting_change", "planned", ())]
CASES += [("crm:client_fact", "client", (fact,)) for fact in FACTS]
EDITING = re.compile(r"_(change|edit|fact|assign|confidentiality)$|^settings$")


def test_every_form_that_edits_is_tried():
    found = {name for _address, name in routes() if EDITING.search(name)}
    assert found == {name.partition(":")[2] for name, _row, _more in CASES}


def kept():
    """Everything in the database that is not of the sending itself: (noun, key, field) → value."""
    nouns = [model for model in apps.get_models() if model._meta.label not in OF_SENDING]
    nouns += [field.remote_field.through for noun in nouns for field in noun._meta.local_many_to_many]
    return {
        (noun._meta.label, values[noun._meta.pk.attname], name): value
        for noun in nouns for values in noun._default_manager.values() for name, value in values.items()
    }  # fmt: skip


def differing(before, after):
    return {key: (before.get(key), after.get(key)) for key in before | after if before.get(key) != after.get(key)}


def pages(rows, browser, cases=CASES):
    """(name, address, the page as it is opened) of every form that edits."""
    for name, row, more in cases:
        url = reverse(name, args=[rows[row].pk, *more] if row else [])
        yield f"{name} {row} {more}", url, browser.get(url)


def test_saved_untouched_nothing_changes(rows, world, client):
    client.force_login(world.administrator)
    before = kept()
    for case, url, page in pages(rows, client):
        form = form_of(page)
        answer = client.post(form.action or url, sent(form))
        assert answer.status_code == 302, (case, [one.errors for one in forms_in(answer)])
        assert (case, differing(before, kept())) == (case, {})


def test_every_field_of_a_form_is_on_its_page(rows, world, client):
    client.force_login(world.administrator)
    for case, _url, page in pages(rows, client):
        shown = {control.name for control in form_of(page).inputs if control.name}
        assert (case, {bound.html_name for form in forms_in(page) for bound in form} - shown) == (case, set())


MAKING = {
    "crm:meeting_log": None, "crm:task_create": None, "crm:client_open": None, "contacts:organisation_add": None,
    "contacts:affiliation_add": "organisation", "crm:client_move": "client",
    "projects:project_start": None, "projects:gate_plan": "project", "projects:gate_decide": "project",
    "projects:project_close": "project", "projects:status_post": "project", "projects:milestone_add": "project",
    "projects:risk_add": "project", "projects:benefit_add": "project", "projects:benefit_read": "benefit",
    "projects:partner_add": "project", "projects:budget_set": "project",
    "reports:schedule_create": None, "accounts:user_invite": None,
}  # fmt: skip


def test_a_refused_form_comes_back_whole(rows, world, client):
    """With all that was typed, and all that it carries unseen: else its next save is taken for somebody else's."""
    client.force_login(world.administrator)
    lost = {}
    for case, url, page in pages(rows, client, [*CASES, *((name, row, ()) for name, row in MAKING.items())]):
        form = form_of(page)
        typed = sent(form) | {"draft_version": ["7"]} if form.get("data-draft") else sent(form)
        answer = client.post(form.action or url, typed | (wrong := unanswerable(form)))
        assert (case, answer.status_code) == (case, 422)
        again = sent(form_of(answer))
        # The token is masked anew in each answer.
        typed |= dict.fromkeys(["csrfmiddlewaretoken", *wrong])
        lost[case] = {name for name, texts in typed.items() if texts is not None and again.get(name) != texts}
    assert {case: names for case, names in lost.items() if names} == {}


def test_nothing_that_is_filled_is_folded_away(rows, world, client):
    client.force_login(world.administrator)
    folded = "details[not(@open)]//*[self::input[@checked] or self::input[@type='text'][@value!='']]"
    found = {case: form_of(page).xpath(f".//{folded}/@name") for case, _url, page in pages(rows, client)}
    assert {case: names for case, names in found.items() if names} == {}


def test_no_form_leaves_a_number_to_the_browser(rows, world, client):
    """It drops "mkr" and the comma of 1,5 unseen, and refuses in its own language."""
    client.force_login(world.administrator)
    making = [(name, row, ()) for name, row in MAKING.items()]
    found = {case for case, _url, page in pages(rows, client, [*CASES, *making]) if 'type="number"' in page.text}
    assert found == set()
    assert [str(path) for path in ROOT.glob("templates/**/*.html") if 'type="number"' in path.read_text()] == []


def unanswerable(form):
    """The first field she sees, with what no field takes."""
    shown = [control for control in form.inputs if control.name and control.get("type") not in {"hidden", "submit"}]
    return {next(control.name for control in shown if control.tag != "button"): ["x" * 100_000]}


def forms_in(answer):
    context = answer.context or {}
    return context.get("forms") or [context["form"]]
