"""What schemathesis is told to expect otherwise stands in docs/api-contract.md, each with its reason, and no more."""

import tomllib

import pytest

from tests.narrowed import HEADER, RULES, narrowed, on_page, told

ENTRIES = tomllib.loads(RULES.read_text())["operations"]
NEVER = {"not_a_server_error", "status_code_conformance", "response_schema_conformance", "content_type_conformance"}


def test_the_page_lists_every_narrowed_check_with_its_reason():
    assert on_page() == told(), "python -m tests.narrowed writes it"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["include-name"])
def test_a_check_is_narrowed_for_one_operation_and_with_a_reason(entry):
    assert set(entry["checks"]) <= {"positive_data_acceptance", HEADER}
    assert not set(entry["checks"]) & NEVER
    assert "positive_data_acceptance" not in entry["checks"] or narrowed()[entry["include-name"]]
    assert "*" not in entry["include-name"]
