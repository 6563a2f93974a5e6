"""Ctrl+Enter saves from every form, Esc is one step back, and the focus begins and stays where one goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import Meeting, Task
from tests.test_saved_untouched import FORMS, MAKING, rows  # noqa: F401 - a fixture: a row of every noun
from tests.walk import walk
from tests.world import client_named, contact

# Where each page with a form begins: the first field that is still to be said, else the first.
BEGINS = {
    "accounts:settings": "name", "accounts:user_edit": "name", "accounts:user_invite": "name",
    "accounts:tokens": "name",
    "account_change_password": "oldpassword",
    "contacts:affiliation_add": "name", "contacts:affiliation_change": "role", "crm:client_assign": "lead",
    "crm:client_change": "name", "crm:client_confidentiality": "confidentiality", "crm:client_move": "stage",
    "crm:client_open": "name", "crm:import_start": "file", "crm:meeting_change": "note", "crm:meeting_log": "q",
    "contacts:membership_apply": "community", "contacts:organisation_add": "name",
    "contacts:organisation_change": "name", "contacts:person_change": "name", "contacts:person_erase": "ground",
    "crm:task_change": "text", "crm:task_create": "text",
    "lists:view_change": "name", "lists:view_save": "name",
    "projects:benefit_add": "measure", "projects:benefit_change": "measure", "projects:benefit_read": "value",
    "projects:budget_set": "source", "projects:gate_decide": "verdict", "projects:gate_plan": "gate",
    "projects:milestone_add": "title", "projects:milestone_change": "title", "projects:partner_add": "organisation",
    "projects:project_change": "title", "projects:project_close": "reason",
    "projects:project_confidentiality": "confidentiality", "projects:project_start": "title",
    "projects:risk_add": "text", "projects:risk_change": "text", "projects:status_post": "summary",
    "reports:schedule_create": "name", "reports:schedule_edit": "name",
}  # fmt: skip
OF = FORMS | MAKING | {"contacts:membership_apply": "organisation", "contacts:person_erase": "erased"}
# What a page's address asks besides.
ASKED = {"lists:view_save": "?list=clients"}
FOCUSED = "() => document.activeElement.getAttribute('name') ?? document.activeElement.tagName.toLowerCase()"
CARET = "() => [document.activeElement.selectionStart, document.activeElement.value.length]"
# What would be sent is told instead of sent.
PRESS = """() => {
    document.addEventListener("submit", (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        window.pressed = event.submitter;
    }, true);
    document.querySelectorAll("form").forEach((form) => form.noValidate = true);
}"""


@pytest.fixture
def at(live_server, live_world, signed_in):
    """A page of the administrator's, who may do everything."""
    page = signed_in(live_world.administrator)

    def go(name, *args, query=""):
        page.goto(live_server.url + reverse(name, args=args) + query)
        return page

    return go


def test_every_page_with_a_form_begins_in_its_first_useful_field_and_control_enter_saves_it(rows, at, client):  # noqa: F811
    rows["erased"] = contact("Nils Nilsson", rows["client"])
    begins, saves = {}, {}
    for name in BEGINS:
        page = at(name, *([rows[OF[name]].pk] if OF.get(name) else []), query=ASKED.get(name, ""))
        begins[name] = page.evaluate(FOCUSED)
        page.evaluate(PRESS)
        page.keyboard.press("Control+Enter")
        saves[name] = page.evaluate("() => window.pressed?.className")
    # The log form without a client begins in its log bar, where Enter finds one.
    assert (begins, {name for name, button in saves.items() if button != "btn primary"}) == (
        BEGINS,
        {"crm:meeting_log"},
    )


def test_no_page_with_a_form_is_left_out(rows, world, client):  # noqa: F811
    client.force_login(world.administrator)
    found = walk(client, ["/", "/more/", "/settings/", "/users/", "/projects/"])
    forms = {name for name, pages in found.items() for page in pages for form in page.forms if "who" in form.fields}
    # A fact that is edited in its place has its own test below.
    assert forms - {"crm:client_fact"} <= BEGINS.keys()
    assert FORMS.keys() | MAKING.keys() <= BEGINS.keys()


@pytest.mark.parametrize("key", ["Control+Enter", "Meta+Enter"])
def test_control_or_command_enter_saves_from_any_field_of_a_page_or_panel(at, live_world, key):
    task = Task.add(text="Ring", by=live_world.administrator, at=timezone.now(), owner=live_world.administrator)
    page = at("crm:task_change", task.pk)
    page.keyboard.type(" Maja")
    page.locator("[name=owner]").focus()
    page.keyboard.press(key)
    expect(page.locator("[data-toasts]")).to_contain_text("Saved")
    assert Task.objects.get().text == "Ring Maja"
    page = at("crm:client_detail", live_world.client.pk)
    page.keyboard.press("m")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    page.keyboard.type("Talat om patent")
    page.keyboard.press(key)
    expect(page.locator("[data-toasts]")).to_contain_text("Meeting saved")
    assert Meeting.objects.get().note == "Talat om patent"


def test_control_enter_saves_a_fact_in_its_place_and_nothing_when_another_dialog_is_open(at, live_world):
    page = at("crm:client_detail", live_world.client.pk)
    page.locator("#fact-employees a").click()
    expect(page.locator("#fact-employees [name=employees]")).to_be_focused()
    page.keyboard.type("14")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#fact-employees")).to_contain_text("Small")
    page = at("crm:task_create")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Shift+?")
    expect(page.locator("#keylist")).to_be_visible()
    page.evaluate(PRESS)
    page.keyboard.press("Control+Enter")
    assert page.evaluate("() => window.pressed") is None


def test_the_list_of_keys_tells_of_saving_and_leaving_a_form(at):
    page = at("crm:client_list")
    assert page.locator("footer.keys [data-in-form]:visible").count() == 0
    page.keyboard.press("?")
    page.locator("#keylist li").first.wait_for()
    said = page.locator("#keylist li").all_inner_texts()
    assert {" ".join(one.split()) for one in said} >= {
        "save the form CtrlEnter",
        "one step back; what you have typed stays Esc",
    }
    assert at("crm:task_create").locator("footer.keys [data-in-form]:visible").count() == 2


def test_escape_in_a_form_that_nothing_is_typed_in_goes_back_to_what_opened_it(at, live_world):
    page = at("crm:client_detail", live_world.client.pk)
    link = page.get_by_role("link", name="Change stage")
    link.click()
    page.wait_for_url(f"**{reverse('crm:client_move', args=[live_world.client.pk])}")
    expect(page.locator("main [name=stage]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    assert page.url.endswith(reverse("crm:client_detail", args=[live_world.client.pk]))


def test_escape_in_a_form_opened_by_its_address_goes_where_cancel_does(at, live_world):
    page = at("crm:client_change", live_world.client.pk)
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{reverse('crm:client_detail', args=[live_world.client.pk])}")


def test_escape_leaves_typed_words_where_they_are(at):
    page = at("crm:task_create")
    expect(page.get_by_label("What")).to_be_focused()
    page.keyboard.type("Ring Maja")
    page.keyboard.press("Escape")
    page.keyboard.type(" i dag")
    expect(page.get_by_label("What")).to_have_value("Ring Maja i dag")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toasts]")).to_contain_text("Ring Maja")
    assert Task.objects.get().text == "Ring Maja i dag"


@pytest.mark.usefixtures("quietly")
def test_escape_stays_in_a_form_that_was_refused(at, live_world):
    page = at("crm:task_list")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog").get_by_label("What")).to_be_focused()
    page.fill("[name=text]", "Ring")
    page.fill("[name=due_on]", "någon gång")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main .err").first).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(page.get_by_label("What")).to_have_value("Ring")


def test_escape_restores_a_fact_that_is_edited_in_its_place(at, live_world):
    live_world.client.organisation.change({"employees": 14}, by=live_world.administrator, at=timezone.now())
    page = at("crm:client_detail", live_world.client.pk)
    fact, field = page.locator("#fact-employees a"), page.locator("#fact-employees [name=employees]")
    said = fact.inner_text()
    fact.click()
    expect(field).to_be_focused()
    page.keyboard.type("0")
    expect(field).to_have_value("140")
    page.keyboard.press("Escape")
    expect(fact).to_be_focused()
    assert fact.inner_text() == said
    page.keyboard.press("Enter")
    expect(field).to_be_focused()


def test_a_panel_gives_the_focus_back_to_where_it_was(at, live_world):
    page = at("crm:client_detail", live_world.client.pk)
    page.locator(".crumbs a").focus()
    page.keyboard.press("m")
    page.wait_for_function("() => document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".crumbs a")).to_be_focused()


@pytest.mark.parametrize("key", ["?", "Control+k", "/"])
def test_every_dialog_gives_the_focus_back(at, live_world, key):
    page = at("crm:client_list")
    page.keyboard.press("j")
    before = page.evaluate("() => document.activeElement.outerHTML")
    page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate("() => document.activeElement.outerHTML") == before


def test_the_caret_begins_at_the_end_of_a_text_that_is_there(at, live_world):
    meeting = Meeting.log(by=live_world.administrator, at=timezone.now(), kind="video", starts_at=timezone.now(),
                          clients=[live_world.client], note="En rad.\nEn till.")  # fmt: skip
    task = Task.add(text="Ring", by=live_world.administrator, at=timezone.now(), owner=live_world.administrator)
    assert at("crm:task_change", task.pk).evaluate(CARET) == [4, 4]
    assert at("crm:meeting_change", meeting.pk).evaluate(CARET) == [16, 16]
    page = at("crm:meeting_detail", meeting.pk)
    page.keyboard.press("e")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    assert page.evaluate(CARET) == [16, 16]
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(CARET) == [8, 16]


def test_a_text_that_is_tabbed_to_is_gone_on_with_at_its_end(at, live_world):
    live_world.project.change({"summary": "Sår"}, by=live_world.administrator, at=timezone.now())
    page = at("projects:project_change", live_world.project.pk)
    page.keyboard.press("Tab")
    expect(page.locator("[name=summary]")).to_be_focused()
    page.keyboard.type("vård")
    expect(page.locator("[name=summary]")).to_have_value("Sårvård")
    # A line is selected whole, as the browser does.
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Ny titel")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Titel")
    expect(page.locator("[name=title]")).to_have_value("Titel")


@pytest.fixture
def tasks(live_world):
    """Three of the administrator's, due one after another."""
    on = timezone.localdate()
    return [
        Task.add(text=text, due_on=on + timedelta(days=n), by=live_world.administrator, at=timezone.now(),
                 owner=live_world.administrator)
        for n, text in enumerate(["Först", "Sedan", "Sist"])
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["crm:today", "crm:task_list"])
def test_after_a_task_is_done_the_focus_goes_to_the_next_row(at, tasks, name):
    page = at(name)
    link = page.locator("[data-rows] a:focus")
    page.get_by_role("link", name="Först").focus()
    for following in ("Sedan", "Sist"):
        page.keyboard.press("d")
        expect(link).to_have_text(following)
        expect(page.locator("[data-rows] > [aria-current=true]")).to_contain_text(following)
    page.keyboard.press("d")
    # Nothing is left, so Today's part is gone: what is left is the page.
    expect(page.locator("h1")).to_be_focused()
    assert Task.objects.exclude(done_at=None).count() == 3


def test_after_the_last_row_the_focus_goes_to_the_one_before(at, tasks):
    page = at("crm:today")
    page.get_by_role("button", name="Done: Sist").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-rows] a:focus")).to_have_text("Sedan")


def test_tab_in_the_palette_chooses_and_never_leaves_it(at, live_world):
    client_named("Ankarfot AB")
    client_named("Ankarspel AB")
    page = at("crm:client_list")
    page.keyboard.press("Control+k")
    page.keyboard.type("ankar")
    expect(page.locator(".hits li")).to_have_count(2)
    chosen = page.locator(".hits li[aria-selected=true]")
    expect(chosen).to_contain_text("Ankarfot")
    for key, name in [("Tab", "Ankarspel"), ("Tab", "Ankarfot"), ("Shift+Tab", "Ankarspel")]:
        page.keyboard.press(key)
        expect(chosen).to_contain_text(name)
        expect(page.locator("dialog.palette input")).to_be_focused()
    page.locator("dialog.palette footer").click()
    expect(page.locator("dialog.palette input")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ankarspel")


def test_a_light_is_a_guess_until_it_is_chosen_or_said_why(at, live_world):
    live_world.project.post_status(
        by=live_world.lead, at=timezone.now(), overall="on_track", time="on_track", cost="on_track"
    )
    page = at("projects:status_post", live_world.project.pk)
    guesses, told = page.locator(".seg.guess"), page.locator("[data-guesses] .guess")
    expect(told).to_have_text(["Overall: on track", "Time: on track", "Cost: on track"])
    # The one that is on already, said again.
    page.locator("[data-guess=overall] label", has_text="On track").click()
    expect(told).to_have_text(["Time: on track", "Cost: on track"])
    page.locator("[data-guess-of=time] textarea").first.fill("Som planerat")
    expect(told).to_have_text(["Cost: on track"])
    page.locator("[data-guess=cost] label", has_text="Watch").click()
    expect(guesses).to_have_count(0)
    expect(page.locator("[data-guesses]")).to_have_text("")


def test_what_is_carried_over_is_said_yes_to_from_the_keyboard(at, live_world):
    said = {"summary": "Allt går", "overall": "on_track", "decisions": [{"text": "Byt klinik"}]}
    live_world.project.post_status(by=live_world.lead, at=timezone.now(), **said)
    page = at("projects:status_post", live_world.project.pk)
    told = page.locator("[data-guesses] .guess")
    expect(told).to_have_text(["Overall: on track", "Summary", "Decision: Byt klinik"])
    page.locator("[data-guess=overall] input:checked").focus()
    page.keyboard.press("Space")
    expect(told).to_have_text(["Summary", "Decision: Byt klinik"])
    expect(page.locator("[data-guess=overall] input:checked")).to_have_value("on_track")
    page.get_by_label("Summary").fill("Allt går ännu")
    expect(page.locator("span[data-guess=summary]")).to_have_count(0)
    page.get_by_label("We recommend").first.fill("Ja")
    expect(page.locator(".guess, input[name=guessed]")).to_have_count(0)


def test_a_budget_that_is_set_anew_begins_at_its_forecast(at, live_world):
    live_world.project.set_budget(
        by=live_world.lead, at=timezone.now(), on=timezone.localdate() - timedelta(days=40), source="Vinnova",
        plan_sek=5, forecast_sek=5, actual_sek=1,
    )  # fmt: skip
    page = at("projects:budget_set", live_world.project.pk)
    assert page.evaluate(FOCUSED) == "forecast_sek"


def test_a_question_begins_on_its_safe_answer_and_escape_gives_it(at, live_world):
    page = at("crm:meeting_log", query=f"?client={live_world.client.pk}")
    page.get_by_label("Note", exact=True).fill("Maja vill byta")
    page.locator("[data-discard]").click()
    safe = page.locator("form[data-asks] [data-safe]")
    expect(safe).to_be_focused()
    expect(page.locator("footer.keys")).to_contain_text("EscKeep it")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Note", exact=True)).to_have_value("Maja vill byta")
