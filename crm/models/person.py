"""A person, and her affiliation: the role she has at an organisation, from–to."""

from typing import Any

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.access import clients_hidden_from
from journal.history import keep_history
from ui.text import fold


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: Any) -> "PersonQuerySet":
        """People, but for those known to us only through a client kept from this user."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        hidden = Affiliation.objects.filter(
            person=models.OuterRef("pk"), organisation__in=clients_hidden_from(user).values("organisation")
        )
        return self.exclude(models.Exists(hidden))


class Person(models.Model):
    name = models.CharField(_("name"), max_length=150)
    search_key = models.CharField(max_length=320, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_protected = models.BooleanField(_("protected identity"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()
    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["search_key"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(OpClass("search_key", "varchar_pattern_ops"), name="person_search_prefix"),
            models.Index("email", name="person_email", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keep the folded name beside the name, as organisations do."""
        self.search_key = fold(self.name)
        if (fields := options.get("update_fields")) is not None and "name" in fields:
            options["update_fields"] = {*fields, "search_key"}
        super().save(**options)


class Affiliation(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey("crm.Organisation", models.CASCADE, related_name="affiliations")
    role = models.CharField(_("role"), max_length=100, blank=True)
    is_main = models.BooleanField(_("main contact"), default=False)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    history = keep_history()

    class Meta:
        ordering = ["-is_main", "pk"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_start",
                condition=models.Q(to_on=None) | models.Q(from_on=None) | models.Q(to_on__gte=models.F("from_on")),
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"
