"""Saved views of lists behind the table's words."""

from dataclasses import replace

from accounts.models import User
from lists import access
from lists.models import SavedView
from tests.rights.declared import NOTHING, Noun, Verb, api, new, of, page, reading, shown, tied
from tests.world import NOW


def views():
    return list(SavedView.objects.order_by("pk").values_list("name", "query", "shared", "removed_at", "version"))


def begun():
    return list(User.objects.order_by("pk").values_list("opens_with"))


def _view(shared="", whose="somebody's", removed_at=None):
    def make(cast, by):
        owner = by if whose == "own" else cast.another
        team = {"team": cast.team, "others": cast.others}.get(shared)
        said = {"shared": "team" if team else shared, "team": team}
        return SavedView.objects.create(
            owner=owner, list="clients", name="Tysta", query="quiet=60", created_at=NOW, removed_at=removed_at, **said
        )

    return make


def _kept(shared=""):
    return lambda row, by, cast: SavedView.keep(
        by=by, at=NOW, list="clients", name="Tysta", query="quiet=60", shared=shared
    )


SENT = {"list": "clients", "query": "quiet=60", "name": "Tysta"}


def _sharing(shared, rule):
    sent = SENT | {"shared": shared}
    return Verb(of(rule), (page("lists:view_save", sent, trace=views, done={302}), new("view", sent, trace=views)),
                (_kept(shared),), samples=NOTHING)  # fmt: skip


TIES = [("own", "", "own"), ("lent", "team", "own"), ("published", "all", "own"), ("team", "team", ""),
        ("others", "others", ""), ("all", "all", ""), ("", "", "")]  # fmt: skip
STANDING = [tied(ties, _view(shared, whose)) for ties, shared, whose in TIES]
GONE = "read a removed one"
REMOVED = [replace(tied(ties, _view(shared, whose, NOW)), read=GONE) for ties, shared, whose in TIES]

NOUNS = {
    "Saved view": Noun(
        STANDING,
        {
            "read": reading("view"),
            GONE: replace(reading("view"), samples=REMOVED),
            "see those of a list": Verb(
                of(access.can_save_view),
                (replace(shown("lists:view_list"), data=lambda row, cast: SENT),),
                samples=NOTHING,
            ),
            "save": _sharing("", access.can_save_view),
            "share with her team": _sharing("team", access.can_share_with_team),
            "share with everybody": _sharing("all", access.can_share_with_all),
            "change": Verb(
                access.can_change_view,
                (
                    page("lists:view_change", {"name": "Nya"}, trace=views),
                    page("lists:view_reshape", {"query": "stage=active"}, trace=views),
                    api("patch", "view-detail", {"name": "Nya"}, trace=views),
                ),
                (lambda row, by, cast: row.change({"name": "Nya"}, by=by),),
            ),
            "remove": Verb(
                access.can_change_view,
                (page("lists:view_remove", trace=views), api("post", "view-remove", trace=views)),
                (lambda row, by, cast: row.remove(by=by, at=NOW),),
            ),
            "bring back": Verb(
                access.can_change_view,
                (page("lists:view_bring_back", trace=views), api("post", "view-bring-back", trace=views)),
                (lambda row, by, cast: row.bring_back(by=by),),
                samples=REMOVED,
            ),
            "begin a list with one": Verb(
                of(access.can_save_view),
                (page("lists:view_begin", {"list": "clients", "view": "quiet"}, trace=begun),),
                samples=NOTHING,
            ),
        },
    ),
}
