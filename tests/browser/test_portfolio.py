"""The portfolio in a real browser: dragged and stepped through time, compared, and read by axe."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from projects import states
from projects.models import GatePlan
from tests.browser.page import check_page, sign_in
from tests.projects.test_states import report
from tests.world import NOW, PASSWORD, project_named


@pytest.fixture
def portfolio(live_world):
    """Two projects with a year behind them: one that turned worse in June and another that stayed well."""
    other = project_named("Tyst larm på natt", lead=live_world.lead)
    for project, lights in ((live_world.project, {3: "watch", 6: "off_track", 8: "on_track"}), (other, {})):
        for month in range(1, 11):
            light = lights.get(month, "watch" if month in (4, 5, 7) and lights else "on_track")
            report(project, date(2026, month, 3), light, time=light)
        for gate, day in (("G0", date(2026, 2, 1)), ("G1", date(2026, 12, 1))):
            GatePlan.objects.create(project=project, gate=gate, set_on=date(2025, 2, 6), planned_on=day)
        project.gate_decisions.create(gate="G0", verdict="go", on=date(2026, 2, 3))
        project.budget_lines.create(on=date(2026, 1, 5), plan_sek=2_400_000, forecast_sek=2_500_000, actual_sek=700_000)
    states.rebuild([live_world.project, other], NOW)
    _parts(live_world.project, live_world.client.organisation)
    return live_world


def _parts(project, organisation):
    """What a project page shows in tables, with words as long as Swedish has them."""
    long = "Innovationsupphandlingssamordningens verksamhetsutvecklingsplan"
    project.milestones.create(title=long, planned_on=date(2026, 6, 1), forecast_on=date(2026, 8, 1))
    project.risks.create(text=long, action=long, owner="Ulla Frisk", probability=4, consequence=4)
    project.benefits.create(measure=long, kind="quality", owner=long, unit="timmar", baseline=19, target=2)
    project.partners.create(role="need_owner", organisation=organisation, contact=long)


HEADING = re.compile("Portfolio as of 30 June 2026")


def days_to(page, day):
    """How many steps the ruler stands after `day`."""
    first = date.fromisoformat(page.locator("[data-ruler]").get_attribute("data-first"))
    return int(page.get_by_role("slider").input_value()) - (day - first).days


def test_the_keyboard_goes_back_a_day_at_a_time_and_t_returns_to_today(portfolio, signed_in, live_server):
    page = signed_in(portfolio.manager)
    page.goto(f"{live_server.url}/projects/?as_of=2026-07-03")
    slider = page.get_by_role("slider", name="Show the portfolio as of")
    slider.focus()
    for _step in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    expect(page).to_have_url(re.compile("as_of=2026-06-30"))
    expect(page.get_by_role("slider")).to_be_focused()
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")
    expect(page.locator("html.past")).to_have_count(0)


def test_the_arrows_move_the_day_wherever_they_mean_nothing_else(portfolio, signed_in, live_server):
    page = signed_in(portfolio.manager)
    page.goto(f"{live_server.url}/projects/?as_of=2026-07-02")
    for _step in range(2):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    page.keyboard.press("j")
    name = page.locator("[data-rows] > [aria-current=true] a").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("as_of=2026-07-01"))
    expect(page.locator("[data-rows] > [aria-current=true] a:focus")).to_have_text(name)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    days = page.get_by_role("slider").input_value()
    # The select stands at its first choice, so that the key changes nothing there either.
    for field in (page.get_by_label("As of", exact=True), page.locator(".filterbar select").first):
        field.focus()
        page.keyboard.press("ArrowLeft")
        assert page.get_by_role("slider").input_value() == days


def test_the_arrows_scroll_what_is_wider_than_the_page(portfolio, signed_in, live_server):
    page = signed_in(portfolio.manager, width=390)
    page.goto(f"{live_server.url}/projects/?as_of=2026-06-30")
    board = page.get_by_role("region", name="Status, budget and roadmap")
    board.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.wide[role=region]').scrollLeft > 0")
    assert days_to(page, date(2026, 6, 30)) == 0


def test_the_mouse_drags_back_to_30_june_and_march_is_compared(portfolio, signed_in, live_server):
    page = signed_in(portfolio.manager, width=1440)
    page.goto(f"{live_server.url}/projects/")
    slider = page.get_by_role("slider")
    box, steps = slider.bounding_box(), int(slider.get_attribute("max"))
    first = date.fromisoformat(page.locator("[data-ruler]").get_attribute("data-first"))
    y = box["y"] + box["height"] / 2

    def x(day):
        return box["x"] + 8 + (box["width"] - 16) * (day - first).days / steps

    page.mouse.move(box["x"] + box["width"] - 8, y)
    page.mouse.down()
    page.mouse.move(x(date(2026, 6, 30)), y, steps=8)
    page.mouse.up()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"as of \d+ (June|July) 2026"))
    off = days_to(page, date(2026, 6, 30))
    page.get_by_role("slider").focus()
    for _step in range(abs(off)):
        page.keyboard.press("ArrowLeft" if off > 0 else "ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)

    page.get_by_label("Compare with").fill("2026-03-31")
    page.get_by_label("Compare with").press("Tab")
    expect(page.get_by_role("heading", name="Changed since 31 March 2026")).to_be_visible()
    expect(page).to_have_url(re.compile("as_of=2026-06-30&compare=2026-03-31"))
    changes = page.locator(".changes > li")
    expect(changes).to_have_count(1)
    expect(changes).to_contain_text("Watch → off track.")
    expect(page.locator("#portfolio")).to_contain_text("1 project has a new report in which nothing moved.")
    row = page.get_by_role("row").filter(has_text="Sårvård på distans")
    expect(row).to_contain_text("Off track, was watch")
    expect(page.locator(".ruler-row")).to_contain_text(
        "later changes are hidden. Leads, teams, areas and partners are those of today. Read only."
    )
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)


def test_without_javascript_the_date_field_and_a_button_do_the_same(portfolio, browser, live_server):
    bare = browser.new_context(java_script_enabled=False, locale="en")
    page = bare.new_page()
    sign_in(page, live_server.url, portfolio.manager.email, PASSWORD)
    page.goto(f"{live_server.url}/projects/")
    page.get_by_label("As of", exact=True).fill("2026-06-30")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    bare.close()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_page_of_the_room_passes_axe_and_needs_no_sideways_scroll(portfolio, signed_in, live_server, language):
    portfolio.manager.choose(language=language)
    page = signed_in(portfolio.manager)
    project = portfolio.project.pk
    for address in [
        "?as_of=2026-06-30&compare=2026-03-31",
        "start/",
        f"{project}/",
        f"{project}/?as_of=2026-06-30",
        f"{project}/status/post/",
        f"{project}/status/{portfolio.project.status_reports.first().pk}/",
        f"{project}/gates/decide/",
        f"{project}/change/",
    ]:
        check_page(page, f"{live_server.url}/projects/{address}")


def test_a_status_report_survives_a_closed_browser(portfolio, signed_in, live_server):
    page = signed_in(portfolio.lead)
    page.goto(f"{live_server.url}/projects/{portfolio.project.pk}/status/post/")
    page.get_by_label("Summary").fill("Halvvägs genom läget")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.context.clear_cookies()
    again = signed_in(portfolio.lead)
    again.goto(f"{live_server.url}/projects/{portfolio.project.pk}/")
    again.keyboard.press("u")
    expect(again.get_by_label("Summary")).to_have_value("Halvvägs genom läget")
    again.get_by_role("button", name="Discard").click()
    expect(again.get_by_text("“Halvvägs genom läget” cannot be brought back.")).to_be_visible()
    again.get_by_role("link", name="Keep it").click()
    expect(again.get_by_label("Summary")).to_have_value("Halvvägs genom läget")
    again.get_by_role("button", name="Discard").click()
    expect(again.get_by_role("heading", name="Discard what you have typed?")).to_be_visible()
    again.get_by_role("button", name="Discard").click()
    expect(again.get_by_text("The draft is discarded.")).to_be_visible()


def test_a_lead_posts_a_status_by_keyboard(portfolio, signed_in, live_server):
    page = signed_in(portfolio.lead)
    page.goto(f"{live_server.url}/projects/{portfolio.project.pk}/")
    page.keyboard.press("u")
    expect(page.get_by_role("dialog").get_by_role("heading", level=2).first).to_contain_text("Write status")
    page.get_by_role("group", name="Overall").get_by_role("radio", name="Watch").check()
    page.get_by_label("Overall: Why").fill("Länken är sen")
    page.get_by_label("Overall: What is done about it").fill("Manuellt till mars")
    page.get_by_role("button", name="Post the status").click()
    expect(page.get_by_text("Länken är sen")).to_be_visible()
    expect(page.get_by_text("Status posted").first).to_be_visible()
