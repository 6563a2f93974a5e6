"""The form of a schedule: what, when, to whom."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import offer_staff
from accounts.models import User
from projects.models import ProjectKind
from reports import calendar, kinds
from reports.models import Rhythm, Schedule
from reports.models.schedule import Format
from ui import mailboxes
from ui.number_fields import as_written

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


class WhenForm(forms.ModelForm[Schedule]):
    """When a schedule is due, and nothing else of it: enough to say its next dates."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)

    class Meta:
        model = Schedule
        fields = ["rhythm", "weekday", "day", "at_time", "time_zone"]
        widgets = {"at_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_written(self)

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(
                _("“%(zone)s” is not a time zone; write one like Europe/Stockholm."), params={"zone": zone}
            )
        return zone

    def upcoming(self, at: datetime) -> list[datetime]:
        """The next moments by what is typed so far; none while that is not yet a time."""
        names = WhenForm.Meta.fields
        if not self.is_bound and not self.instance.at_time:
            return []
        if any(name in self.errors for name in names):
            return []
        return calendar.upcoming(self.instance, at)


class ScheduleForm(WhenForm):
    kind = forms.ChoiceField(label=_("Report"))
    project_kind = forms.ChoiceField(label=_("Projects"), required=False)
    formats = forms.MultipleChoiceField(
        label=_("Attachments"), choices=Format, required=False, widget=forms.CheckboxSelectMultiple
    )
    users = forms.ModelMultipleChoiceField(
        label=_("Recipients"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets only the projects she may see."),
    )
    addresses = forms.CharField(
        label=_("Outside addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One on each line. They get open projects only."),
    )

    class Meta(WhenForm.Meta):
        fields = ["name", *WhenForm.Meta.fields, "language", "formats", "skips_unchanged"]

    field_order = [
        "name", "kind", "project_kind", "rhythm", "weekday", "day", "at_time", "time_zone",
        "users", "addresses", "formats", "language", "skips_unchanged",
    ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds.choices()  # type: ignore[attr-defined]
        self.fields["project_kind"].choices = [("", _("All projects")), *ProjectKind.choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            recipients = self.instance.recipients.active()
            self.fields["users"].initial = [one.user_id for one in recipients if one.user_id]
            self.fields["addresses"].initial = "\n".join(one.email for one in recipients if one.email)
            self.fields["project_kind"].initial = self.instance.filters.get("kind", "")
            self.fields["kind"].initial = self.instance.kind
        offer_staff(self, "users", user)

    def clean_addresses(self) -> list[str]:
        addresses = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n").split()
        for address in addresses:
            mailboxes.validate(address)
        return [mailboxes.written(address) for address in addresses]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("users") and not data.get("addresses") and not self.errors:
            self.add_error("users", _("Choose at least one recipient."))
        if data.get("rhythm") == Rhythm.WEEKLY:
            data["day"] = self.instance.day or 1
        return data

    def filled(self) -> Schedule:
        """The schedule as typed, not yet saved."""
        self.instance.kind = self.cleaned_data["kind"]
        kind = self.cleaned_data["project_kind"]
        self.instance.filters = {"kind": kind} if kind else {}
        return self.instance
