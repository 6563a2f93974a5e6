"""House rule: no list has a column twice, neither in its file nor among those to choose from, whatever is asked."""

from collections import Counter

import pytest
from django.http import QueryDict
from django.urls import get_resolver

from lists.columns import COLUMNS
from lists.registry import LISTS
from tests.world import TODAY

# Rooms register the lists of theirs with their addresses.
assert get_resolver().url_patterns


def twice(columns):
    return [name for name, count in Counter(column.name for column in columns).items() if count > 1]


@pytest.mark.parametrize("code", sorted(LISTS))
def test_no_column_stands_twice(world, code):
    kind = LISTS[code]
    of = kind.each_of.objects.create() if kind.each_of else None
    usual = kind(world.advisor, QueryDict(), TODAY, of=of)
    every = "&".join(f"{COLUMNS}={column.name}" for column in usual.offered())
    for page in (usual, kind(world.advisor, QueryDict(every), TODAY, of=of)):
        choices = [choice.column for choice in page.chooser.choices]
        assert (twice(page.file_columns), twice(choices)) == ([], []), code
        assert len(choices) == len(page.offered()) - 1
