"""A list of a noun that the room has never heard of: teams, by their names."""

import django_filters
import pytest
from django.http import QueryDict
from django.test import RequestFactory

from accounts.models import Role, Team
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort, count_in_words
from lists.picks import SEARCH, Pick
from lists.tabs import BuiltIn
from tests.world import TODAY, person
from ui.table import linked


class TeamFilter(django_filters.FilterSet):
    q = django_filters.CharFilter("name", lookup_expr="icontains")
    key = django_filters.NumberFilter("pk")


class TeamList(ListPage):
    code = "teams"
    title = "Teams"
    place, export, file_name = "contacts:person_list", "contacts:person_export", "teams"
    none_matches, show_all, empty = "No team matches", "Show all teams", "contacts/person_list_empty.html"
    filterset = TeamFilter
    picks = [Pick("q", "Name", SEARCH), Pick("key", "Key", options=lambda page: {"1": "First"})]
    columns = [
        Column("name", "Name", lambda team: linked("/", team.name), "name", sorts=("name", "-name")),
        Column("key", "Key", "pk", css="num"),
        Column("letters", "Letters", lambda team: len(team.name)),
        Column("code", "Code", lambda team: f"T{team.pk}", is_shown=False, goes_along=True),
        Column("verbs", "Verbs", lambda team: "end", out=None),
    ]
    order = "name"
    sorts = {"name": Sort("name"), "-name": Sort("name", is_descending=True)}

    def read(self):
        return Team.objects.all()

    def built_in(self):
        return [BuiltIn("food", "Food", (("q", "mat"), ("sort", "-name"))), BuiltIn("all", "All")]

    def in_words(self, found, readable):
        return count_in_words(found) if readable is None else f"{count_in_words(found)} of {count_in_words(readable)}"


@pytest.fixture
def teams(db):
    return [Team.objects.create(name=name) for name in ("Hälsa", "Mat", "Matematik")]


@pytest.fixture
def reader(db):
    return person("Alva Ek", Role.ADVISOR)


@pytest.fixture
def listed(reader):
    def page(query="", user=reader):
        return TeamList(user, QueryDict(query), TODAY, RequestFactory().get("/"))

    return page
