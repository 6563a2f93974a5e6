"""The API asked for with whatever its description allows and forbids, of the records that are there.

A description cannot say which keys exist, nor what follows from the state of a record. The keys are filled in here
(`described`); where a rule lets an operation refuse what fits it, `tests/schemathesis.toml` names the operation
and the rule, and `docs/api-contract.md` lists them.
"""

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import schemathesis
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import sampled_from
from schemathesis import checks
from schemathesis.config import SchemathesisConfig

from config.api import router
from tests.narrowed import RULES, narrowed
from ui.plain_text import UNTYPED

SCHEMA = "/api/v1/schema/"
# So many keys of a noun are enough.
KEYS = 12


@schemathesis.check
def refused_by_its_rule(_context: Any, response: Any, case: Any) -> None:
    """What fits its description is refused at no other field than its entry names."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    rules = narrowed().get(case.operation.label, {})
    told = response.json()
    unnamed = [one["field"] for one in told.get("errors", [{"field": "?"}]) if not _is_named(one["field"], rules)]
    assert not unnamed, f"refused at {unnamed}, which no rule names: {told}"


def _is_named(field: str, rules: dict[str, str]) -> bool:
    """By itself, or by a part of it: "addresses.3", "organisation.number", "comment_time"."""
    return any(name in rules for name in (field, *field.split("."), field.partition("_")[0]))


def described(url: str, headers: dict[str, str], *, bare: bool = False) -> Any:
    """The description, with the keys of the records that are there in place of any number; `bare` without the rules."""
    with urlopen(Request(url + SCHEMA, headers=headers)) as answer:
        raw = json.load(answer)
    for path, parameter in _parameters(raw):
        if parameter["name"] == "If-Match":
            parameter["schema"] = {"enum": ["*"]}
        if (parameter["in"], parameter["name"]) == ("path", "id") and (noun := _noun_at(path)):
            parameter["schema"] = {"x-noun": noun}
    sent = [schema for name, schema in raw["components"]["schemas"].items() if name.endswith("Request")]
    for field in _fields([raw["paths"], sent]):
        field["enum"] = _keys(field["x-noun"]) + [None] * ("null" in field.get("type", ""))
    rules = {} if bare else tomllib.loads(RULES.read_text())
    return schemathesis.openapi.from_dict(raw, config=SchemathesisConfig.from_dict(rules | {"base-url": url}))


def _parameters(raw: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in raw["paths"].items():
        for operation in methods.values():
            yield from ((path, one) for one in operation.get("parameters", []))


def _noun_at(path: str) -> str:
    """Of what `id` is the key at this path."""
    parts = path.removeprefix("/api/v1/").split("/")
    views = {prefix: viewset for prefix, viewset, _name in router.registry}
    queryset = getattr(views.get(parts[0]), "queryset", None)
    return queryset.model._meta.model_name if queryset is not None and "{id}" in parts else ""


def _keys(noun: str) -> list[Any]:
    [model] = [one for one in apps.get_models() if one._meta.model_name == noun]
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:KEYS]) or [0]


def _fields(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "x-noun" in part:
            yield part
        part = list(part.values())
    for one in part if isinstance(part, list) else []:
        yield from _fields(one)


def broken(url: str, headers: dict[str, str], cases: int, *, anew: bool = False) -> tuple[int, list[str]]:
    """How many cases were asked at `url`, up to `cases` an operation, and what was wrong in an answer; the same cases
    each time, or others (`anew`)."""
    asked, wrong = 0, Wrong()
    for operation in _operations(url, headers):

        @_often(cases, anew=anew)
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            with wrong.noted(case):
                case.call_and_validate(headers=headers)

        ask()
    return asked, wrong.told


def broken_by_keys(url: str, headers: dict[str, str], cases: int, *, anew: bool = False) -> tuple[int, list[str]]:
    """The same of what an operation's schema allows, with an odd key in each of its objects, of which none speaks."""
    asked, wrong = 0, Wrong()
    for operation in _operations(url, headers):
        if not operation.body:
            continue

        @_often(cases, anew=anew)
        @given(case=operation.as_strategy(), key=sampled_from(ODD_KEYS))
        def ask(case: Any, key: str) -> None:
            nonlocal asked
            if case.media_type != "application/json":
                return
            asked += 1
            case.body = with_key(case.body, key)
            with wrong.noted(case):
                answer = case.call_and_validate(headers=headers, checks=ANSWERED_AS_DESCRIBED)
                assert answer.status_code in REFUSED or not UNTYPED.search(key), f"{key!r} was taken"

        ask()
    return asked, wrong.told


# What no text holds is refused as a key as well; the others are keys of nothing that we know.
ODD_KEYS = ["a\0b", "", " ", "²", "__class__", "pk__in", "a.b", "x" * 3000]
# The body is read after who asks, for what, and in which version.
REFUSED = {400, 403, 404, 409, 412, 428}
ANSWERED_AS_DESCRIBED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def with_key(sent: Any, key: str) -> Any:
    """The key in every object of what is sent."""
    if isinstance(sent, dict):
        return {name: with_key(value, key) for name, value in sent.items()} | {key: "x"}
    return [with_key(one, key) for one in sent] if isinstance(sent, list) else sent


class Wrong:
    """One failure of each kind at each operation."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], str] = {}

    @contextmanager
    def noted(self, case: Any) -> Iterator[None]:
        try:
            yield
        except (BaseExceptionGroup, AssertionError) as failed:
            for one in getattr(failed, "exceptions", [failed]):
                self.found[case.operation.label, type(one).__name__] = f"{one} {case.as_curl_command()}"

    @property
    def told(self) -> list[str]:
        return [f"{label} {kind}: {told}" for (label, kind), told in self.found.items()]


def _operations(url: str, headers: dict[str, str]) -> list[Any]:
    found = [found.ok() for found in described(url, headers).get_all_operations()]
    return [operation for operation in found if operation.path != SCHEMA]


def _often(cases: int, *, anew: bool) -> settings:
    return settings(
        max_examples=cases, derandomize=not anew, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
