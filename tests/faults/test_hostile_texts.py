"""Every hostile text in every parameter and every field alone; `make test` tries one of each, and all at once."""

from tests.hostile import PATHS, TEXTS, broken_by_all, broken_fields, broken_parameters, broken_paths, pages
from tests.test_hostile import headers, walker  # noqa: F401 - fixtures


def test_no_text_in_any_parameter_or_field_breaks_a_page(walker):  # noqa: F811
    found = pages(walker)
    asked, broken = broken_parameters(walker, found, most=len(TEXTS))
    sent, broken_by_form = broken_fields(walker, found, most=len(TEXTS))
    at_once, broken_at_once = broken_by_all(walker, found, most=len(TEXTS))
    print(
        f"{len(found)} pages, {asked} parameters and {sent} fields tried alone, {at_once} together, {len(TEXTS)} texts"
    )
    assert broken + broken_by_form + broken_at_once == []


def test_no_text_in_any_key_of_an_address_breaks_a_page_or_the_api(walker, headers):  # noqa: F811
    asked, broken = broken_paths(walker, pages(walker), headers, most=len(PATHS))
    print(f"{asked} addresses tried, {len(PATHS)} texts")
    assert broken == []
