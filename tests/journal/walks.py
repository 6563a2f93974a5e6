"""Every verb that the journal tells of, with a canary in each text it takes."""

from datetime import timedelta
from decimal import Decimal

from contacts import erase_person
from contacts.models import Community, Likeness, Membership, Organisation, Person, ToRead
from crm.models import Client, Meeting, Task
from journal import taken
from journal.facts import is_wordless
from mail import ledger
from mail.models import MailState
from projects.models import Benefit, Milestone, Partner, Project, Risk
from reports import by_hand, delivering, running
from reports.models import Delivery, Run, RunState, Schedule
from tests.world import NOW, TODAY, client_named

CANARY = "Kanarina Fågelström"
LATER = NOW + timedelta(hours=1)
# What has a form of its own.
FORMED = {"email": "kanarina@fagelstrom.example", "website": "https://kanarina.example", "country": "SE"}
MACHINE = {"search_key", "number", "code", "form_key"}

# The function that walks them, and the verbs it walks.
walks = {}


def walk(*verbs):
    def keep(function):
        walks[function] = verbs
        return function

    return keep


def walked():
    return [verb for verbs in walks.values() for verb in verbs]


def words(model):
    """Each of its fields in which people write, with the canary."""
    written = [field for field in model._meta.concrete_fields if field.editable and not is_wordless(field)]
    return {one.name: _word(one) for one in written if one.name not in MACHINE}


def _word(field):
    if field.name in FORMED:
        return FORMED[field.name]
    return [CANARY] if field.get_internal_type() == "ArrayField" else CANARY[: field.max_length]


@walk("client.opened")
def opened(world):
    organisation = Organisation(**words(Organisation) | {"sni_codes": ["72190"], "sni_version": "2007"})
    return Client.open_client(organisation, by=world.advisor, at=NOW, on=TODAY, **words(Client))


@walk("client.stage_changed")
def moved(world):
    world.client.move_to("dormant", on=TODAY, reason=CANARY, by=world.advisor, at=NOW)


@walk("client.assigned")
def assigned(world):
    world.client.assign(world.colleague, by=world.manager, at=NOW)


@walk("client.confidentiality_set")
def kept(world):
    world.client.set_confidentiality("team", by=world.advisor, at=NOW)


@walk("client.changed")
def client_changed(world):
    world.client.change(words(Client), by=world.advisor, at=NOW)


@walk("organisation.added")
def organisation_added(world):
    Organisation.add(by=world.advisor, at=NOW, **words(Organisation) | {"sni_codes": ["72190"], "sni_version": "2007"})


@walk("organisation.changed")
def organisation_changed(world):
    said = words(Organisation) | {"sni_codes": [], "sni_version": ""}
    world.client.organisation.change(said, by=world.advisor, at=NOW)


@walk("organisation.taken_refused")
def organisation_taken(world):
    taken.tell_refused([world.client.organisation], by=world.advisor, at=NOW, door="import")


@walk("organisation.likeness_settled", "organisation.likeness_reopened")
def likeness_settled(world):
    other = client_named(CANARY, lead=world.advisor).organisation
    found = {"organisation": world.client.organisation, "other": other, "found_at": NOW}
    likeness = Likeness.objects.create(**found)
    likeness.settle(by=world.administrator, at=NOW)
    likeness.reopen(by=world.administrator, at=NOW)


def her(world):
    person = Person.add(by=world.advisor, at=NOW, **words(Person))
    return person, person.join(world.client.organisation, role=CANARY, by=world.advisor, at=NOW)


@walk("affiliation.started", "affiliation.changed", "affiliation.ended", "affiliation.resumed", "person.changed")
def person_changed(world):
    person, affiliation = her(world)
    person.change({"name": f"{CANARY} Ek", "phone": CANARY}, by=world.advisor, at=NOW)
    affiliation.change({"role": f"{CANARY}s chef"}, by=world.advisor, at=NOW)
    affiliation.end(on=TODAY, by=world.advisor, at=NOW).resume(by=world.advisor, at=NOW)


@walk("erasure.carried_out", "erasure.text_read", "erasure.text_reopened")
def erased(world):
    person, _affiliation = her(world)
    world.client.change({"note": CANARY}, by=world.advisor, at=NOW)
    erase_person.erase(person, ground="objection", by=world.administrator, at=NOW)
    ToRead.objects.first().finish(by=world.administrator, at=NOW)
    ToRead.objects.first().reopen(by=world.administrator, at=NOW)


@walk(
    "membership.applied", "membership.approved", "membership.activated", "membership.left", "membership.rejoined",
    "membership.changed",
)  # fmt: skip
def membership(world):
    community = Community.objects.create(name="HealthTech")
    made = Membership.apply(community, world.client.organisation, by=world.advisor, at=NOW, **words(Membership))
    made = made.approve(by=world.advisor, at=NOW).activate(on=TODAY, by=world.advisor, at=NOW)
    made = made.change({"category": f"{CANARY} AB"}, by=world.advisor, at=NOW)
    made.leave(on=TODAY, by=world.advisor, at=NOW).rejoin(by=world.advisor, at=NOW)


@walk("meeting.logged", "meeting.changed")
def meeting_logged(world):
    said = words(Meeting) | {"reportable_reason": ""}
    made = Meeting.log(by=world.advisor, at=NOW, clients=[world.client], kind="video", starts_at=NOW, **said)
    made.change(by=world.advisor, at=NOW, note=f"{CANARY} ringde", place="", subject=f"Om {CANARY}")


@walk("meeting.planned", "meeting.cancelled", "meeting.planned_again")
def meeting_cancelled(world):
    planned = {"kind": "video", "state": "planned", "starts_at": NOW + timedelta(days=1), "note": CANARY}
    made = Meeting.log(by=world.advisor, at=NOW, clients=[world.client], **planned)
    made.cancel(by=world.advisor, at=NOW, reason=CANARY).plan_again(by=world.advisor, at=NOW)


@walk("task.added", "task.changed", "task.done", "task.reopened")
def task(world):
    made = Task(text=CANARY, due_on=TODAY, owner=world.advisor, client=world.client)
    made = Task.add_all([made], by=world.advisor, at=NOW)[0]
    made = made.change(text=f"Ring {CANARY}", by=world.advisor, at=NOW)
    made.finish(by=world.advisor, at=NOW).reopen(by=world.advisor, at=NOW)


@walk("project.started", "project.changed", "project.gate_planned", "project.gate_decided", "project.closed")
def project(world):
    made = Project.start(by=world.lead, at=NOW, **words(Project))
    made = made.change({name: f"{text} igen" for name, text in words(Project).items()}, by=world.lead, at=NOW)
    made.plan_gate("G0", TODAY, by=world.lead, at=NOW)
    decision = {"decider": CANARY, "conditions": CANARY, "reason": CANARY}
    made.decide_gate("G0", "go_with_conditions", by=world.manager, at=NOW, **decision)
    made.close(by=world.lead, at=NOW, reason=CANARY)


@walk("project.confidentiality_set")
def project_kept(world):
    world.project.set_confidentiality("named", by=world.lead, at=NOW)


@walk("project.taken_refused")
def project_taken(world):
    taken.tell_refused([world.project], by=world.advisor, at=NOW, door="page")


@walk("project.budget_set")
def budget_set(world):
    world.project.set_budget(source=CANARY, plan_sek=10, by=world.lead, at=NOW)


@walk("project.status_posted", "project.status_corrected")
def status(world):
    told = {"summary": CANARY, "comments": {"overall": CANARY}, "recovery": {"overall": CANARY}}
    lists = {"decisions": [{"text": CANARY}]}
    Risk.add(world.project, by=world.lead, at=NOW, probability=2, consequence=2, **words(Risk))
    posted = world.project.post_status(by=world.lead, at=NOW, overall="watch", **told, **lists)
    world.project.post_status(by=world.lead, at=LATER, overall="watch", corrects=posted, **told, **lists)


@walk("project.milestone_added", "project.milestone_met", "project.milestone_reopened", "milestone.changed")
def milestone(world):
    made = Milestone.add(world.project, by=world.lead, at=NOW, planned_on=TODAY, **words(Milestone))
    made = made.change({"title": f"{CANARY} klar"}, by=world.lead, at=NOW)
    made.finish(by=world.lead, at=NOW).reopen(by=world.lead, at=NOW)


@walk("project.risk_added", "project.risk_closed", "project.risk_reopened", "risk.changed")
def risk(world):
    made = Risk.add(world.project, by=world.lead, at=NOW, probability=2, consequence=2, **words(Risk))
    made = made.change({"text": f"{CANARY} slutar", "action": "", "owner": ""}, by=world.lead, at=NOW)
    made.close(by=world.lead, at=NOW).reopen(by=world.lead, at=NOW)


@walk("project.benefit_added", "project.benefit_read", "benefit.changed")
def benefit(world):
    made = Benefit.add(world.project, by=world.lead, at=NOW, kind="quality", **words(Benefit))
    made = made.change({"measure": f"{CANARY}s tid"}, by=world.lead, at=NOW)
    made.read(Decimal(3), by=world.lead, at=NOW, source=CANARY)


@walk("project.partner_added", "project.partner_removed")
def partner(world):
    organisation = world.client.organisation
    made = Partner.add(world.project, by=world.lead, at=NOW, organisation=organisation, role="clinic", contact=CANARY)
    made.remove(by=world.lead, at=NOW)


def scheduled(world):
    made = Schedule(kind="portfolio_status", owner=world.manager, at_time="07:00", day=1, name=CANARY, language="sv")
    to = [world.manager], ["kanarina@fagelstrom.example"]
    return made.keep(by=world.manager, at=NOW, recipients=to)


@walk("schedule.created", "schedule.changed", "schedule.paused", "schedule.resumed", "schedule.unsubscribed")
def schedule(world):
    made = scheduled(world)
    made.name = f"{CANARY}s rapport"
    made.keep(by=world.manager, at=NOW, recipients=([world.manager], []))
    made.pause(by=world.manager, at=NOW)
    Schedule.objects.get().resume(by=world.manager, at=NOW)
    made.recipients.active().get().end(at=NOW)


def run(world, **fields):
    defaults = {"period": "2026-11", "due_at": NOW, "as_of": TODAY, "data": {"words": CANARY}}
    return Run.objects.create(schedule=scheduled(world), **defaults | fields)


@walk("report.requested", "report.failed", "report.let_be", "report.tried_again")
def report(world):
    by_hand.run_now(scheduled(world), by=world.manager, at=NOW)
    for put_right in (by_hand.try_again, by_hand.let_be):
        running._fail(Run.objects.get(), NOW, trouble="error", error=CANARY)
        put_right(Run.objects.get(), by=world.manager, at=NOW)


@walk("report.not_delivered", "report.sent", "delivery.sent_again", "delivery.let_be")
def deliveries(world):
    made = run(world, state=RunState.DELIVERING)
    for recipient in made.schedule.recipients.all():
        Delivery.objects.create(
            kind=running.DELIVERY,
            subject=made.pk,
            run=made,
            recipient=recipient,
            mailbox=recipient.address,
            message_id=ledger.message_id(),
            planned_at=NOW,
            next_try_at=NOW,
            state=MailState.BOUNCED,
            reply=CANARY,
        )
    running.finish(made, NOW)
    first, second = made.deliveries.all()
    delivering.let_be(first, by=world.manager, at=NOW)
    delivering.send_again(second, by=world.manager, at=NOW)
    made.deliveries.filter(pk=second.pk).update(state=MailState.ACCEPTED)
    running.finish(made, NOW)
