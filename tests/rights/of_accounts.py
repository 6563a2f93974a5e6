"""Users, and what is somebody's own, behind the table's words; and what is open without signing in."""

from uuid import uuid4

from django.utils import timezone

from accounts import access
from accounts.hanging import can_read
from accounts.models import ApiToken, User
from tests.rights.declared import NOTHING, Noun, Verb, of, page, reading, shown, tied
from tests.world import NOW, PASSWORD
from ui.models import Unsaved
from ui.who import who

INVITED = {"name": "Nisse Ek", "email": "nisse@fyr.example", "role": "advisor", "language": "sv"}


def everybody(by, row):
    return by.rights.is_somebody and by.rights.who is not None


def users():
    return list(User.objects.order_by("pk").values_list("pk", "name", "is_active", "theme", "password"))


def tokens():
    return list(ApiToken.objects.order_by("pk").values_list("name", "ended_at"))


def unsaved():
    return Unsaved.objects.count()


def _user(cast, by):
    return cast.somebody


def _token(whose):
    def make(cast, by):
        return ApiToken.issue(by if whose == "own" else cast.somebody, "Export", at=timezone.now())[0]

    return make


def _typed(whose):
    def make(cast, by):
        author = by if whose == "own" else cast.somebody
        return Unsaved.keep(who=who(author), key=uuid4(), page="/crm/tasks/new/", typed={"text": ["Ring"]})

    return make


def _is_hers(by, row):
    return bool(getattr(by, "pk", None)) and row.who == who(by)


def _hers(row, cast):
    return {"who": who(cast.by), "page": "/crm/tasks/new/", "text": "Ring"}


def _renamed(row, cast):
    return {"name": "Ny", "email": row.email, "role": row.role, "language": "sv"}


def _chosen(row, cast):
    return CHOSEN | {"version": User.objects.get(pk=cast.by.pk).version}


NEW_PASSWORD = "fyrens-nya-sken-43"
CHOSEN = {"name": "Ny Ek", "language": "sv", "time_zone": "Europe/Stockholm", "theme": "dark"}
PASSWORDS = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
NOUNS = {
    "User": Noun(
        [tied("", _user)],
        {
            "read": reading("user"),
            "list with roles and those who have left": Verb(
                of(access.can_administer), (shown("accounts:people", lambda row: []),), samples=NOTHING
            ),
            "invite": Verb(
                of(access.can_administer),
                (page("accounts:user_invite", INVITED, trace=users),),
                (lambda row, by, cast: User.objects.invite(by=by, **INVITED),),
                samples=NOTHING,
            ),
            "change": Verb(
                of(access.can_administer),
                (page("accounts:user_edit", _renamed, trace=users),),
                (lambda row, by, cast: row.change(by=by, name="Ny"),),
            ),
            "deactivate": Verb(
                of(access.can_administer),
                (page("accounts:user_deactivate", trace=users),),
                (lambda row, by, cast: row.deactivate(by=by, at=NOW),),
            ),
            "let in again": Verb(
                of(access.can_administer),
                (page("accounts:user_activate", trace=users),),
                (lambda row, by, cast: row.activate(by=by),),
                ready=lambda row: User.objects.filter(pk=row.pk).update(is_active=False),
            ),
            "give a one-time link": Verb(of(access.can_administer), (shown("accounts:user_link"),)),
        },
    ),
    "Token": Noun(
        [tied("own", _token("own")), tied("", _token("somebody's"))],
        {
            "read": Verb(can_read),
            "make": Verb(
                everybody, (page("accounts:tokens", {"name": "Export", "days": "30"}, trace=tokens),), samples=NOTHING
            ),
            "end": Verb(
                access.can_end_token,
                (page("accounts:token_end", {"is_sure": "1"}, trace=tokens),),
                (lambda row, by, cast: row.end(by=by, at=timezone.now()),),
            ),
        },
    ),
    "Typed and not saved": Noun(
        [tied("own", _typed("own")), tied("", _typed("somebody's"))],
        {
            "read": Verb(_is_hers),
            "keep": Verb(everybody, (page("ui:unsaved_keep", _hers, trace=unsaved),), samples=NOTHING),
            "discard": Verb(
                _is_hers,
                (page("ui:unsaved_discard", {"is_sure": "1"}, lambda row: [row.key], hidden=302, trace=unsaved),),
            ),
        },
        reads=_is_hers,
    ),
    "Settings": Noun(
        NOTHING,
        {
            "change": Verb(everybody, (page("accounts:settings", _chosen, trace=users),)),
            "change the password": Verb(everybody, (page("account_change_password", PASSWORDS, trace=users),)),
        },
    ),
}
# What stands under the last heading, by the names of its addresses.
OPEN = {
    "sign in, sign out": {"account_login", "account_logout", "account_inactive"},
    "ask for a new password, and choose one at the address in the mail": {
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    },
    "choose a language": {"accounts:language"},
    "read a report sent to an address outside, at its signed link": {"reports:delivery_view"},
    "stop a report, at its signed link": {"reports:unsubscribe"},
    "stop mails about follow-ups, at the signed link in one": {"mail:stop"},
    "read the API's description of itself": {"schema"},
    "make the first administrator, until there is one": {"accounts:setup"},
    "make an account for oneself": {"account_signup"},
}  # fmt: skip
