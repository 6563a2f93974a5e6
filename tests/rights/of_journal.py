"""What follows from entries, behind the table's words."""

from accounts.access import can_administer
from accounts.rights import rights_of
from crm.models import Task
from journal.access import can_mark
from journal.models import Following, FollowingState, Notification
from journal.record import record
from tests.rights.declared import NOTHING, Noun, Verb, api, client, of, page, reading, tied
from tests.world import NOW
from worker.reactions.follow_up_given import CODE


def _failed(cast, by):
    entry = record("client.changed", client(cast, cast.somebody), by=cast.somebody, at=NOW, changes=[])
    return Following.objects.create(entry=entry, reaction="gone", state=FollowingState.FAILED)


def _told(whom):
    def make(cast, by):
        task = Task.objects.create(text="Ring", owner=by, client=client(cast, cast.somebody))
        entry = record("task.added", task, by=cast.somebody, at=NOW)
        return Notification.objects.create(to=by if whom == "hers" else cast.another, entry=entry, what=CODE)

    return make


def marks():
    return list(Notification.objects.values_list("pk", "read_at"))


def states():
    return list(Following.objects.values_list("pk", "state"))


NOUNS = {
    "Notification": Noun(
        [tied("told", _told("hers")), tied("", _told("another's"))],
        {
            "read": reading("notification"),
            "mark as read": Verb(
                can_mark,
                (page("journal:notification_read", trace=marks), api("post", "notification-read", trace=marks)),
                (lambda row, by, cast: row.mark_read(by=by, at=NOW),),
            ),
            "mark all as read": Verb(
                lambda by, row: rights_of(by).who is not None,
                (
                    page("journal:notifications_read", args=lambda row: [], trace=None),
                    api("post", "notification-read-all", args=lambda row: [], trace=None),
                ),
                samples=NOTHING,
            ),
        },
    ),
    "Consequence": Noun(
        [tied("", _failed)],
        {
            "read": reading("consequence"),
            "try again": Verb(
                of(can_administer),
                (
                    page("journal:following_try_again", trace=states),
                    api("post", "consequence-try-again", trace=states),
                ),
                (lambda row, by, cast: row.try_again(by=by, at=NOW),),
            ),
            "let be": Verb(
                of(can_administer),
                (page("journal:following_let_be", trace=states), api("post", "consequence-let-be", trace=states)),
                (lambda row, by, cast: row.let_be(by=by),),
            ),
        },
    ),
}
