"""What the API's description cannot say, operation by operation: what fits it may be refused by these rules."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.config import SchemathesisConfig

SCHEMA = "/api/v1/schema/"
THERE = "what is named by its id must be there, and be seen by who asks"
ONE_OF = "what is asked for must be one of the owner's own words, which are not in the description"
ROW = "what is written together must fit together"
LISTS = {
    **dict.fromkeys(("benefits", "budget-lines", "gate-decisions", "gate-plans", "milestones", "partners"), THERE),
    **dict.fromkeys(("deliveries", "meetings", "people", "projects", "risks", "runs", "schedules"), THERE),
    **dict.fromkeys(("status-reports", "tasks"), THERE),
    **dict.fromkeys(("clients", "memberships", "organisations"), ONE_OF),
    "portfolio": "a day must be within 1900–2200, and a filter one of the words that it offers",
}
MADE = {
    **dict.fromkeys(("benefits", "budget-lines", "gate-decisions", "gate-plans", "milestones", "partners"), THERE),
    **dict.fromkeys(("meetings", "memberships", "projects", "risks", "status-reports", "tasks"), THERE),
    "clients": "an organisation is named by one of two fields, by its id where it is there",
    "organisations": "its number must have the right check digit and its parent be there",
    "people": ROW,
    "schedules": "its time zone must be one that there is, its readers too",
    "imports": "the file must be one of those that Fyr reads, and hold something",
}
RULES = {
    **{f"GET /api/v1/{name}/": rule for name, rule in LISTS.items()},
    **{f"POST /api/v1/{name}/": rule for name, rule in MADE.items()},
    "POST /api/v1/benefits/{id}/read/": ROW,
    "POST /api/v1/people/{id}/erase/": "a ground that is a decision needs its number",
    "POST /api/v1/people/{id}/join/": THERE,
}
# What changes a record: its If-Match must be the record's version, what is sent be there and follow from its state.
CHANGED = [
    *(f"PATCH /api/v1/{name}/{{id}}/" for name in (
        "benefits", "clients", "meetings", "memberships", "milestones", "organisations", "people",
        "projects", "risks", "schedules", "tasks",
    )),
    *(f"POST /api/v1/{verb}/" for verb in (
        "clients/{id}/assign", "clients/{id}/confidentiality", "clients/{id}/move", "meetings/{id}/cancel",
        "memberships/{id}/activate", "memberships/{id}/approve", "memberships/{id}/leave", "milestones/{id}/finish",
        "projects/{id}/close", "risks/{id}/close", "schedules/{id}/pause", "schedules/{id}/resume", "tasks/{id}/done",
        "tasks/{id}/reopen",
    )),
]  # fmt: skip
ACCEPTS = ["2xx", "3xx", "401", "403", "404", "409", "429"]


def configuration() -> SchemathesisConfig:
    """Every check is on for every operation; a rule of those above lets one refuse what fits its description."""
    refusing = [_refusing(label, "400") for label in RULES]
    return SchemathesisConfig.from_dict({"operations": [*refusing, *(_of_a_version(label) for label in CHANGED)]})


def _refusing(label: str, *statuses: str) -> dict[str, Any]:
    accepted = {"expected-statuses": [*ACCEPTS, *statuses]}
    return {"include-name": label, "checks": {"positive_data_acceptance": accepted}}


def _of_a_version(label: str) -> dict[str, Any]:
    """RFC 6585: what lacks its If-Match is answered by 428."""
    narrowed = _refusing(label, "400", "412")
    narrowed["checks"]["missing_required_header"] = {"expected-statuses": ["400", "401", "403", "415", "428"]}
    return narrowed


def broken(url: str, headers: dict[str, str], cases: int) -> tuple[int, list[str]]:
    """How many cases were asked at `url`, up to `cases` an operation, and what was wrong in an answer."""
    described = schemathesis.openapi.from_url(url + SCHEMA, config=configuration(), headers=headers)
    asked, wrong = 0, {}
    often = settings(
        max_examples=cases, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
    )
    for found in described.get_all_operations():
        operation: Any = found.ok()
        if operation.path == SCHEMA:
            continue

        @often
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            try:
                case.call_and_validate(headers=headers)
            except BaseExceptionGroup as failed:
                for one in failed.exceptions:
                    wrong[case.operation.label, type(one).__name__] = f"{one} {case.as_curl_command()}"

        ask()
    return asked, [f"{label} {kind}: {told}" for (label, kind), told in wrong.items()]
