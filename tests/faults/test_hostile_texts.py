"""Every hostile text in every parameter and every field alone; `make test` tries two, and all at once."""

from tests.hostile import ALL_TEXTS, broken_fields, broken_parameters, pages
from tests.test_hostile import walker  # noqa: F401 - a fixture


def test_no_text_in_any_parameter_or_field_breaks_a_page(walker):  # noqa: F811
    found = pages(walker)
    asked, broken = broken_parameters(walker, found, ALL_TEXTS)
    sent, broken_by_form = broken_fields(walker, found, ALL_TEXTS)
    print(f"{len(found)} pages, {asked} parameters and {sent} fields tried, {len(ALL_TEXTS)} texts")
    assert broken + broken_by_form == []
