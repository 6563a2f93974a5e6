"""A person who signs in, with one role, a team, a language and a time zone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import leaving
from accounts.access import can_administer, require
from accounts.erasing import Erasing
from accounts.hanging import OPEN_TO_STAFF
from accounts.rights import NOBODY, Reader, Rights, rights_of
from accounts.roles import Role
from ui.mailboxes import MailboxField
from ui.only import Only
from ui.swedish import SwedishOrder
from ui.versions import locked


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserQuerySet(models.QuerySet["User"]):
    def active(self, *, besides: Iterable[Any] = ()) -> "UserQuerySet":
        """Those who work here; and, by key, those who are named already where others may be chosen."""
        return self.filter(models.Q(is_active=True) | models.Q(pk__in=list(besides)))

    def visible_to(self, reader: Reader) -> "UserQuerySet":
        """Colleagues are known to each other; anybody else sees nobody."""
        return self.all() if rights_of(reader).is_somebody else self.none()


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save()
        return user

    @transaction.atomic
    def create_first_administrator(self, *, name: str, email: str, password: str) -> "User":
        """Raises PermissionDenied when there is a user already, also one made at the same moment."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('first administrator'))")
        if self.exists():
            raise PermissionDenied(_("There is an administrator already."))
        return self.create_user(email, password, name=name, role=Role.ADMINISTRATOR)

    @transaction.atomic
    def make_administrator(self, *, email: str, name: str) -> "User":
        """By whoever runs the machine: a new administrator without a password, or one who is let in (again) as such."""
        user = self.select_for_update().filter(email=email).first()
        if user is None:
            if not name.strip():
                raise ValidationError(_("There is nobody with this e-mail yet: say her name too."))
            return self.create_user(email, None, name=name.strip(), role=Role.ADMINISTRATOR)
        user.role, user.is_active = Role.ADMINISTRATOR, True
        user.save(update_fields=["role", "is_active"])
        return user

    def invite(self, *, by: "User", email: str, **fields: Any) -> "User":
        """A user without a password, who chooses one at a one-time address."""
        require(can_administer(by))
        return self.create_user(email, None, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=username)


class User(AbstractBaseUser):
    email = MailboxField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.ADVISOR)
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="sv")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Stockholm")
    theme = models.CharField(_("appearance"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    # The view that she begins a list with: the list's code → the view's.
    opens_with = models.JSONField(default=dict, editable=False)
    # Wants a mail on the day when her follow-ups are due.
    reminds = models.BooleanField(_("mail about follow-ups"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    # All sessions begun before this moment have ended.
    signed_out_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    hangs_on = OPEN_TO_STAFF
    erasing = Erasing(nobody=("password", "language", "time_zone", "opens_with"), kept=("email", "name"))

    objects = UserManager()

    class Meta:
        ordering = [SwedishOrder("name")]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            Only(
                fields=["email"],
                at="email",
                name="user_email_unique",
                violation_error_message=_("Somebody has this e-mail already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def choose(self, *, version: int | None = None, **preferences: Any) -> None:
        """The user's own settings: name, language, time zone, appearance, keys. Raises Changed on conflict."""
        self._set(preferences, version)

    @transaction.atomic
    def open_with(self, place: str, view: str) -> None:
        """Begin that list with that view from now on; with none of them when `view` is ""."""
        chosen = locked(User.objects.all(), self.pk).opens_with | {place: view}
        self.opens_with = {place: view for place, view in chosen.items() if view}
        self.save(update_fields=["opens_with"])

    @transaction.atomic
    def change(self, *, by: "User", version: int | None = None, **fields: Any) -> None:
        """What an administrator decides: name, e-mail, role, team, language. Raises Changed on conflict."""
        require(can_administer(by))
        if by.pk == self.pk and fields.get("role", by.role) != by.role:
            raise ValidationError({"role": _("You cannot take the role of administrator from yourself.")})
        self._set(fields, version)

    def _set(self, fields: dict[str, Any], version: int | None) -> None:
        current = locked(User.objects.all(), self.pk, version)
        if all(getattr(current, name) == value for name, value in fields.items()):
            return
        for name, value in fields.items():
            setattr(self, name, value)
        self.version = current.version + 1
        self.validate_constraints()
        self.save(update_fields=[*fields, "version"])

    @transaction.atomic
    def deactivate(self, *, by: "User", at: datetime, version: int | None = None) -> None:
        """Refuses the own account, so that there is always an administrator who can let others in.

        Her tokens and sessions end for good: she signs in anew, should she ever be let in again.
        """
        require(can_administer(by))
        if by.pk == self.pk:
            raise PermissionDenied(_("You cannot deactivate yourself."))
        self._let_in(False, version)
        self.signed_out_at = at
        self.save(update_fields=["signed_out_at"])
        self.api_tokens.end_all(at)
        leaving.end_all(self, at)

    @transaction.atomic
    def activate(self, *, by: "User", version: int | None = None) -> None:
        require(can_administer(by))
        self._let_in(True, version)

    def _let_in(self, is_active: bool, version: int | None) -> None:
        current = locked(User.objects.all(), self.pk, version)
        self.is_active, self.version = is_active, current.version + 1
        self.save(update_fields=["is_active", "version"])

    @transaction.atomic
    def reset_password(self, password: str, *, at: datetime) -> None:
        """Chosen at a one-time address by somebody who could not sign in: whatever else opened the account ends."""
        self.set_password(password)
        self.signed_out_at = at
        self.save(update_fields=["password", "signed_out_at"])
        self.api_tokens.end_all(at)

    def get_session_auth_hash(self) -> str:
        """Sessions from before she was signed out everywhere are not hers any more."""
        return super().get_session_auth_hash() + self.signed_out_everywhere

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (one + self.signed_out_everywhere for one in super().get_session_auth_fallback_hash())

    @property
    def signed_out_everywhere(self) -> str:
        return self.signed_out_at.isoformat() if self.signed_out_at else ""

    @property
    def rights(self) -> Rights:
        return Rights(self.pk, self.role, self.team_id) if self.is_active else NOBODY

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + words[-1][:1]).upper() if len(words) > 1 else self.name[:2].upper()
