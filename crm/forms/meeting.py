"""What is typed about a meeting: one form for logging, planning and changing, which loses nothing typed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contacts.access import can_work_with_contacts
from contacts.models import Affiliation, Person
from contacts.models.name_words import NO_ADDRESS
from crm.forms.about import About
from crm.forms.guess import guesses_of, suggest_services
from crm.models import Client, Meeting, MeetingKind, ServiceArea, Task
from crm.models.meeting_state import UNKNOWN
from ui import asked, when
from ui.fields import DayField, WhenInput, ask_if_far, minutes_in_words

STEPS = 3
FIRST_SERVICES = 6
YES_NO = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]


class Minutes(forms.CharField):
    """Minutes as a number, or "1h" and "0,5 h"."""

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off", "data-minutes": ""}
        super().__init__(required=False, widget=forms.TextInput(attributes), **options)

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        minutes = when.read_minutes(text) if text else 0
        if minutes > 1440:
            raise ValidationError(_("A meeting cannot take more than 24 hours."))
        return minutes


class MeetingForm(forms.Form):
    clients = forms.ModelMultipleChoiceField(Client.objects.none(), label=_("Client"), required=False)
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("With"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_person = forms.CharField(label=_("Add person"), required=False, max_length=150, validators=[NO_ADDRESS])
    subject = forms.CharField(label=_("Subject"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind, widget=forms.RadioSelect)
    day = forms.CharField(label=_("Day"), max_length=60, widget=WhenInput(ahead=False, is_moment=True))
    time = forms.CharField(label=_("Time"), max_length=30, required=False, widget=WhenInput(of="day"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    contact = Minutes(label=_("Contact"))
    # The minutes that the form began with: a guess or the meeting's own, until she types others.
    contact_shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)
    preparation = Minutes(label=_("Prep"))
    travel = Minutes(label=_("Travel"))
    services = forms.MultipleChoiceField(
        label=_("Services"), choices=ServiceArea, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 6}), max_length=50_000)
    substantive = forms.ChoiceField(label=_("Advice on substance"), choices=YES_NO, required=False)
    specific = forms.ChoiceField(label=_("Specific to this client"), choices=YES_NO, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, clients: Iterable[Client] = (), meeting: Meeting | None = None,
                 about: Iterable[Model] = (), **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.user, self.meeting = user, meeting
        self.initial.setdefault("contact_shown", self.initial.get("contact", ""))
        self.fields["clients"].queryset = Client.objects.visible_to(user)  # type: ignore[attr-defined]
        self.shown_clients = self._shown_clients(list(clients))
        self.fields["people"].queryset = self._people()  # type: ignore[attr-defined]
        self.suggested = suggest_services(self)
        self.about = About(self, Meeting, user, clients=self.shown_clients, row=meeting, given=about)
        for number in range(1, STEPS + 1):
            self.fields[f"step_{number}"] = forms.CharField(label=_("Next step"), required=False, max_length=300)
            self.fields[f"step_{number}_due"] = DayField(label=_("By"), required=False)
            owner = forms.ModelChoiceField(User.objects.active(), label=_("Owner"), required=False, empty_label=_("Me"))
            self.fields[f"step_{number}_owner"] = owner

    def _shown_clients(self, chosen: list[Client]) -> list[Client]:
        """Those typed, else those given: the panel names them and offers their people."""
        if self.is_bound:
            data = cast(QueryDict, self.data)
            keys = asked.keys(data.getlist(self.add_prefix("clients")))
            visible = Client.objects.visible_to(self.user).select_related("organisation")
            return list(visible.filter(pk__in=keys))
        return chosen

    def _people(self) -> Any:
        organisations = [client.organisation_id for client in self.shown_clients]
        current = Affiliation.objects.filter(organisation__in=organisations, to_on=None).values("person")
        people = Person.objects.visible_to(self.user).filter(pk__in=current)
        if self.meeting:
            people = people | Person.objects.visible_to(self.user).filter(pk__in=self.meeting.people.values("pk"))
        return people

    @property
    def guesses(self) -> dict[str, str]:
        return guesses_of(self)

    @property
    def steps(self) -> list[tuple[Any, Any, Any]]:
        names = [f"step_{number}" for number in range(1, STEPS + 1)]
        return [(self[name], self[f"{name}_due"], self[f"{name}_owner"]) for name in names]

    @property
    def minutes_in_words(self) -> str:
        return minutes_in_words(str(self[name].value() or "") for name in ("contact", "preparation", "travel"))

    @property
    def is_ticked_further_down(self) -> bool:
        """Whether an area is ticked beyond those that are shown at once."""
        return any(box.data["selected"] for box in list(self["services"])[FIRST_SERVICES:])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._clean_when(data)
        self.about.clean(data)
        for number in range(1, STEPS + 1):
            ask_if_far(self, f"step_{number}_due", data.get(f"step_{number}_due"))
        if data.get("new_person") and not self.shown_clients:
            self.add_error("new_person", _("Choose the client first; the person is put there."))
        if data.get("new_person") and not (answer := can_work_with_contacts(self.user)):
            self.add_error("new_person", str(answer.reason))
        return data

    def _clean_when(self, data: dict[str, Any]) -> None:
        today = timezone.localdate()
        try:
            said = when.read_moment(data.get("day", ""), data.get("time", ""), today)
        except ValidationError as error:
            self.add_error("day", error)
            return
        day = said.day or today
        ask_if_far(self, "day", day, known=timezone.localdate(self.meeting.starts_at) if self.meeting else None)
        data["is_time_known"] = said.start is not None
        data["starts_at"] = self._as_it_began(timezone.make_aware(datetime.combine(day, said.start or UNKNOWN)), data)
        self._clean_length(said, data)

    def _clean_length(self, said: when.When, data: dict[str, Any]) -> None:
        """A span or length that is typed decides, also against minutes that nobody typed; two that differ are told."""
        if said.minutes is None or "contact" in self.errors:
            return
        typed = self["contact"].value() or ""
        if str(typed) not in {"", "0", data.get("contact_shown")} and data["contact"] != said.minutes:
            told = {"span": when.in_words(said, timezone.localdate()), "minutes": said.minutes, "typed": typed}
            self.add_error("contact", _("%(span)s is %(minutes)s minutes; here you write %(typed)s.") % told)
        data["contact"] = said.minutes

    def _as_it_began(self, typed: datetime, data: dict[str, Any]) -> datetime:
        """A start that is typed as it was shown stays to the second."""
        if self.meeting is None or data["is_time_known"] != self.meeting.is_time_known:
            return typed
        began = self.meeting.starts_at
        shown = began.replace(second=0, microsecond=0)
        is_same = shown == typed if data["is_time_known"] else timezone.localdate(began) == timezone.localdate(typed)
        return began if is_same else typed

    def values(self) -> dict[str, Any]:
        """The meeting's fields and parties, as its verbs take them."""
        data = self.cleaned_data
        answers = {"": None, "yes": True, "no": False}
        return {
            "kind": data["kind"],
            "subject": data["subject"],
            "starts_at": data["starts_at"],
            "is_time_known": data["is_time_known"],
            "place": data["place"],
            "contact_minutes": data["contact"],
            "preparation_minutes": data["preparation"],
            "travel_minutes": data["travel"],
            "services": data["services"],
            "note": data["note"],
            "is_substantive": answers[data["substantive"]],
            "is_specific": answers[data["specific"]],
            "reportable_reason": data["reason"],
            "clients": list(data["clients"]),
            "about": self.about.chosen,
        }

    def tasks(self) -> list[Task]:
        data = self.cleaned_data
        names = [f"step_{number}" for number in range(1, STEPS + 1)]
        return [
            Task(text=data[name], due_on=data[f"{name}_due"], owner=data[f"{name}_owner"])
            for name in names
            if data[name]
        ]


def of_meeting(meeting: Meeting) -> dict[str, Any]:
    """The form's fields as the meeting has them."""
    start = timezone.localtime(meeting.starts_at)
    answers = {None: "", True: "yes", False: "no"}
    return {
        "clients": [client.pk for client in meeting.clients.all()],
        "people": [person.pk for person in meeting.people.all()],
        "subject": meeting.subject,
        "kind": meeting.kind,
        "day": f"{start:%Y-%m-%d}",
        "time": f"{start:%H:%M}" if meeting.is_time_known else "",
        "place": meeting.place,
        "contact": meeting.contact_minutes,
        "preparation": meeting.preparation_minutes or "",
        "travel": meeting.travel_minutes or "",
        "services": meeting.services,
        "note": meeting.note,
        "substantive": answers[meeting.is_substantive],
        "specific": answers[meeting.is_specific],
        "reason": meeting.reportable_reason,
    }
