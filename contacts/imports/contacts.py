"""The people of a row: whom it names, who of them is here, and which of its addresses is whose."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.access import require
from accounts.models import User
from contacts.access import can_edit_person
from contacts.imports import cells
from contacts.imports.people import people
from contacts.imports.ties import Tie, ties
from contacts.models import Affiliation, Person
from imports.comparing import changes
from imports.many import is_any_of
from imports.plan import Row
from imports.saying import said as _
from ui.mailboxes import written
from ui.text import fold

OF_PERSON = {"name": "person", "email": "email", "phone": "phone"}


@dataclass
class Contact:
    """One person of a row; `person` when she is known, `is_at_home` when by a tie to the row's organisation."""

    fields: dict[str, Any]
    person: Person | None = None
    is_at_home: bool = False
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return fold(self.fields["name"])

    @property
    def is_news(self) -> bool:
        return not self.is_at_home or bool(self.changes)


def read(row: Row, *, has_note: bool = True) -> list[Contact]:
    """The row's address and number are those of whom the address names, else of the first."""
    names: list[str] = row.read("person", people, [])
    email, phone = row.read("email", cells.email, ""), row.read("phone", cells.phone, "")
    if not names:
        _keep_aside(row, {"email": email, "phone": phone}, has_note=has_note)
        return []
    owner = _owner(email, names)
    if len(names) > 1 and (email or phone):
        told = {"text": " ".join(filter(None, [email, phone])), "name": owner}
        row.tell("email" if email else "phone", "whose", _("%(text)s is taken to be %(name)s’s.") % told)
    found = [
        {"name": name, "email": email if name == owner else "", "phone": phone if name == owner else ""}
        for name in names
    ]
    for values in found:
        row.fit(Person, values, OF_PERSON, ["name"])
    return [Contact(values) for values in found]


def _keep_aside(row: Row, said: dict[str, str], *, has_note: bool) -> None:
    """A number or address without a contact person goes into the client's note."""
    kept = _("“%(text)s” has no contact person; it is kept in the note.")
    left = _("“%(text)s” has no contact person and is left out.")
    for column, text in said.items():
        if text:
            row.asides.append(text)
            row.tell(column, "no_person", (kept if has_note else left) % {"text": row[column]})


def _owner(email: str, names: list[str]) -> str:
    local = email.partition("@")[0]
    named = [name for name in names if any(len(word) > 2 and word in local for word in fold(name).split())]
    return named[0] if len(named) == 1 else names[0]


class Contacts:
    """Who is or was somebody at the organisations of a file, or here by name and e-mail; one name with two e-mails is
    two people."""

    def __init__(self, rows: Iterable[Row], by: User) -> None:
        rows, self.by = list(rows), by
        organisations = [row.target.pk for row in rows if row.target]
        self.at: dict[tuple[int, str], list[Person]] = defaultdict(list)
        self.named: dict[int, list[str]] = defaultdict(list)
        # (e-mail, folded name) → whom a row names so first, of those who are not here.
        self.coming: dict[tuple[str, str], Contact] = {}
        # (organisation, person) of those who only were there.
        self.left: set[tuple[int, int]] = set()
        for tie in ties(organisations, by):
            self._know(tie)
        emails = {one.fields["email"] for row in rows for one in row.values.get("people", ())} - {""}
        seen = Person.objects.visible_to(by).filter(is_any_of("email", emails), is_protected=False)
        self.elsewhere = {(one.email, fold(one.name)): one for one in seen}

    def _know(self, tie: Tie) -> None:
        here = self.at[tie.organisation, fold(tie.person.name)]
        if tie.has_ended and tie.person not in here:
            self.left.add((tie.organisation, tie.person.pk))
        here.append(tie.person)
        if tie.is_role and not tie.has_ended:
            self.named[tie.organisation].append(tie.person.name)

    def settle(self, row: Row, organisation: int | None) -> list[Contact]:
        """Find who is known; what the row says otherwise of her is told. Those of whom it has something new."""
        found: list[Contact] = row.values["people"]
        for one in found:
            one.person = self.known(organisation, one) if organisation else None
            one.is_at_home = one.person is not None
            if organisation and not one.person and self.at[organisation, one.key]:
                told = _("%(name)s here has another e-mail: this is a second person of the name.")
                row.tell("email", "another_person", told % {"name": one.fields["name"]})
            if one.person and (organisation, one.person.pk) in self.left:
                told = _("%(name)s had a role here that has ended; it stays so.")
                row.tell("person", "role_ended", told % {"name": one.fields["name"]})
            one.person = one.person or self.elsewhere.get((one.fields["email"], one.key))
            self._settle(row, one)
        self._tell_joining(row, organisation, [one.fields["name"] for one in found if not one.is_at_home])
        return [one for one in found if one.is_news]

    def _tell_joining(self, row: Row, organisation: int | None, names: list[str]) -> None:
        if organisation and names:
            here = self.named.get(organisation, [])
            row.becomes("person", ", ".join(here), ", ".join([*here, *names]))

    def _settle(self, row: Row, one: Contact) -> None:
        if one.person is None:
            self._settle_again(row, one)
            row.ask(lambda: Person(**one.fields).check_add(by=self.by), OF_PERSON | {"": "person"})
            return
        person, values = one.person, {name: one.fields[name] for name in ("email", "phone")}
        if person.is_protected:
            return _tell_protected(row, one)
        one.changes = changes(row, person, values, OF_PERSON)
        if one.changes:
            row.ask(lambda: require(can_edit_person(self.by, person)), OF_PERSON | {"": "person"})

    def _settle_again(self, row: Row, one: Contact) -> None:
        """Somebody new whom a row above names too is one person, with the number of the first that gives one."""
        email, phone = one.fields["email"], one.fields["phone"]
        first = self.coming.setdefault((email, one.key), one) if email else one
        if first is one or phone in ("", first.fields["phone"]):
            return
        if not first.fields["phone"]:
            first.fields["phone"] = phone
            return
        told = {"column": gettext_lazy("Phone"), "text": row["phone"]}
        row.tell("phone", "not_kept", _("%(column)s “%(text)s” is not kept: there is one already.") % told)

    def known(self, organisation: int, one: Contact) -> Person | None:
        """A protected one by her name alone: a file does not learn whether it has the right address."""
        found, email = self.at[organisation, one.key], one.fields["email"]
        if protected := [person for person in found if person.is_protected]:
            return protected[0]
        same = [person for person in found if written(person.email) == email] if email else found
        return next(iter(same or [person for person in found if not person.email]), None)


def _tell_protected(row: Row, one: Contact) -> None:
    if one.fields["email"] or one.fields["phone"]:
        told = _("%(name)s has a protected identity: her e-mail and phone stay as they are.")
        row.tell("person", "protected", told % {"name": one.fields["name"]})


def carry_out(rows: Iterable[tuple[list[Contact], Any, bool]], *, by: User, at: datetime) -> None:
    """(the people of whom a row has news, their organisation, whether the first of them is its main contact)."""
    new: dict[tuple[Any, str], Person] = {}
    roles = []
    for contacts, organisation, has_main in rows:
        for place, one in enumerate(contacts):
            if one.person and one.changes:
                one.person = one.person.change(one.changes, by=by, at=at)
            if one.is_at_home:
                continue
            # Somebody with an e-mail is one person in all rows that name her so.
            key = (one.fields["email"] or id(one), one.key)
            person = one.person = one.person or new.setdefault(key, Person(**one.fields))
            roles.append(Affiliation(person=person, organisation=organisation, is_main=has_main and place == 0))
    Person.add_all(list(new.values()), by=by, at=at)
    Affiliation.start_all(roles, by=by, at=at)
