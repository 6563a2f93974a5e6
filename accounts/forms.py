"""The forms of accounts: settings, the first administrator, a new user."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth
from allauth.account.forms import default_token_generator
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts import forgotten
from accounts.models import User
from accounts.models.token import LIFETIMES
from accounts.rights import Reader
from ui import mailboxes
from ui.versions import locked


def offer_staff(form: forms.BaseForm, name: str, reader: Reader) -> None:
    """Those who work here, and whoever is named already: what is not offered would be saved as nobody."""
    field: Any = form.fields[name]
    given = form.get_initial_for_field(field, name)
    named = given if isinstance(given, list) else [given]
    field.queryset = User.objects.visible_to(reader).active(besides=[key for key in named if key])


class PlainLabels:
    """For allauth's forms: the label stands above the field, so nothing repeats it inside; they begin in the first."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class SignInForm(PlainLabels, allauth.LoginForm):
    """E-mail and password; attempts are counted for the mailbox, however its address is spelled."""

    def clean_login(self) -> str:
        return str(mailboxes.MailboxFormField().clean(super().clean_login()))


class ChangePasswordForm(PlainLabels, allauth.ChangePasswordForm):
    """The old password and twice the new one."""


class ResetPasswordForm(PlainLabels, allauth.ResetPasswordForm):
    """The e-mail of whoever forgot her password; allauth's own would look here whether somebody has it."""

    def clean_email(self) -> str:
        return str(mailboxes.MailboxFormField().clean(self.cleaned_data["email"]))

    def save(self, request: HttpRequest, **_more: Any) -> str:
        forgotten.ask(self.cleaned_data["email"], at=timezone.now())
        return str(self.cleaned_data["email"])


class Used(Exception):
    """A one-time address works once, also for two who have it open at the same time."""


class ChoosePasswordForm(PlainLabels, allauth.ResetPasswordKeyForm):
    """Twice the new password."""

    user: User

    @transaction.atomic
    def save(self) -> None:
        """Raises Used when somebody has chosen one at the same address since it was opened."""
        user = locked(User.objects.all(), self.user.pk)
        if not default_token_generator.check_token(user, self.temp_key):
            raise Used
        user.reset_password(self.cleaned_data["password1"], at=timezone.now())


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=100)
    days = forms.TypedChoiceField(
        label=_("Lives for"),
        choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in LIFETIMES],
        initial=LIFETIMES[-1],
        coerce=int,
    )


def time_zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone]


class SettingsForm(forms.ModelForm[User]):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "theme", "single_keys", "reminds"]
        help_texts = {
            "single_keys": _("One-letter keys such as M and / work while no field is in use."),
            "reminds": _("One mail at seven in the morning of a day when any of yours are due."),
        }


class SetupForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=150)
    email = mailboxes.MailboxFormField(label=_("E-mail"))
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), min_length=10
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if password := data.get("password"):
            user = User(name=data.get("name", ""), email=data.get("email", ""))
            try:
                validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class UserForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "email", "role", "team", "language"]
