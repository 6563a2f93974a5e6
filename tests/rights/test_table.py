"""docs/rights.md, cell by cell: each role, with each tie, at the rule, on the page, through the API and in sets."""

import json
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Role
from accounts.rights import NOBODY, OUTSIDE
from tests.rights import declared, table
from tests.rights.declared import Cast
from tests.rights.nouns import NOUNS, VERBS
from tests.rights.table import EXPLAINED, TABLE
from tests.world import token_in_use


@pytest.fixture
def cast(db):
    return Cast.gathered()


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def samples_of(noun, verb):
    """Those whose row of the table says who reads them; of a row of reading, its own."""
    found = NOUNS[noun].verbs[verb].samples or NOUNS[noun].samples
    return [one for one in found if not verb.startswith("read") or one.read == verb]


def expected(noun, verb, role, sample):
    """(whether she reads it, whether she may), as the table says."""
    reads = TABLE[noun, sample.read].cells[role].says(sample.ties) if _is_read(noun, sample) else True
    return reads, reads and TABLE[noun, verb].cells[role].says(sample.ties)


def _is_read(noun, sample):
    return (noun, sample.read) in TABLE and sample not in declared.NOTHING


def test_the_table_and_what_is_declared_are_the_same():
    assert sorted(key for key in TABLE if key[0] != table.UNSIGNED) == sorted(VERBS)


def test_every_tie_in_a_cell_is_explained_and_has_a_record():
    for noun, verb in VERBS:
        row = TABLE[noun, verb]
        said = {tie for cell in row.cells.values() for tie in cell.ties} - {"yes"}
        made = {tie for sample in NOUNS[noun].verbs[verb].samples or NOUNS[noun].samples for tie in sample.ties}
        assert (said - EXPLAINED[noun], said - made) == (set(), set()), f"{noun}: {verb}"


@pytest.mark.parametrize("noun", NOUNS)
def test_each_rule_answers_as_the_table_says(cast, noun):
    wrong = []
    NOUNS[noun].before(cast)
    for role in Role:
        by = cast.people[role]
        for sample in dict.fromkeys(one for verb in NOUNS[noun].verbs for one in samples_of(noun, verb)):
            with undone():
                cast.by = by
                row = sample.make(cast, by)
                verbs = [verb for verb in NOUNS[noun].verbs if sample in samples_of(noun, verb)]
                wrong += [f"{verb}: {said}" for verb in verbs for said in _otherwise(noun, verb, role, by, sample, row)]
    assert "\n".join(wrong) == ""


def _otherwise(noun, verb, role, by, sample, row):
    """What the rule says that the table does not."""
    reads, may = expected(noun, verb, role, sample)
    rule = NOUNS[noun].verbs[verb].may
    if row is not None and bool(NOUNS[noun].reads(by, row)) != reads:
        yield f"{role}, {_ties(sample)}: reads it is not {reads}"
    if bool(rule(by, row)) != may:
        yield f"{role}, {_ties(sample)}: may is not {may}"
    if rule(NOBODY, row):
        yield f"{_ties(sample)}: nobody may"
    if (
        sample.ties <= NOUNS[noun].everybodys
        and bool(rule(OUTSIDE, row)) != expected(noun, verb, table.OUTSIDE, sample)[1]
    ):
        yield f"a reader outside, {sample.read}: is otherwise"


def _ties(sample):
    return f"{sample.read} as {', '.join(sorted(sample.ties)) or 'any other'}"


def told_apart(noun, verb, role):
    """One record that she reads and may, one that she reads and may not, one that she does not read: of every tie the
    rule has been asked above."""
    found = {}
    for sample in samples_of(noun, verb):
        found.setdefault(expected(noun, verb, role, sample), sample)
    return found.items()


@pytest.mark.parametrize(("noun", "verb"), VERBS)
def test_each_door_does_as_the_table_says(cast, noun, verb):
    said = NOUNS[noun].verbs[verb]
    wrong = []
    NOUNS[noun].before(cast)
    for role in Role:
        by = cast.by = cast.people[role]
        wheres = {door.where for door in said.doors}
        entrances = {where: signed_in(by) if where == "page" else with_token(by) for where in wheres}
        for (reads, may), sample in told_apart(noun, verb, role):
            with undone():
                row = sample.make(cast, by)
                said.ready(row)
                for door in said.doors:
                    if problem := _problem(entrances[door.where], door, row, cast, reads, may):
                        wrong.append(f"{role}, {_ties(sample)}: {door.where} {door.name} {problem}")
                for act in said.act:
                    if _acts(act, row, by, cast) != may:
                        wrong.append(f"{role}, {_ties(sample)}: the verb is not {may}")
    assert "\n".join(wrong) == ""


def _problem(entrance, door, row, cast, reads, may):
    """What is otherwise than expected, in words."""
    with undone():
        before = door.trace and door.trace()
        status, words = entrance(door, row, cast)
        after = door.trace and door.trace()
    if door.where == "list":
        return "" if (str(row.pk) in _keys(words)) == reads else f"has it is not {reads}"
    if not may:
        wanted = {403} if reads else door.hidden
        told = f"answers {status}, not {wanted}" if status not in wanted else ""
        return told or ("has done it" if before != after else "")
    if status not in door.done:
        return f"answers {status}: {words[:300]}"
    return "has done nothing" if door.trace and before == after else ""


def _keys(words):
    said = json.loads(words)
    rows = said.get("results", said.get("projects"))
    return {str(row.get("id", row.get("project"))) for row in rows}


def _acts(act, row, by, cast):
    try:
        with undone():
            act(row and type(row)._base_manager.get(pk=row.pk), by, cast)
    except PermissionDenied:
        return False
    return True


def signed_in(by):
    browser = Browser()
    browser.force_login(by)

    def send(door, row, cast):
        url = reverse(door.name, args=door.args(row))
        carried = {"key": uuid4(), "version": getattr(row, "version", "")} if door.method == "post" else {}
        answer = getattr(browser, door.method)(url, carried | door.data(row, cast))
        return answer.status_code, answer.content.decode() if not answer.streaming else ""

    return send


def with_token(by):
    browser = Browser(headers={"authorization": f"Bearer {token_in_use(by)}", "if-match": "*"})

    def send(door, row, cast):
        url, data = reverse(door.name, args=door.args(row)), door.data(row, cast)
        as_json = {"data": json.dumps(data, default=str), "content_type": "application/json"}
        sent = {} if door.method == "get" else {"data": data} if "file" in data else as_json
        answer = getattr(browser, door.method)(url, **sent)
        return answer.status_code, answer.content.decode()

    return send
