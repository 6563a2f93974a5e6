"""Of what was missed a noun keeps the newest, all or nothing, as it has said; what comes in time is always kept."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from journal.due import Missed, Promises

AT = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


class Hourly(Promises):
    """Each whole hour of the last three; keeps in memory what it was told to."""

    def __init__(self, missed):
        self.missed, self.told, self.failures = missed, [], []

    def rows(self, at):
        return User.objects.order_by("pk")

    def come(self, row, at):
        return [AT - timedelta(hours=hours) for hours in (2, 1, 0)]

    def moment(self, promise):
        return promise

    def keep(self, row, kept, given_up, at):
        if row.name == "Trasig":
            raise ValueError("no")
        self.told.append(([one.hour for one in kept], [one.hour for one in given_up]))

    def failed(self, row, at):
        self.failures.append(row.name)


@pytest.mark.parametrize(
    ("missed", "late", "kept"),
    [
        (Missed.NEWEST, 0, ([6], [4, 5])),
        (Missed.NEWEST, 30, ([6], [4, 5])),
        (Missed.ALL, 30, ([4, 5, 6], [])),
        (Missed.NONE, 0, ([6], [4, 5])),
        (Missed.NONE, 30, ([], [4, 5, 6])),
    ],
)
def test_the_rule_says_what_is_kept_and_what_is_given_up(missed, late, kept):
    promises = Hourly(missed)
    promises.settle(User(name="Alva"), AT + timedelta(minutes=late))
    assert promises.told == [kept]


@pytest.mark.django_db
def test_a_row_that_fails_is_told_and_leaves_the_others_theirs():
    for name in ("Alva", "Trasig", "Bo"):
        User.objects.create_user(f"{name}@fyr.example", name=name)
    promises = Hourly(Missed.NEWEST)
    settled = [row.name for row, _promises in promises.settle_all(AT)]
    assert (settled, promises.failures, len(promises.told)) == (["Alva", "Bo"], ["Trasig"], 2)
