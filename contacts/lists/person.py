"""The people list."""

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contacts.filters.person import PersonFilter
from contacts.lists.words import found_in_words
from contacts.models import Affiliation, Person
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort
from lists.picks import SEARCH, Pick
from ui.swedish import SwedishOrder
from ui.table import linked


def _named(person: Person) -> SafeString:
    return linked(reverse("contacts:person_detail", args=[person.pk]), person.name)


def _roles(person: Person) -> str:
    roles: list[Affiliation] = person.roles  # type: ignore[attr-defined]
    return "; ".join(", ".join(filter(None, [role.role, str(role.organisation)])) for role in roles)


class PersonList(ListPage):
    code = "people"
    title = _("People")
    place, export, file_name = "contacts:person_list", "contacts:person_export", _("people")
    empty = "contacts/person_list_empty.html"
    none_matches, show_all = _("Nobody matches"), _("Show all people")
    none_hint = _("Search looks at the beginning of each word of the name, and of the e-mail when it has an @.")
    filterset = PersonFilter
    picks = [Pick("q", _("Name or e-mail"), SEARCH)]
    columns = [
        Column("name", _("Name"), _named, out="name", sorts=("name", "-name")),
        Column("role", _("Role"), out=_roles, template="contacts/person_roles_cell.html", on_phone=True),
        Column("email", _("E-mail"), "shown_email"),
        Column("phone", _("Phone"), "shown_phone", css="nw"),
    ]
    order = "name"
    sorts = {"name": Sort(SwedishOrder("name")), "-name": Sort(SwedishOrder("name"), is_descending=True)}

    def in_words(self, found: int, readable: int | None) -> str:
        return found_in_words(found)

    def read(self) -> QuerySet[Person]:
        return Person.objects.visible_to(self.user)

    def fetched(self, rows: QuerySet[Person]) -> QuerySet[Person]:
        roles = Affiliation.objects.visible_to(self.user).select_related("organisation")
        current = roles.order_by("to_on", "-is_main", "pk").current(timezone.localdate())
        return rows.prefetch_related(Prefetch("affiliations", current, to_attr="roles"))
