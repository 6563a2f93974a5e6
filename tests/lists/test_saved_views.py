"""Saved views: kept, opened, changed, shared, removed and brought back, on the page and through the API; begun with."""

from urllib.parse import parse_qs

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from contacts.models import Community, Organisation
from lists.models import SavedView
from tests.world import NOW, client_named, token_in_use
from ui.versions import Changed

LIST = "/crm/clients/"


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


def view(owner, name="Tysta", query="quiet=60", **fields):
    made = {"list": "clients", "name": name, "query": query, "created_at": NOW, "owner": owner}
    return SavedView.objects.create(**made | fields)


def tabs(page):
    return [(tab.label, tab.is_current) for tab in page.context["list"].tabs]


def save(browser, **sent):
    return browser.post(reverse("lists:view_save"), {"list": "clients", "name": "Tysta"} | sent)


def test_a_view_keeps_filters_columns_and_order_and_is_the_first_tab(browser, world):
    sent = "quiet=60&sort=contact&columns=size&columns=stage&after=7&unknown=1&key=x"
    answer = save(browser, query=sent)
    made = SavedView.objects.get()
    assert (made.owner, made.list, made.name, made.query) == (
        world.advisor, "clients", "Tysta", "quiet=60&sort=contact&columns=size&columns=stage",
    )  # fmt: skip
    assert answer["Location"] == f"{LIST}?{made.query}&view={made.pk}"
    page = browser.get(answer["Location"])
    assert tabs(page)[0] == ("Tysta", True)
    assert [tab.is_current for tab in page.context["list"].tabs[1:]] == [False] * 4
    assert [column.name for column in page.context["list"].shown] == ["name", "size", "stage"]


def test_what_is_looked_at_is_offered_to_be_saved_until_a_view_looks_so(browser, world):
    def offers(query):
        html = browser.get(f"{LIST}?{query}").content.decode()
        return "Save view</a>" in html, "Save the view</button>" in html

    made = view(world.advisor)
    assert offers("quiet=60&stage=active") == (True, False)
    assert offers("sort=name") == (False, False)
    assert offers(f"quiet=60&view={made.pk}") == (False, False)
    assert offers(f"quiet=90&view={made.pk}") == (True, True)
    others = view(world.manager, shared="all")
    assert offers(f"quiet=90&view={others.pk}") == (True, False)


def test_its_shape_is_saved_again_where_it_is_looked_at(browser, world):
    made = view(world.advisor)
    sent = {"query": "quiet=90&sort=contact", "version": 1}
    answer = browser.post(reverse("lists:view_reshape", args=[made.pk]), sent)
    made.refresh_from_db()
    assert (made.query, made.version) == ("quiet=90&sort=contact", 2)
    assert parse_qs(answer["Location"].partition("?")[2]) == {
        "quiet": ["90"], "sort": ["contact"], "view": [str(made.pk)],
    }  # fmt: skip
    browser.post(reverse("lists:view_reshape", args=[made.pk]), {"query": "quiet=1", "version": 1})
    made.refresh_from_db()
    assert made.query == "quiet=90&sort=contact"


def test_a_view_keeps_no_rows_each_readers_rights_decide(world):
    client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    made = view(world.manager, "Alla aktiva", "stage=active", shared="all")
    seen = {}
    for user in (world.advisor, world.outsider):
        browser = Browser()
        browser.force_login(user)
        page = browser.get(f"{LIST}?stage=active&view={made.pk}")
        [tab] = [tab for tab in page.context["list"].tabs if tab.key == str(made.pk)]
        seen[user.name] = (len(page.context["list"].rows), tab.count)
    assert seen == {"Alva Ek": (1, "1"), "Cilla Wik": (2, "2")}


def test_it_is_shared_with_her_team_or_with_everybody(world):
    for name, owner, fields in [
        ("Min", world.advisor, {}),
        ("Hennes", world.colleague, {}),
        ("Hälsas", world.colleague, {"shared": "team", "team": world.health}),
        ("Matens", world.outsider, {"shared": "team", "team": world.food}),
        ("Allas", world.manager, {"shared": "all"}),
    ]:
        view(owner, name, **fields)

    def offered(user):
        return [one.name for one in SavedView.objects.offered_to(user)]

    assert offered(world.advisor) == ["Allas", "Hälsas", "Min"]
    assert offered(world.outsider) == ["Allas", "Matens"]
    # Without a team, and reading every shared one: her own lists show what is for her.
    assert offered(world.administrator) == ["Allas"]
    readable = SavedView.objects.visible_to(world.administrator).values_list("name", flat=True)
    assert list(readable) == ["Allas", "Hälsas", "Matens"]


def test_sharing_is_refused_by_right_and_offered_to_whom_it_is_allowed(browser, world):
    assert save(browser, shared="all").status_code == 403
    with pytest.raises(PermissionDenied):
        SavedView.keep(by=world.advisor, at=NOW, list="clients", name="A", query="", shared="all")
    with pytest.raises(PermissionDenied):
        SavedView.keep(by=world.auditor, at=NOW, list="clients", name="A", query="", shared="team")
    save(browser, shared="team")
    made = SavedView.objects.get()
    assert (made.shared, made.team) == ("team", world.health)
    made.change({"shared": ""}, by=world.advisor)
    made.refresh_from_db()
    assert (made.shared, made.team) == ("", None)


def test_an_administrator_changes_what_is_shared_and_keeps_it_its_owners(world):
    made = view(world.advisor, shared="team", team=world.health)
    made.change({"name": "Tysta klienter", "shared": "team"}, by=world.administrator)
    made.refresh_from_db()
    assert (made.name, made.owner, made.team, made.version) == ("Tysta klienter", world.advisor, world.health, 2)
    with pytest.raises(PermissionDenied):
        view(world.advisor).change({"name": "X"}, by=world.administrator)
    with pytest.raises(PermissionDenied):
        made.change({"name": "X"}, by=world.colleague)


def test_an_older_version_changes_nothing(world):
    made = view(world.advisor)
    made.change({"name": "Ny"}, by=world.advisor)
    with pytest.raises(Changed):
        made.change({"name": "Nyare"}, by=world.advisor, version=1)


def test_its_page_names_it_anew_and_shows_both_on_conflict(browser, world):
    made = view(world.advisor)
    url = reverse("lists:view_change", args=[made.pk])
    assert browser.post(url, {"name": "Nya", "version": 1})["Location"] == f"{reverse('lists:view_list')}?list=clients"
    made.refresh_from_db()
    assert (made.name, made.shared) == ("Nya", "")
    stale = browser.post(url, {"name": "Äldre", "version": 1})
    assert (stale.status_code, "Nya" in stale.content.decode()) == (422, True)


def test_removed_it_is_gone_from_the_list_and_undo_brings_it_back(browser, world):
    made = view(world.advisor)
    page = browser.post(reverse("lists:view_remove", args=[made.pk]), {"version": 1}, follow=True)
    assert tabs(browser.get(LIST))[0] == ("My active clients", False)
    assert "Removed views (1)" in page.content.decode()
    undo = page.content.decode().partition('<div class="toast">')[2].partition('<form action="')[2].partition('"')[0]
    assert undo.partition("?")[0] == reverse("lists:view_bring_back", args=[made.pk])
    browser.post(undo.replace("&amp;", "&"))
    assert tabs(browser.get(LIST))[0] == ("Tysta", False)


def test_somebody_elses_own_view_is_not_there(browser, world):
    made = view(world.colleague)
    for name in ("view_change", "view_reshape", "view_remove", "view_bring_back"):
        assert browser.post(reverse(f"lists:{name}", args=[made.pk])).status_code == 404, name
    page = browser.get(f"{LIST}?quiet=60&view={made.pk}")
    assert tabs(page)[0] == ("My active clients", False)
    assert browser.get(reverse("lists:view_list"), {"list": "clients"}).context["saved"] == ([], [])


@pytest.mark.parametrize("code", ["", "nothing", "clients/1", "members", "members/x", "members/9999"])
def test_a_list_that_is_not_there_has_no_views(browser, world, code):
    assert browser.get(reverse("lists:view_list"), {"list": code}).status_code == 404
    assert browser.get(reverse("lists:view_save"), {"list": code}).status_code == 404


def test_a_list_begins_with_the_view_that_she_has_chosen_and_everything_is_one_press_away(browser, world):
    made = view(world.advisor)
    begin = reverse("lists:view_begin")
    for key, led in [(str(made.pk), f"quiet=60&view={made.pk}"), ("new", None), ("quiet", None), ("nonsense", "")]:
        browser.post(begin, {"list": "clients", "view": key})
        answer = browser.get(LIST)
        if led == "":
            assert answer.status_code == 200
        elif led:
            assert answer["Location"] == f"{LIST}?{led}"
        else:
            assert tabs(browser.get(answer["Location"])).count((answer_label(key), True)) == 1
    browser.post(begin, {"list": "clients", "view": "quiet"})
    html = browser.get(f"{LIST}?stage=declined").content.decode()
    assert f'href="{LIST}?sort=name">Show all clients' in html
    assert browser.get(LIST, headers={"HX-Request": "true"}).status_code == 200


def answer_label(key):
    return {"new": "New this quarter", "quiet": "Gone quiet"}[key]


def test_a_list_whose_first_view_was_removed_begins_with_all(browser, world):
    made = view(world.advisor)
    browser.post(reverse("lists:view_begin"), {"list": "clients", "view": str(made.pk)})
    made.remove(by=world.advisor, at=NOW)
    assert browser.get(LIST).status_code == 200


def test_saving_can_say_that_the_list_begins_with_it(browser, world):
    save(browser, query="quiet=60", opens="on")
    made = SavedView.objects.get()
    assert User.objects.get(pk=world.advisor.pk).opens_with == {"clients": str(made.pk)}
    browser.post(reverse("lists:view_change", args=[made.pk]), {"name": "Tysta", "version": 1})
    assert User.objects.get(pk=world.advisor.pk).opens_with == {}


def test_each_community_has_views_of_its_own(browser, world):
    first, second = (Community.objects.create(name=name) for name in ("HealthTech", "FoodTech"))
    save(browser, list=f"members/{first.pk}", query="state=active")
    assert SavedView.objects.get().list == f"members/{first.pk}"
    assert tabs(browser.get(f"/contacts/communities/{first.pk}/")) == [("Tysta", False)]
    assert tabs(browser.get(f"/contacts/communities/{second.pk}/")) == []


def test_at_most_six_stand_as_tabs_and_the_one_in_view_always(browser, world):
    made = [view(world.advisor, f"Vy {number}", f"quiet={number + 1}") for number in range(8)]
    page = browser.get(f"{LIST}?quiet=8&view={made[7].pk}")
    labels = [label for label, _is_current in tabs(page)]
    assert labels[:6] == ["Vy 0", "Vy 1", "Vy 2", "Vy 3", "Vy 4", "Vy 7"]


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_views_costs_the_same(browser, world, number, django_assert_num_queries):
    for one in range(number):
        view(world.advisor, f"Vy {one}")
    browser.get(LIST)
    with django_assert_num_queries(10):
        browser.get(LIST)
    page = reverse("lists:view_list")
    with django_assert_num_queries(4):
        browser.get(page, {"list": "clients"})


# Through the API


@pytest.fixture
def program(world):
    return Browser(headers={"authorization": f"Bearer {token_in_use(world.advisor)}", "if-match": "*"})


def test_a_program_keeps_changes_removes_and_brings_back(program, world):
    def sent(method, url, **data):
        answer = getattr(program, method)(url, data, content_type="application/json")
        return answer.status_code, answer.json()

    kept = {"list": "clients", "name": "Tysta", "query": "quiet=60&after=3&sort=contact"}
    status, made = sent("post", "/api/v1/views/", **kept)
    assert (status, made["query"], made["owner"], made["version"]) == (
        201,
        "quiet=60&sort=contact",
        world.advisor.pk,
        1,
    )
    url = f"/api/v1/views/{made['id']}/"
    status, changed = sent("patch", url, name="Ny", query="stage=active", shared="team")
    assert (status, changed["name"], changed["query"], changed["team"]) == (200, "Ny", "stage=active", world.health.pk)
    assert sent("patch", url, shared="all")[0] == 403
    assert sent("post", f"{url}remove/")[1]["removed_at"] is not None
    assert sent("post", f"{url}bring-back/")[1]["removed_at"] is None
    assert [one["id"] for one in program.get("/api/v1/views/", {"list": "clients"}).json()["results"]] == [made["id"]]
    assert program.get("/api/v1/views/", {"list": "people"}).json()["results"] == []
    status, refused = sent("post", "/api/v1/views/", **kept | {"list": "nothing"})
    assert (status, [one["field"] for one in refused["errors"]]) == (400, ["list"])


def test_what_a_view_asks_narrows_the_apis_list_as_it_does_the_page(program, browser, world):
    client_named("Ny AB", stage="enquiry", last_contact_on=NOW.date())
    made = view(world.advisor, query="stage=enquiry")
    page = browser.get(f"{LIST}?{made.query}&view={made.pk}")
    listed = program.get(f"/api/v1/clients/?{made.query}").json()["results"]
    assert [row.pk for row in page.context["list"].rows] == [row["id"] for row in listed]
    assert Organisation.objects.count() == 2


# What is shared, and by whom it may be


def test_an_administrator_shares_with_a_team_only_what_is_of_hers(world):
    """Of an owner without a team it was an error of the database."""
    User.objects.filter(pk=world.administrator.pk).update(team=world.health)
    world.administrator.refresh_from_db()
    browser = Browser()
    browser.force_login(world.administrator)
    for owner in (world.manager, world.outsider):
        made = view(owner, shared="all")
        form = browser.get(reverse("lists:view_change", args=[made.pk]))
        offered = [value for value, _label in form.context["form"].fields["shared"].widget.choices]
        sent = {"name": "Tysta", "shared": "team", "version": 1}
        answer = browser.post(reverse("lists:view_change", args=[made.pk]), sent)
        assert (offered, answer.status_code, "Its owner is not in your team." in answer.text) == (
            ["", "all"],
            403,
            True,
        )
        made.refresh_from_db()
        assert (made.shared, made.team) == ("all", None)
    made = view(world.advisor, shared="all")
    made.change({"shared": "team"}, by=world.administrator)
    made.refresh_from_db()
    assert (made.shared, made.team) == ("team", world.health)


def changes(made, by, **lost):
    """Every verb of a view, once its owner has lost what she had."""
    User.objects.filter(pk=by.pk).update(**lost)
    by = User.objects.get(pk=by.pk)
    for act in (
        lambda: made.change({"name": "Ny"}, by=by),
        lambda: made.change({"query": "stage=active"}, by=by),
        lambda: made.change({"shared": ""}, by=by),
        lambda: made.remove(by=by, at=NOW),
        lambda: made.bring_back(by=by),
    ):
        try:
            act()
            yield ""
        except PermissionDenied as refused:
            yield str(refused)


NO_MORE = "Managers and administrators share views with everybody."
LEFT = "It is shared with a team that you have left; an administrator changes it."
AUDITS = "An auditor reads everything and changes nothing."


def test_an_owner_who_has_lost_the_right_to_share_changes_nothing_that_is_shared(world):
    told = [
        set(changes(view(world.manager, shared="all"), world.manager, role="advisor")),
        set(changes(view(world.advisor, shared="team", team=world.health), world.advisor, team=world.food)),
        set(changes(view(world.colleague, shared="team", team=world.health), world.colleague, role="auditor")),
        set(changes(view(world.advisor), world.advisor, role="auditor")),
    ]
    assert told == [{NO_MORE}, {LEFT}, {AUDITS}, {""}]


def test_both_doors_refuse_her_and_her_page_offers_her_nothing(browser, program, world):
    made = view(world.advisor, shared="all")
    for name in ("view_change", "view_reshape", "view_remove", "view_bring_back"):
        answer = browser.post(reverse(f"lists:{name}", args=[made.pk]), {"version": 1, "name": "Ny"})
        assert (answer.status_code, NO_MORE in answer.text) == (403, True), name
    answer = program.patch(f"/api/v1/views/{made.pk}/", {"name": "Ny"}, content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (403, "Chefer och administratörer delar vyer med alla.")
    [line], _removed = browser.get(reverse("lists:view_list"), {"list": "clients"}).context["saved"]
    assert (line.view, bool(line.may)) == (made, False)


def test_a_removed_view_is_told_to_nobody_it_was_shared_with(browser, program, world):
    shared = view(world.manager, "Allas", shared="all", removed_at=NOW)
    view(world.colleague, "Hälsas", shared="team", team=world.health, removed_at=NOW)
    own = view(world.advisor, removed_at=NOW)
    assert [one["id"] for one in program.get("/api/v1/views/").json()["results"]] == [own.pk]
    assert program.get(f"/api/v1/views/{shared.pk}/").status_code == 404
    assert browser.post(reverse("lists:view_bring_back", args=[shared.pk])).status_code == 404
    assert shared in SavedView.objects.visible_to(world.administrator)
