"""Schedules, runs and their mails behind the table's words."""

from datetime import time
from uuid import uuid4

from django.utils import timezone

from reports import access, by_hand, delivering
from reports.models import Delivery, Recipient, Run, Schedule
from tests.rights.declared import NOTHING, TODAY, Noun, Verb, api, new, of, page, reading, shown, tied
from tests.world import NOW

FORM = {
    "name": "Styrgruppen", "kind": "portfolio_status", "rhythm": "monthly", "weekday": "1", "day": "5",
    "at_time": "07:00", "time_zone": "Europe/Stockholm", "language": "sv", "addresses": "extern@region.example",
}  # fmt: skip
SURE = {"is_sure": "1"}
SENT = FORM | {"addresses": ["extern@region.example"]}


def _schedule(tie):
    def make(cast, by):
        owner = by if tie == "owner" else cast.somebody
        made = Schedule.objects.create(
            name="Styrgruppen", kind="portfolio_status", owner=owner, at_time=time(7), starts_at=NOW, next_due_at=NOW
        )
        made.recipients.create(user=by if tie == "recipient" else cast.another)
        return made

    return make


def _run(tie, **state):
    def make(cast, by):
        schedule = _schedule(tie)(cast, by)
        return Run.objects.create(schedule=schedule, period="2026-10", due_at=NOW, as_of=TODAY, **state)

    return make


def _mail(tie, whose):
    def make(cast, by):
        run = _run(tie, state="undelivered")(cast, by)
        to = Recipient.objects.get_or_create(schedule=run.schedule, user=by if whose == "hers" else cast.another)[0]
        return Delivery.objects.create(
            subject=run.pk,
            run=run,
            recipient=to,
            state="failed",
            planned_at=NOW,
            message_id=f"<{uuid4()}@fyr.example>",
        )

    return make


def _schedules():
    return [tied("owner", _schedule("owner")), tied("recipient", _schedule("recipient")), tied("", _schedule(""))]


def _runs(**state):
    return [tied(one, _run(one, **state)) for one in ("owner", "recipient", "")]


def _undelivered(tie):
    return lambda cast, by: _mail(tie, "another's")(cast, by).run


def _chosen(run, cast):
    return {"delivery": list(run.deliveries.values_list("pk", flat=True))} | SURE


def _let_be(run, cast):
    return _chosen(run, cast) | {"let_be": "1"}


def _held(run, cast):
    return {"run": [run.pk], "send": "1"} | SURE


def _held_runs(run, cast):
    return {"runs": [run.pk], "decision": "send"}


def _mails(run, cast):
    return {"deliveries": list(run.deliveries.values_list("pk", flat=True)), "decision": "send_again"}


def _changed(row, by, cast):
    row.name = "Ny"
    row.keep(by=by, at=timezone.now(), recipients=([], ["extern@region.example"]))


def _of_run(by, row):
    return access.can_edit_schedule(by, row.schedule)


def _of_mail(by, row):
    return access.can_edit_schedule(by, row.run.schedule)


def _keys(run):
    return list(run.deliveries.values_list("pk", flat=True))


NOUNS = {
    "Schedule": Noun(
        _schedules(),
        {
            "read": reading("schedule", shown("reports:schedule_detail")),
            "create": Verb(
                of(access.can_schedule),
                (page("reports:schedule_create", FORM), new("schedule", SENT)),
                (
                    lambda row, by, cast: Schedule(name="Ny", kind="portfolio_status", owner=by, at_time=time(7)).keep(
                        by=by, at=NOW, recipients=([by], [])
                    ),
                ),
                samples=NOTHING,
            ),
            "change": Verb(
                access.can_edit_schedule,
                (page("reports:schedule_edit", FORM), api("patch", "schedule-detail", {"day": 6})),
                (_changed,),
            ),
            "pause": Verb(
                access.can_edit_schedule,
                (page("reports:schedule_pause"), api("post", "schedule-pause")),
                (lambda row, by, cast: row.pause(by=by, at=timezone.now()),),
            ),
            "resume": Verb(
                access.can_edit_schedule,
                (page("reports:schedule_resume"), api("post", "schedule-resume")),
                (lambda row, by, cast: row.resume(by=by, at=timezone.now()),),
                ready=lambda row: Schedule.objects.filter(pk=row.pk).update(paused_at=NOW),
            ),
            "send now": Verb(
                access.can_edit_schedule,
                (page("reports:schedule_run"), api("post", "schedule-run-now")),
                (lambda row, by, cast: by_hand.run_now(row, by=by, at=timezone.now()),),
            ),
        },
    ),
    "Run": Noun(
        _runs(state="failed"),
        {
            "read": reading("run", shown("reports:run_detail")),
            "try again": Verb(
                _of_run,
                (page("reports:run_try_again", SURE), api("post", "run-try-again")),
                (lambda row, by, cast: by_hand.try_again(row, by=by, at=NOW),),
            ),
            "let be": Verb(
                _of_run,
                (page("reports:run_let_be", SURE), api("post", "run-let-be")),
                (lambda row, by, cast: by_hand.let_be(row, by=by, at=NOW),),
            ),
            "send after all": Verb(
                _of_run,
                (page("reports:run_send_skipped", SURE), api("post", "run-send-skipped")),
                (lambda row, by, cast: by_hand.send_skipped(row, by=by, at=timezone.now()),),
                samples=_runs(state="skipped"),
            ),
            "decide what a restore has held": Verb(
                _of_run,
                (
                    page("reports:held_decide", _held, args=lambda row: [], hidden=302),
                    api("post", "run-held", _held_runs, lambda row: [], hidden=400),
                ),
                (lambda row, by, cast: by_hand.decide_on_held([row], is_sent=True, by=by, at=timezone.now()),),
                samples=_runs(state="held"),
            ),
            "decide on its mails": Verb(
                _of_run,
                (
                    page("reports:run_resolve", _chosen),
                    page("reports:run_resolve", _let_be),
                    api("post", "run-resolve", _mails),
                ),
                (
                    lambda row, by, cast: delivering.send_all_again(row, _keys(row), by=by, at=NOW),
                    lambda row, by, cast: delivering.let_all_be(row, _keys(row), by=by, at=NOW),
                ),
                samples=[tied(one, _undelivered(one)) for one in ("owner", "recipient", "")],
            ),
        },
    ),
    "Mail of a run": Noun(
        [
            tied("owner", _mail("owner", "another's")),
            tied("hers", _mail("recipient", "hers")),
            tied("", _mail("recipient", "another's")),
            tied("", _mail("", "another's")),
        ],
        {
            "read": reading("delivery"),
            "send again": Verb(
                _of_mail,
                (page("reports:delivery_send_again", SURE), api("post", "delivery-send-again")),
                (lambda row, by, cast: delivering.send_again(row, by=by, at=NOW),),
            ),
            "let be": Verb(
                _of_mail,
                (page("reports:delivery_let_be", SURE), api("post", "delivery-let-be")),
                (lambda row, by, cast: delivering.let_be(row, by=by, at=NOW),),
            ),
        },
    ),
}
