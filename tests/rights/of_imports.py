"""Imports behind the table's words."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.access import can_administer
from accounts.hanging import can_read
from accounts.models import User
from imports import access, carrying, staging
from imports.models import ImportRow, ImportRun
from tests.rights.declared import NOTHING, Noun, Verb, api, listed, new, of, page, shown, tied

# One row is ready, the lead of one is nobody here.
FILE = "Namn;Status;Ansvarig\nHavrekärna AB;Ny;\nÅngwave AB;Ny;Nisse Okänd\n"


def received(cast):
    """An import of one's own and one of somebody else's are this one, with its rows, under another name."""
    cast.run = staging.start("clients", "rows.csv", FILE.encode(), by=cast.people["administrator"])


def brought(whose):
    def make(cast, by):
        cast.run.by = by if whose == "own" else cast.somebody
        ImportRun.objects.filter(pk=cast.run.pk).update(by=cast.run.by)
        return ImportRun.objects.get(pk=cast.run.pk)

    return make


def state():
    runs = ImportRun.objects.order_by("pk").values_list("pk", "state", "choices", "mapping")
    return list(runs), list(ImportRow.objects.order_by("pk").values_list("pk", "fixes"))


def _last(run):
    return run.rows.last()


def _upload(row, cast):
    return {"file": SimpleUploadedFile("rows.csv", FILE.encode(), "text/csv")}


def _matched(run, cast):
    return {"columns": run.mapping, "choices": {"separator": ";"}}


def _fixed(run, cast):
    return {f"{_last(run).pk}-lead": "Cilla Wik"}


def _everywhere(run, cast):
    return {"column": "lead", "text": "Nisse Okänd", "fix": "Cilla Wik"}


def _fixes(run, cast):
    return {"fixes": {"lead": "Cilla Wik"}}


def _one(run):
    return [run.pk, _last(run).pk]


CHOSEN = {"code": "differs", "choice": "take"}
NOUNS = {
    "Import": Noun(
        [tied("own", brought("own")), tied("", brought("somebody's"))],
        {
            "read": Verb(
                can_read,
                (shown("crm:import_preview"), api("get", "import-detail"), api("get", "import-rows"), listed("import")),
            ),
            "bring a file": Verb(
                of(access.can_import),
                (page("crm:import_start", _upload, trace=state), new("import", _upload, trace=state)),
                (lambda row, by, cast: staging.receive("clients", "rows.csv", FILE.encode(), by=by),),
                samples=NOTHING,
            ),
            "match its columns": Verb(
                access.can_edit_import,
                (page("crm:import_match", trace=state), api("post", "import-columns", _matched, trace=state)),
                (lambda row, by, cast: staging.match(row, "clients", row.mapping, by=by),),
            ),
            "decide its rows": Verb(
                access.can_edit_import,
                (
                    page("crm:import_decide", _fixed, trace=state),
                    page("crm:import_decide_all", _everywhere, trace=state),
                    page("crm:import_choose", {"order-opened": "dmy"}, trace=state),
                    page("crm:import_choose_all", CHOSEN, trace=None),
                    api("patch", "import-row", _fixes, args=_one, trace=state),
                    api("post", "import-choose-all", CHOSEN, trace=None),
                ),
                (
                    lambda row, by, cast: staging.decide(row, {}, by=by),
                    lambda row, by, cast: staging.decide_all(row, "lead", "Nisse Okänd", "Cilla Wik", by=by),
                    lambda row, by, cast: staging.choose(row, {"separator": ";"}, by=by),
                    lambda row, by, cast: staging.choose_all(row, "differs", "take", by=by),
                ),
            ),
            "take in what is ready": Verb(
                access.can_edit_import,
                (page("crm:import_carry_out", trace=state), api("post", "import-carry-out", trace=state)),
                (lambda row, by, cast: carrying.begin(row, by=by),),
            ),
            "fetch the rows that were left": Verb(can_read, (shown("crm:import_left", lambda row: [row.pk, "csv"]),)),
            "invite people whom the file names": Verb(
                lambda by, row: can_administer(by) and can_read(by, row),
                (
                    page(
                        "crm:import_invite",
                        {"role": "advisor", "email-Nisse Okänd": "nisse@fyr.example"},
                        hidden=403,
                        trace=lambda: User.objects.count(),
                    ),
                ),
            ),
        },
        before=received,
    )
}
