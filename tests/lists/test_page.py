"""What follows from the declaration of a list: rows, columns, orders, filters, views, files. The noun is scratch."""

import csv
import io

import pytest
from django.template.loader import render_to_string

from accounts.models import Team
from lists.export import as_csv
from lists.paging import PAGE


def names(page):
    return [team.name for team in page.rows]


def columns(page):
    return [column.name for column in page.shown]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Hälsa", "Mat", "Matematik"]),
        ("sort=-name", ["Matematik", "Mat", "Hälsa"]),
        ("sort=nonsense", ["Hälsa", "Mat", "Matematik"]),
        ("q=mat", ["Mat", "Matematik"]),
        ("key=nonsense", ["Hälsa", "Mat", "Matematik"]),
        ("q=mat&after=nonsense", ["Mat", "Matematik"]),
    ],
)
def test_filters_and_orders_are_in_the_address(teams, listed, query, found):
    assert names(listed(query)) == found


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["name", "key", "letters", "verbs"]),
        ("columns=code&columns=key", ["name", "code", "key"]),
        ("columns=key&columns=code", ["name", "key", "code"]),
        ("columns=name", ["name"]),
        ("columns=key&columns=key&columns=nonsense", ["name", "key"]),
        ("columns=nonsense", ["name", "key", "letters", "verbs"]),
    ],
)
def test_the_address_says_which_columns_and_in_which_order(listed, query, shown):
    assert columns(listed(query)) == shown


def test_a_column_moves_by_an_address_and_the_filters_stay(listed):
    choices = listed("q=mat&columns=key&columns=code&after=3").chooser.choices
    assert [(one.column.name, one.is_chosen, one.earlier.partition("?")[2], one.later.partition("?")[2])
            for one in choices] == [
        ("key", True, "", "q=mat&columns=code&columns=key"),
        ("code", True, "q=mat&columns=code&columns=key", ""),
        ("letters", False, "", ""),
        ("verbs", False, "", ""),
    ]  # fmt: skip


def test_a_press_on_a_heading_orders_by_it_and_then_the_other_way(listed):
    def heading(query):
        first = listed(query).headings[0]
        return first.sorted, first.url.partition("?")[2]

    assert heading("q=mat") == ("ascending", "q=mat&sort=-name")
    assert heading("q=mat&sort=-name&after=1") == ("descending", "q=mat&sort=name")
    assert [head.url for head in listed().headings[1:]] == ["", "", ""]


def test_views_are_tabs_with_their_counts_and_name_the_page(teams, listed):
    page = listed("q=mat&columns=key")
    assert [(tab.label, tab.query, tab.count, tab.is_current) for tab in page.tabs] == [
        ("Food", "q=mat&sort=-name", "2", True),
        ("All", "sort=name", "3", False),
    ]
    assert (page.views.label, listed("q=x").views.label) == ("Food", "Teams")


def test_counts_say_of_how_many_once_something_is_filtered(teams, listed):
    assert (listed().count, listed("q=mat").count, listed("key=nonsense").count) == ("3", "2 of 3", "3")


def test_a_filter_in_force_is_told_in_words_and_taken_away(listed):
    chips = [(chip.label, chip.value, chip.without) for chip in listed("key=1&q=mat&after=3").chips]
    assert chips == [("Name", "mat", "key=1"), ("Key", "First", "q=mat")]
    assert [chip.without for chip in listed("q=mat").chips] == ["sort=name"]


@pytest.mark.parametrize("sort", ["name", "-name"])
def test_pages_follow_each_other_without_gap_or_overlap(listed, sort):
    Team.objects.bulk_create(Team(name=f"Lag {number:03}") for number in range(2 * PAGE + 1))
    seen, query = [], f"sort={sort}"
    while query:
        page = listed(query)
        seen += names(page)
        query = page.next_query
    wanted = [f"Lag {number:03}" for number in range(2 * PAGE + 1)]
    assert seen == (wanted if sort == "name" else wanted[::-1])


def lines(page):
    text = b"".join(as_csv(page).streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_file_has_what_tells_rows_apart_and_then_the_columns_of_the_page_in_their_order(teams, listed):
    code = f"T{teams[1].pk}"
    assert lines(listed("q=mat&columns=verbs&columns=letters&columns=key"))[:2] == [
        ["Name", "Code", "Letters", "Key"],
        ["Mat", code, "3", str(teams[1].pk)],
    ]
    assert lines(listed("q=mat&columns=letters&columns=code"))[1] == ["Mat", code, "3"]


def test_a_file_has_every_page(listed):
    Team.objects.bulk_create(Team(name=f"Lag {number:03}") for number in range(PAGE + 7))
    assert len(lines(listed("after=3"))) == 1 + PAGE + 7


def test_what_people_wrote_is_text_in_a_cell(listed):
    Team.objects.create(name="<b>Mat</b>")
    html = render_to_string("lists/rows.html", {"list": listed()})
    assert ("&lt;b&gt;Mat&lt;/b&gt;" in html, "<b>" in html) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_any_number_of_rows_costs_the_same(listed, rows, django_assert_num_queries):
    Team.objects.bulk_create(Team(name=f"Lag {number}") for number in range(rows))
    with django_assert_num_queries(2):
        render_to_string("lists/rows.html", {"list": listed("q=lag")})


def test_nothing_at_all_and_nothing_that_matches_are_told_apart(listed):
    assert "No people yet" in render_to_string("lists/rows.html", {"list": listed()})
    html = render_to_string("lists/rows.html", {"list": listed("q=zz")})
    assert ("No team matches" in html, "Show all teams" in html) == (True, True)
